import type { SeatLevel } from '@xueshi/contract/actor'
import type { Reply } from '@xueshi/contract/endpoint'
import type { applyToJoin, Join } from '@xueshi/contract/orgs/joins'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { managed, managesInPerson } from '../staff/service.ts'
import { holdBack } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

const applicationsADay = 20
const mostShown = 100

/**
 * 加入申请: whoever has the code of a unit that stands asks its manager for a seat. NOT_FOUND where no
 * unit has it, WRONG_STATE where the account is of its staff or asks already.
 */
export async function apply(actor: Actor, code: string): Promise<Reply<typeof applyToJoin>> {
  const me = signedIn(actor)
  await holdBack(me, 'join', applicationsADay)
  const { id } = await transaction(actor, async (tx) => {
    const unit = await units.findByCode(tx, code)
    if (!unit) return fail('NOT_FOUND')
    const createdAt = me.platform.clock.now()
    const join = { id: newId(createdAt), unitId: unit.id, accountId: me.accountId, createdAt }
    if (!(await store.insert(tx, join))) fail('WRONG_STATE')
    tell(tx, actor, { unitId: unit.id }, 'join.applied', { personName: me.name })
    const facts = { unitId: unit.id }
    await audit.record(tx, actor, { act: 'join.apply', recordId: join.id, facts })
    return join
  })
  return presentOwn(actor, id)
}

/** What an application answered, anew. */
export async function presentOwn(actor: Actor, id: string): Promise<Reply<typeof applyToJoin>> {
  const found = await store.findOwn(actor.platform.db, id, signedIn(actor).accountId)
  return found ?? fail('NOT_FOUND')
}

/** Who waits for a seat at the manager's unit, oldest first. */
export async function list(actor: Actor): Promise<{ items: Join[] }> {
  const { me, unitId } = managed(actor)
  const rows = await store.listWaiting(me.platform.db, unitId, mostShown)
  return {
    items: rows.map(({ createdAt, accountName, ...row }) => ({
      ...row,
      accountName: accountName ?? '',
      at: createdAt.toISOString(),
    })),
  }
}

type Decision = { id: string; version: number } & (
  | { state: 'accepted'; level: SeatLevel }
  | { state: 'refused'; reason: string }
)

/** 同意: a seat for each kind of work that the unit does. 不同意: with a reason. They are told either way. */
export async function decide(actor: Actor, decision: Decision): Promise<{ done: true }> {
  const { me, unitId } = managed(actor)
  const { id, version, state } = decision
  const at = me.platform.clock.now()
  await transaction(actor, async (tx) => {
    // Whoever stands in for a manager takes people in, and makes no managers.
    const makesManager = 'level' in decision && decision.level === 'manager'
    if (makesManager && !(await managesInPerson(tx, me))) fail('FORBIDDEN')
    const reason = decision.state === 'refused' ? decision.reason : null
    const values = { state, reason, decidedAt: at, decidedBy: me.accountId }
    const decided = await store.decide(tx, { id, version, unitId }, values)
    if (!decided) {
      const current = await store.find(tx, id, unitId)
      if (!current) return fail('NOT_FOUND')
      return fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
    }
    const { accountId } = decided
    const unitName = me.seat?.unitName ?? ''
    if (decision.state === 'accepted') {
      const seat = { unitId, accountId, level: decision.level, at }
      await store.insertSeats(tx, seat, () => newId(at))
      tell(tx, actor, { accountId }, 'join.accepted', { unitName })
    } else tell(tx, actor, { accountId }, 'join.refused', { unitName, reason })
    const facts = { unitId, accountId, level: 'level' in decision ? decision.level : null }
    await audit.record(tx, actor, { act: `join.${state}`, recordId: id, facts })
    return { id }
  })
  return { done: true }
}
