import { type DeclarationForm, yearOfStudy } from '@xueshi/contract/declarations'
import { type Windows, yearsOffered, yearsTouched } from '@xueshi/contract/ledger'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import type { Db } from '../../platform/database.ts'
import { formIssues } from '../rules.ts'

/**
 * Field → issue code of a form as the person would save it today, with what the windows of their
 * years say: YEAR_NOT_OFFERED for a year that was chosen and cannot take these days.
 */
export async function issuesOf(
  db: Db,
  personId: string,
  form: DeclarationForm,
  today: string,
): Promise<Record<string, string>> {
  const issues = formIssues(form, today)
  // The last day's own year needs no leave: days that it does not take are pointed out to the reviewer.
  if (Object.keys(issues).length > 0 || !form.year) return issues
  const years = await yearsFor(db, personId, form, today)
  const isLeft = years.length === 0 && yearOfStudy({ ...form, year: null }) === form.year
  return years.includes(form.year) || isLeft ? issues : { year: 'YEAR_NOT_OFFERED' }
}

/** The years that learning may be declared for, by the rules of the person's series and employer. */
async function yearsFor(db: Db, personId: string, form: DeclarationForm, today: string) {
  const person = await people.confirmedPerson(db, personId)
  const of = { series: person?.series ?? '', unitId: person?.unitId ?? null }
  const known = new Map<number, Windows>()
  for (const year of yearsTouched(form)) {
    const rules = await ledger.findRules(db, { ...of, year })
    if (rules) known.set(year, rules.windows[form.category])
  }
  return yearsOffered(form, today, (year) => known.get(year))
}
