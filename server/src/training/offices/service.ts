import type { Category } from '@xueshi/contract/ledger'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import * as store from './store.ts'

export type { OfficeRow } from './store.ts'

/**
 * The office that decides on a unit's course or class of this category and series. Throws where the
 * unit is under no HR&SS office.
 */
export async function decidingOffice(
  db: Db,
  { unitId, category, series }: { unitId: string; category: Category; series: string | null },
): Promise<store.OfficeRow> {
  const asked = { asksTrade: category === 'professional', trade: tradeOf(series) }
  const office = await store.findOffice(db, unitId, asked)
  if (!office) throw new Error('a unit is under no HR&SS office')
  return office
}

/** Whether the institution is accredited today: what it began before goes on, something new waits. */
export const mayTeach = (db: Db, { platform }: Actor, unitId: string): Promise<boolean> =>
  orgs.isAccredited(db, unitId, platform.clock.now())

/** NOT_ACCREDITED where it is not. */
export async function needAccreditation(db: Db, actor: Actor, unitId: string): Promise<void> {
  if (!(await mayTeach(db, actor, unitId))) fail('NOT_ACCREDITED')
}

/** The trade whose authority decides on the series whoever organises it; null: the organiser's own. */
function tradeOf(series: string | null): 'education' | 'health' | null {
  const chain = series === null ? undefined : titleSeriesOf(series)?.chain
  return chain === 'education' || chain === 'health' ? chain : null
}
