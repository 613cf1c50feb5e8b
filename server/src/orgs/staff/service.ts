import type { SeatLevel } from '@xueshi/contract/actor'
import type { Reply } from '@xueshi/contract/endpoint'
import type { listStaff } from '@xueshi/contract/orgs/staff'
import { tell } from '../../messages/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { seatUnit } from '../units/service.ts'
import * as store from './store.ts'

/** 员工账号 of the unit from whose seat the actor looks, in the same work as the actor's own. */
export async function list(actor: Actor): Promise<Reply<typeof listStaff>> {
  const { me, unitId } = seatUnit(actor)
  const { db } = me.platform
  const [rows, unit] = await Promise.all([
    store.list(db, unitId, me.kind),
    store.findCode(db, unitId),
  ])
  return {
    unitCode: unit?.code ?? '',
    items: rows.map(({ accountId, accountName, createdAt, ...row }) => ({
      ...row,
      accountName: accountName ?? '',
      since: createdAt.toISOString(),
      own: accountId === me.accountId,
    })),
  }
}

/** Only its manager says who works for a unit. */
export function managed(actor: Actor): { me: SignedIn; unitId: string } {
  const desk = seatUnit(actor)
  return desk.me.seat?.level === 'manager' ? desk : fail('FORBIDDEN')
}

/** 停用: the seat is over at once. LAST_MANAGER where nobody would be left to manage the unit. */
export const end = (actor: Actor, id: string) =>
  change(actor, id, 'end', { endedAt: actor.platform.clock.now() })

/** 设为管理员 or 经办人. */
export const setLevel = (actor: Actor, id: string, level: SeatLevel) =>
  change(actor, id, 'level', { level })

async function change(
  actor: Actor,
  id: string,
  act: 'end' | 'level',
  values: { endedAt: Date } | { level: SeatLevel },
): Promise<{ done: true }> {
  const { me, unitId } = managed(actor)
  const seat = { id, unitId, kind: me.kind }
  await transaction(actor, async (tx) => {
    await store.lockUnit(tx, unitId)
    const standing = await store.find(tx, seat)
    if (!standing) return fail('NOT_FOUND')
    // Whoever managed the unit a moment ago may not do so any more.
    const own = me.seat && (await store.find(tx, { ...seat, id: me.seat.id }))
    if (own?.level !== 'manager') fail('FORBIDDEN')
    if (!(await store.change(tx, seat, values))) fail('LAST_MANAGER')
    const { accountId } = standing
    const unitName = me.seat?.unitName ?? ''
    if (act === 'end') tell(tx, actor, { accountId }, 'staff.ended', { unitName })
    const facts = { unitId, accountId, ...('level' in values ? values : {}) }
    await audit.record(tx, actor, { act: `staff.${act}`, recordId: id, facts })
    return { id }
  })
  return { done: true }
}
