import type { Body } from '@xueshi/contract/endpoint'
import { type correctUnit, type handOverUnit } from '@xueshi/contract/orgs/registry'
import type { UnitReview } from '@xueshi/contract/orgs/reviews'
import { type UnitMove, unitMoves } from '@xueshi/contract/orgs/units'
import { standingIssues } from '@xueshi/contract/orgs/changes'
import * as accounts from '../../accounts/service.ts'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as accreditations from '../accreditations/store.ts'
import { applyStanding, standingOf } from '../changes/service.ts'
import { note } from '../events/service.ts'
import * as joins from '../joins/store.ts'
import * as papers from '../papers/service.ts'
import { find, read } from '../reviews/service.ts'
import * as reviews from '../reviews/store.ts'
import { holdBack } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number; reason: string }
type Held = { unit: units.UnitRow; office: string; staff: string[]; at: Date }
type Name = Extract<
  UnitMove,
  | 'correct'
  | 'suspend'
  | 'lift'
  | 'absorb'
  | 'close'
  | 'handOver'
  | 'grantHosting'
  | 'withdrawHosting'
>

/** What an act does beside the guarded change of the unit's row, and what its timeline and audit say of it. */
type Act = {
  values?: Parameters<typeof units.change>[2]
  /** Before the change: what it needs, and other ways to make it. Answers false where the guard refused. */
  change?: (tx: Db, guard: units.Guard, held: Held) => Promise<boolean>
  follow: (tx: Db, held: Held) => Promise<{ about?: string; facts?: Record<string, string> } | void>
}

/** One act of an office on a unit in force of its subtree, in one transaction with all that follows. */
async function act(actor: Actor, name: Name, seen: Seen, what: Act): Promise<UnitReview> {
  const me = signedIn(actor)
  const { id, version, reason } = seen
  const { from, to, when } = unitMoves[name]
  const at = me.platform.clock.now()
  await transaction(actor, async (tx) => {
    const unit = await find(tx, me, id)
    if (!unit) return fail('NOT_FOUND')
    const staff = await units.listStaff(tx, id)
    const accountsOf = [...new Set(staff.map((each) => each.accountId))]
    const held = { unit, office: me.seat?.unitName ?? '', staff: accountsOf, at }
    const guard: units.Guard = {
      id,
      version,
      from,
      within: units.withinRegion(me.scope),
      notStaff: me.accountId,
      noOffice: when.some((fact) => fact === 'noOffice'),
    }
    const values = { ...what.values, ...(to !== null && { state: to }), decidedBy: me.accountId }
    const changed = what.change
      ? await what.change(tx, guard, held)
      : await units.change(tx, guard, values)
    if (!changed) return refuse(tx, me, seen)
    const { about, facts = {} } = (await what.follow(tx, held)) ?? {}
    await note(tx, actor, { unitId: id, act: name, reason, about: about ?? null })
    const recorded = { version, reason, ...facts }
    await audit.record(tx, actor, { act: `unit.${name}`, recordId: id, facts: recorded })
    return { id }
  })
  return read(actor, id)
}

async function refuse(tx: Db, me: SignedIn, { id, version }: Seen): Promise<never> {
  const unit = await find(tx, me, id)
  if (!unit) return fail('NOT_FOUND')
  if (unit.ownStaff) fail('OWN_RECORD')
  return fail(unit.version === version ? 'WRONG_STATE' : 'STALE', {
    current: await read({ ...me, platform: { ...me.platform, db: tx } }, id),
  })
}

/** 更正: name, code, nature or region are others; the unit and, of another name, its people are told. */
export function correct(
  actor: Actor,
  { id, version, reason, ...wanted }: Body<typeof correctUnit> & { id: string },
): Promise<UnitReview> {
  return act(
    actor,
    'correct',
    { id, version, reason },
    {
      async change(tx, guard, { unit }) {
        const former = standingOf(unit)
        failOnIssues(standingIssues(wanted, former))
        const isOffice = unit.capabilities.some((each) => each === 'hrss' || each === 'industry')
        // An office's region is whose office it is.
        if (isOffice && wanted.regionCode !== former.regionCode)
          fail('INVALID', { fields: { regionCode: 'NOT_OFFERED' } })
        return applyStanding(tx, actor, guard, { wanted, former })
      },
      async follow(tx, { unit, office }) {
        const facts = { unitName: unit.name, newName: wanted.name, office, reason }
        tell(tx, actor, { unitId: id }, 'unit.corrected', facts)
        return { about: unit.name, facts: { ...standingOf(unit) } }
      },
    },
  )
}

/** 暂停: its staff may come in and see why; nobody may choose it, and it decides nothing. */
export const suspend = (actor: Actor, seen: Seen) =>
  act(actor, 'suspend', seen, { follow: tellStaff(actor, seen, 'unit.suspended') })

/** 恢复: the unit is in force again, as it was. */
export const lift = (actor: Actor, seen: Seen) =>
  act(actor, 'lift', seen, { follow: tellStaff(actor, seen, 'unit.lifted') })

const tellStaff =
  (actor: Actor, { reason }: Seen, topic: 'unit.suspended' | 'unit.lifted' | 'unit.closed') =>
  async (tx: Db, { unit, office, staff }: Held): Promise<void> => {
    const facts = { unitId: unit.id, unitName: unit.name, office, reason }
    for (const accountId of staff) tell(tx, actor, { accountId }, topic, facts)
  }

