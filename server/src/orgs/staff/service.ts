import type { SeatLevel } from '@xueshi/contract/actor'
import type { Reply } from '@xueshi/contract/endpoint'
import {
  type listStaff,
  staffed,
  type StaffedKind,
  type StaffRow,
} from '@xueshi/contract/orgs/staff'
import { tell } from '../../messages/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as absences from '../absences/store.ts'
import { seatUnit } from '../units/service.ts'
import * as store from './store.ts'

/** The desk of the actor's seat: the unit, and the kind of work that is done there. */
export function seatDesk(actor: Actor): { me: SignedIn; unitId: string; kind: StaffedKind } {
  const { me, unitId } = seatUnit(actor)
  const kind = staffed.find((each) => each === me.kind)
  return kind ? { me, unitId, kind } : fail('FORBIDDEN')
}

/** 员工账号 of the unit from whose seat the actor looks, in the same work as the actor's own. */
export async function list(actor: Actor): Promise<Reply<typeof listStaff>> {
  const { me, unitId, kind } = seatDesk(actor)
  const { db } = me.platform
  const [rows, unit] = await Promise.all([store.list(db, unitId, kind), store.findCode(db, unitId)])
  const managers = rows.filter(({ level }) => level === 'manager').length
  const inPerson = rows.some(({ id, level }) => id === me.seat?.id && level === 'manager')
  return {
    unitCode: unit?.code ?? '',
    manages: me.seat?.level === 'manager',
    inPerson,
    items: rows.map(({ accountId, accountName, createdAt, ...row }) => ({
      ...row,
      accountName: accountName ?? '',
      since: createdAt.toISOString(),
      own: accountId === me.accountId,
      open: openOf(row, { inPerson, managers, own: accountId === me.accountId }),
    })),
  }
}

const openOf = (
  { level }: Pick<store.SeatRow, 'level'>,
  { inPerson, managers, own }: { inPerson: boolean; managers: number; own: boolean },
): StaffRow['open'] => {
  if (level === 'manager' && managers === 1) return []
  return [...(inPerson ? (['level', 'end'] as const) : []), ...(own ? (['leave'] as const) : [])]
}

/** 不再办理: the actor's own seat is over at once, and the unit is told. LAST_MANAGER. */
export async function leave(actor: Actor, id: string): Promise<{ done: true }> {
  const { me, unitId, kind } = seatDesk(actor)
  const endedAt = me.platform.clock.now()
  if (id !== me.seat?.id) fail('NOT_FOUND')
  await transaction(actor, async (tx) => {
    await store.lockUnit(tx, unitId)
    const seat = { id, unitId, kind }
    if (!(await store.find(tx, seat))) fail('NOT_FOUND')
    if (!(await store.change(tx, seat, { endedAt }))) fail('LAST_MANAGER')
    await absences.endOf(tx, id, endedAt)
    tell(tx, actor, { unitId }, 'staff.left', { personName: me.name })
    await audit.record(tx, actor, { act: 'staff.leave', recordId: id, facts: { unitId } })
    return { id }
  })
  return { done: true }
}

/**
 * 收回角色 by the security administrator: the seat of the account is over, and its holder is told. NOT_FOUND,
 * LAST_ADMINISTRATOR and LAST_MANAGER where nobody would be left to do its work.
 */
export async function endSeat(
  tx: Db,
  actor: Actor,
  { id: accountId, seatId, reason }: { id: string; seatId: string; reason: string },
): Promise<void> {
  const endedAt = actor.platform.clock.now()
  await store.lockAdministrators(tx)
  const found = await store.findOfAccount(tx, { seatId, accountId })
  if (!found) return fail('NOT_FOUND')
  const { unitId, unitName, kind } = found
  await store.lockUnit(tx, unitId)
  if (staffed.some((each) => each === kind)) {
    if (!(await store.change(tx, { id: seatId, unitId, kind }, { endedAt }))) fail('LAST_MANAGER')
  } else if (!(await store.endAdministrator(tx, { seatId, kind, endedAt })))
    fail('LAST_ADMINISTRATOR')
  await absences.endOf(tx, seatId, endedAt)
  tell(tx, actor, { accountId }, 'staff.revoked', { unitName, reason })
  await audit.record(tx, actor, {
    act: 'staff.revoke',
    recordId: accountId,
    facts: { seatId, unitId, kind },
    personal: { subjectId: accountId, values: { reason } },
  })
}

/** Only its manager says who works for a unit, or whoever stands in for one. */
export function managed(actor: Actor): ReturnType<typeof seatDesk> {
  const desk = seatDesk(actor)
  return desk.me.seat?.level === 'manager' ? desk : fail('FORBIDDEN')
}

/** Whether the actor is a manager now, and not somebody who stands in for one: only they make managers. */
export async function managesInPerson(tx: Db, { seat, kind }: SignedIn): Promise<boolean> {
  const own = seat && (await store.find(tx, { id: seat.id, unitId: seat.unitId, kind }))
  return own?.level === 'manager'
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
    if (!(await managesInPerson(tx, me))) fail('FORBIDDEN')
    if (!(await store.change(tx, seat, values))) fail('LAST_MANAGER')
    const { accountId } = standing
    const unitName = me.seat?.unitName ?? ''
    if ('endedAt' in values) {
      await absences.endOf(tx, id, values.endedAt)
      tell(tx, actor, { accountId }, 'staff.ended', { unitName })
    }
    if ('level' in values && values.level !== standing.level) {
      const level = values.level === 'manager' ? '管理员' : '经办人'
      tell(tx, actor, { accountId }, 'staff.level', { unitName, level })
    }
    const facts = { unitId, accountId, ...('level' in values ? values : {}) }
    await audit.record(tx, actor, { act: `staff.${act}`, recordId: id, facts })
    return { id }
  })
  return { done: true }
}
