import { type DeclarationForm, declarationIssues, yearOfStudy } from '@xueshi/contract/declarations'
import { declarableForm, type Windows, yearsOffered, yearsTouched } from '@xueshi/contract/ledger'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import type { Db } from '../../platform/database.ts'

/** By whose rules: a person's own, or those of a unit for every series. */
export type Whose = { personId: string } | { unitId: string }

/**
 * Field → issue code of a form as it would be saved today, with what the rules of its year say:
 * NOT_OFFERED for a 学习形式 that they do not let people declare, or units declare for theirs;
 * YEAR_NOT_OFFERED for a year that was chosen and whose windows do not take these days.
 */
export async function issuesOf(
  db: Db,
  whose: Whose,
  form: DeclarationForm,
  today: string,
): Promise<Record<string, string>> {
  const issues = declarationIssues(form, today)
  const isDated = Object.keys(issues).length === 0
  const rulesOf = await rulesFor(db, whose)
  const rules = await rulesOf(yearOfStudy(form))
  const offered = rules && declarableForm(rules, form.form)
  // What is not counted by time is somebody's own work, and declared by them.
  const isOurs = 'personId' in whose || offered?.timeBased
  // A year without rules is told of at its date.
  if (rules && !(offered && isOurs)) issues['form'] = 'NOT_OFFERED'
  // The last day's own year needs no leave: days that it does not take are pointed out to the reviewer.
  if (!isDated || !form.year) return issues
  const known = new Map<number, Windows>()
  for (const year of yearsTouched(form)) {
    const set = await rulesOf(year)
    if (set) known.set(year, set.windows[form.category])
  }
  const years = yearsOffered(form, today, (year) => known.get(year))
  const isLeft = years.length === 0 && yearOfStudy({ ...form, year: null }) === form.year
  if (!years.includes(form.year) && !isLeft) issues['year'] = 'YEAR_NOT_OFFERED'
  return issues
}

/** The rules of any year for them; undefined for a year without. */
async function rulesFor(db: Db, whose: Whose) {
  const person = 'unitId' in whose ? null : await people.confirmedPerson(db, whose.personId)
  const of =
    'unitId' in whose
      ? { series: '', unitId: whose.unitId }
      : { series: person?.series ?? '', unitId: person?.unitId ?? null }
  return (year: number) => ledger.findRules(db, { ...of, year })
}
