import { yearMoves } from '@xueshi/contract/ledger'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { listYears } from '../store.ts'
import { ownPerson, settleAnew } from '../years/service.ts'
import * as store from './store.ts'

/**
 * 选择专业系列: the year counts for another series that its person held in it, and is computed by the
 * rules of that one in the same act. Its entries stay as they are. INVALID for a series that was not
 * held; false when the year may no longer change.
 */
export async function chooseSeries(actor: Actor, id: string, series: string): Promise<boolean> {
  const personId = ownPerson(actor)
  const { chosen } = await transaction(actor, async (tx) => {
    const [row] = await listYears(tx, personId, { id })
    if (!row) fail('NOT_FOUND')
    const held = await store.listHeld(tx, personId, [row.year])
    if (!held.get(row.year)?.includes(series))
      fail('INVALID', { fields: { series: 'NOT_OFFERED' } })
    const at = actor.platform.clock.now()
    const { from } = yearMoves.chooseSeries
    const done = await store.choose(tx, { id, personId, series, from, at })
    if (done) await settleAnew(tx, actor, { ...row, series })
    const facts = { year: row.year, from: row.series, to: series, done }
    await audit.record(tx, actor, { act: 'year.chooseSeries', recordId: id, facts })
    return { id, chosen: done }
  })
  return chosen
}
