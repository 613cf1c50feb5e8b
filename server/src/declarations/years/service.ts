import { type DeclarationForm, yearOfStudy } from '@xueshi/contract/declarations'
import { type Windows, yearsOffered, yearsTouched } from '@xueshi/contract/ledger'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import type { Db } from '../../platform/database.ts'
import { formIssues } from '../rules.ts'

/** By whose rules: a person's own, or those of a unit for every series. */
export type Whose = { personId: string } | { unitId: string }

/**
 * Field → issue code of a form as it would be saved today, with what the windows of their
 * years say: YEAR_NOT_OFFERED for a year that was chosen and cannot take these days.
 */
export async function issuesOf(
  db: Db,
  whose: Whose,
  form: DeclarationForm,
  today: string,
): Promise<Record<string, string>> {
  const issues = formIssues(form, today)
  // The last day's own year needs no leave: days that it does not take are pointed out to the reviewer.
  if (Object.keys(issues).length > 0 || !form.year) return issues
  const years = await yearsFor(db, whose, form, today)
  const isLeft = years.length === 0 && yearOfStudy({ ...form, year: null }) === form.year
  return years.includes(form.year) || isLeft ? issues : { year: 'YEAR_NOT_OFFERED' }
}

async function rulesOf(db: Db, personId: string) {
  const person = await people.confirmedPerson(db, personId)
  return { series: person?.series ?? '', unitId: person?.unitId ?? null }
}

/** The years that learning may be declared for, by the rules that hold there. */
async function yearsFor(db: Db, whose: Whose, form: DeclarationForm, today: string) {
  const of = 'unitId' in whose ? { series: '', ...whose } : await rulesOf(db, whose.personId)
  const known = new Map<number, Windows>()
  for (const year of yearsTouched(form)) {
    const rules = await ledger.findRules(db, { ...of, year })
    if (rules) known.set(year, rules.windows[form.category])
  }
  return yearsOffered(form, today, (year) => known.get(year))
}
