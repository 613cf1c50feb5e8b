import type { Reply } from '@xueshi/contract/endpoint'
import type { Trace, traceHours } from '@xueshi/contract/insight/claims'
import { todayIn } from '@xueshi/contract/year'
import * as people from '../../people/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { type Found, ofCompletion, ofDeclaration, ofEnrolment, ofImport } from './rules.ts'
import * as store from './store.ts'

/**
 * Whatever the house has of a person's year, each with where it is held up; one record alone where it is
 * named. `today` is Asia/Shanghai's day.
 */
export async function traced(db: Db, of: store.Of, today: string): Promise<Found[]> {
  const { enrolments, declarations, completions, imports } = await store.listTraces(db, of)
  return [
    ...enrolments.map((row) => ofEnrolment(row, today)),
    ...declarations.map(ofDeclaration),
    ...completions.map(ofCompletion),
    ...imports.map(ofImport),
  ]
}

/** As a page is told of it: what is not credited comes first. */
export async function trace(
  actor: Actor,
  { year }: { year: string },
): Promise<Reply<typeof traceHours>> {
  const { accountId, platform } = signedIn(actor)
  const today = todayIn(platform.clock.now())
  const found = await traced(platform.db, { personId: accountId, year: Number(year) }, today)
  const person = await people.confirmedPerson(platform.db, accountId)
  const items = found.map((each) => presentTrace(each, Number(year)))
  const isCredited = ({ code }: Trace) => Number(code === 'credited')
  return {
    items: items.toSorted((one, other) => isCredited(one) - isCredited(other)),
    hasUnit: person !== null,
  }
}

export const presentTrace = ({ holder, ...found }: Found, year: number): Trace => ({
  ...found,
  year,
  holder: holder && { office: holder.office, name: holder.name },
})
