import type { Reply } from '@xueshi/contract/endpoint'
import type { listUnitReviews, UnitReview } from '@xueshi/contract/orgs/reviews'
import { unitMoves } from '@xueshi/contract/orgs/units'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as joins from '../joins/store.ts'
import { note } from '../events/service.ts'
import * as registrations from '../registrations/service.ts'
import { placeName } from '../rules.ts'
import { show } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }
const pageRows = 20

/** 单位审核: the units of the office's subtree that wait, oldest first, 20 a page. */
export async function listWaiting(
  { scope, platform }: Actor,
  after: string | undefined,
): Promise<Reply<typeof listUnitReviews>> {
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const rows = await store.listWaiting(platform.db, scope, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.key, last.id])
  return {
    items: page.map(({ id, name, code, nature, contactName, regionCode, submittedAt }) => ({
      id,
      name,
      code,
      nature,
      contactName,
      regionPath: placeName(regionCode),
      submittedAt: submittedAt.toISOString(),
    })),
    next,
  }
}

/** A unit of the subtree with its staff and those it may be confused with. NOT_FOUND outside. */
export async function read(actor: Actor, id: string): Promise<UnitReview> {
  const me = signedIn(actor)
  const { db } = me.platform
  const row = await find(db, me, id)
  if (!row) return fail('NOT_FOUND')
  // Once it is decided, nobody asks what else it might be.
  const isOpen = unitMoves.approve.from.some((state) => state === row.state)
  const [unit, staff, lookalikes] = await Promise.all([
    show(me, db, row),
    units.listStaff(db, id),
    isOpen ? store.listLookalikes(db, me.scope, row) : [],
  ])
  return {
    ...unit,
    staff: staff.map(({ name, level }) => ({ name, level })),
    lookalikes: lookalikes.map((like) => ({
      id: like.id,
      name: like.name,
      code: like.code,
      regionPath: placeName(like.regionCode),
      state: like.state,
      sameCode: like.code === row.code,
      takes: like.state === 'approved',
    })),
  }
}

/** A unit of the office's subtree. A registration that is not sent, or was given up, is nobody's business. */
export const find = async (db: Db, { scope, accountId }: SignedIn, id: string) => {
  const row = await units.find(db, id, { within: units.withinRegion(scope), accountId })
  return row?.state === 'draft' || row?.state === 'discarded' ? undefined : row
}

/** 通过: the unit is in force; its staff are told, and by a job those who have chosen it. */
export function approve(actor: Actor, seen: Seen): Promise<UnitReview> {
  const approvedAt = actor.platform.clock.now()
  return decide(actor, 'approve', seen, { approvedAt }, async (tx, { unit, office, staff }) => {
    const facts = { unitId: unit.id, unitName: unit.name, office }
    for (const accountId of staff) tell(tx, actor, { accountId }, 'unit.approved', facts)
    // 主管单位 named in the registration may say so from now on.
    if (unit.parentId !== null && unit.parentState === 'asked')
      tell(tx, actor, { unitId: unit.parentId }, 'subUnit.asked', { unitName: unit.name })
    start(tx, actor, 'people.unitApproved', { unitId: unit.id })
  })
}

/** 退回: the unit is its staff's to correct, who are told why. */
export function giveBack(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<UnitReview> {
  const returned = { returnReason: reason }
  return decide(actor, 'return', seen, returned, async (tx, { unit, office, staff }) => {
    const facts = { unitId: unit.id, unitName: unit.name, office, reason }
    for (const accountId of staff) tell(tx, actor, { accountId }, 'unit.returned', facts)
  })
}

/** 不予注册: the registration is over with its seats, and its code is free; everyone concerned is told. */
export function reject(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<UnitReview> {
  const rejected = { returnReason: reason }
  return decide(actor, 'reject', seen, rejected, async (tx, { unit, office, staff }) => {
    const facts = { unitName: unit.name, office, reason }
    for (const accountId of staff) tell(tx, actor, { accountId }, 'unit.rejected', facts)
    await registrations.end(tx, actor, { unitId: unit.id, reason })
  })
}

/**
 * 并入: the unit is another that stands in the subtree. Its seats end and their holders ask to join
 * there; the people who chose it are moved by a job. INVALID at `intoId` where nothing such stands.
 */
export function merge(
  actor: Actor,
  { intoId, ...seen }: Seen & { intoId: string },
): Promise<UnitReview> {
  const at = actor.platform.clock.now()
  const merged = { mergedIntoId: intoId }
  return decide(actor, 'merge', seen, merged, async (tx, { unit, office, staff, into }) => {
    if (!into) throw new Error('a unit was merged into none')
    await store.endSeats(tx, unit.id, at)
    const facts = { unitId: unit.id, unitName: unit.name, intoName: into.name, office }
    for (const accountId of staff) {
      const join = { id: newId(at), unitId: into.id, accountId, createdAt: at }
      const applied = await joins.insert(tx, join)
      tell(tx, actor, { accountId }, 'unit.merged', facts)
      if (applied)
        tell(tx, actor, { unitId: into.id }, 'join.applied', { personName: applied.name })
    }
    start(tx, actor, 'people.unitMerged', { unitId: unit.id, intoId })
  })
}

type Decided = {
  unit: units.UnitRow
  office: string
  staff: string[]
  into: { id: string; name: string } | undefined
}

/** One decision with what follows from it, its audit row, and the reply. */
async function decide(
  actor: Actor,
  name: 'approve' | 'return' | 'reject' | 'merge',
  { id, version }: Seen,
  values: { approvedAt?: Date; returnReason?: string; mergedIntoId?: string },
  follow: (tx: Db, decided: Decided) => Promise<void>,
): Promise<UnitReview> {
  const me = signedIn(actor)
  const { accountId, scope } = me
  const { from, to } = unitMoves[name]
  await transaction(actor, async (tx) => {
    if (!(await find(tx, me, id))) fail('NOT_FOUND')
    const { mergedIntoId } = values
    const into = mergedIntoId && (await store.findTarget(tx, scope, mergedIntoId))
    if (mergedIntoId !== undefined && (!into || mergedIntoId === id))
      fail('INVALID', { fields: { intoId: 'NOT_OFFERED' } })
    const within = units.withinRegion(scope)
    const guard = { id, version, from, within, notStaff: accountId }
    const staff = await units.listStaff(tx, id)
    const changed = await units.change(tx, guard, { ...values, state: to, decidedBy: accountId })
    const unit = await find(tx, me, id)
    if (!unit) return fail('NOT_FOUND')
    if (!changed) {
      if (unit.ownStaff) fail('OWN_RECORD')
      fail(unit.version === version ? 'WRONG_STATE' : 'STALE', { current: await read(actor, id) })
    }
    await follow(tx, {
      unit,
      office: me.seat?.unitName ?? '',
      staff: staff.map((each) => each.accountId),
      into: into || undefined,
    })
    const reason = values.returnReason ?? null
    await note(tx, actor, { unitId: id, act: name, reason, about: into ? into.name : null })
    await audit.record(tx, actor, {
      act: `unit.${name}`,
      recordId: id,
      facts: {
        version: unit.version,
        intoId: mergedIntoId ?? null,
        reason,
      },
    })
    return { id }
  })
  return read(actor, id)
}