/** 认定人才服务机构: people without an employer may choose the unit from now on. */
export const grantHosting = (actor: Actor, seen: Seen) =>
  setHosting(actor, 'grantHosting', seen, store.grantHosting)

/** 取消认定: nobody new may; those whom it has stay. */
export const withdrawHosting = (actor: Actor, seen: Seen) =>
  setHosting(actor, 'withdrawHosting', seen, store.withdrawHosting)

const setHosting = (
  actor: Actor,
  name: 'grantHosting' | 'withdrawHosting',
  seen: Seen,
  set: typeof store.grantHosting,
): Promise<UnitReview> =>
  act(actor, name, seen, {
    change: async (tx, guard, { at }) =>
      (await set(tx, seen.id, at)) && (await units.change(tx, guard, {})),
    async follow(tx, { unit, office }) {
      const topic = name === 'grantHosting' ? 'unit.hosting' : 'unit.hostingEnded'
      const facts = { unitName: unit.name, office, reason: seen.reason }
      tell(tx, actor, { unitId: seen.id }, topic, facts)
    },
  })

/**
 * 并入: the unit is the other one from now on. Its seats end and their holders ask to join there; those
 * merged into it and those below it follow; its people do by a job. INVALID at `intoId`.
 */
export function absorb(
  actor: Actor,
  { intoId, ...seen }: Seen & { intoId: string },
): Promise<UnitReview> {
  const { id, reason } = seen
  const { scope } = actor
  return act(actor, 'absorb', seen, {
    async change(tx, guard) {
      await store.lockBoth(tx, [id, intoId])
      const into = id === intoId ? undefined : await reviews.findTarget(tx, scope, intoId)
      if (!into) return fail('INVALID', { fields: { intoId: 'NOT_OFFERED' } })
      const values = { state: unitMoves.absorb.to, mergedIntoId: intoId }
      return units.change(tx, guard, { ...values, decidedBy: signedIn(actor).accountId })
    },
    async follow(tx, { unit, office, staff, at }) {
      const into = await reviews.findTarget(tx, scope, intoId)
      const intoName = into?.name ?? ''
      await reviews.endSeats(tx, id, at)
      await store.follow(tx, { id, intoId, at })
      await accreditations.endAll(tx, { unitId: id, reason, at })
      const facts = { unitId: id, unitName: unit.name, intoName, office, reason }
      for (const accountId of staff) {
        const join = { id: newId(at), unitId: intoId, accountId, createdAt: at }
        const applied = await joins.insert(tx, join)
        tell(tx, actor, { accountId }, 'unit.merged', facts)
        if (applied)
          tell(tx, actor, { unitId: intoId }, 'join.applied', { personName: applied.name })
      }
      await note(tx, actor, { unitId: intoId, act: 'takeIn', about: unit.name })
      start(tx, actor, 'people.unitMerged', { unitId: id, intoId })
      return { about: intoName, facts: { intoId } }
    },
  })
}

/** 注销: every seat ends; those below it stand alone; its people are told by a job to choose another. */
export function close(actor: Actor, seen: Seen): Promise<UnitReview> {
  const { id } = seen
  return act(actor, 'close', seen, {
    async follow(tx, held) {
      await tellStaff(actor, seen, 'unit.closed')(tx, held)
      await reviews.endSeats(tx, id, held.at)
      await store.follow(tx, { id, intoId: null, at: held.at })
      await accreditations.endAll(tx, { unitId: id, reason: seen.reason, at: held.at })
      start(tx, actor, 'people.unitClosed', { unitId: id })
    },
  })
}

const handOversADay = 50

/**
 * 移交: on the letter that was sent for it, this account manages every desk of the unit, and whoever
 * managed it before does so no more. INVALID at `userName` (PERSON_NOT_FOUND, HANDOVER_SELF) and
 * `letterId`.
 */
export async function handOver(
  actor: Actor,
  { id, version, name, userName, reason, letterId }: Body<typeof handOverUnit> & { id: string },
): Promise<UnitReview> {
  const me = signedIn(actor)
  if (!(await find(me.platform.db, me, id))) fail('NOT_FOUND')
  await holdBack(me, 'handover', handOversADay)
  const manager = await accounts.holding.findByUserName(me.platform, { userName, name })
  if (!manager) return fail('INVALID', { fields: { userName: 'PERSON_NOT_FOUND' } })
  const accountId = manager.id
  if (accountId === me.accountId) fail('INVALID', { fields: { userName: 'HANDOVER_SELF' } })
  return act(
    actor,
    'handOver',
    { id, version, reason },
    {
      async follow(tx, { unit, office, at }) {
        const letter = {
          ids: [letterId],
          unitId: id,
          purpose: 'handover',
          recordId: newId(at),
        } as const
        await papers.attach(tx, letter, 'letterId')
        const former = await store.endManagers(tx, { unitId: id, accountId, at })
        for (const kind of await store.desksOf(tx, id))
          await store.seatManager(tx, { id: newId(at), unitId: id, accountId, kind, at })
        const unitName = unit.name
        for (const each of former) tell(tx, actor, { accountId: each }, 'staff.ended', { unitName })
        tell(tx, actor, { accountId }, 'unit.handedOver', { unitName, office })
        tell(tx, actor, { unitId: id }, 'unit.newManager', { office, personName: manager.name })
        return { about: manager.name, facts: { accountId, letterId, former: former.join(' ') } }
      },
    },
  )
}
