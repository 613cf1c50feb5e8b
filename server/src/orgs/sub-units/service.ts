import type { Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type listSubUnits,
  type listUnitsBelow,
  parentMoves,
  type readParent,
  type SubUnit,
  type SubUnitDetail,
} from '@xueshi/contract/orgs/sub-units'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { note } from '../events/service.ts'
import { placeName } from '../rules.ts'
import { managed } from '../staff/service.ts'
import { seatUnit } from '../units/service.ts'
import * as store from './store.ts'

const pageRows = 20
const mostNamed = 500
type Seen = { id: string; version: number }

/** The desk of an employer in force; a unit that is not stands nowhere. */
function desk(actor: Actor): { me: SignedIn; unitId: string } {
  const found = seatUnit(actor)
  return found.me.scope.kind === 'unit' ? found : fail('NOT_FOUND')
}

const factsOf = ({ seat }: SignedIn, side: 'child' | 'parent') => ({
  child: side === 'child' && seat?.level === 'manager',
  parent: side === 'parent' && seat?.level === 'manager',
})

/** 下级单位: the units below the actor's and those that ask to be, by pinyin, 20 a page. */
export async function list(
  actor: Actor,
  after: string | undefined,
): Promise<Reply<typeof listSubUnits>> {
  const { me, unitId } = seatUnit(actor)
  if (me.scope.kind !== 'unit') return { items: [], next: null }
  const key = after === undefined ? null : readCursor(after, z.tuple([z.string(), Id]))
  const rows = await store.list(me.platform.db, unitId, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.key, last.id])
  return {
    items: page.map((row) => present(me, row)),
    next,
  }
}

const present = (me: SignedIn, row: store.SubUnitRow): SubUnit => ({
  id: row.id,
  version: row.version,
  name: row.name,
  codeTail: row.code.slice(-4),
  regionPath: placeName(row.regionCode),
  state: row.state,
  parentState: row.parentState,
  open: openMoves(parentMoves, row.parentState, me.kind, factsOf(me, 'parent')),
})

/** All that stand below the actor's unit, however far, by pinyin. */
export async function listBelow(actor: Actor): Promise<Reply<typeof listUnitsBelow>> {
  const { me, unitId } = seatUnit(actor)
  if (me.scope.kind !== 'unit') return { items: [] }
  const { db } = me.platform
  return { items: await store.listNames(db, await subUnitsOf(db, unitId), mostNamed) }
}

/** One of them, as the unit above sees it. NOT_FOUND for any other. */
export async function read(actor: Actor, id: string): Promise<SubUnitDetail> {
  const { me, unitId } = desk(actor)
  const row = await store.find(me.platform.db, unitId, id)
  if (!row) return fail('NOT_FOUND')
  const { contactPhoneSealed, approvedAt, nature, industryCodes, contactName, managers } = row
  const place = { table: 'units', column: 'contact_phone_sealed', id }
  return {
    ...present(me, row),
    code: row.code,
    nature,
    industryCodes,
    contactName,
    contactPhone: me.platform.cipher.open(contactPhoneSealed, place),
    approvedAt: approvedAt?.toISOString() ?? null,
    managers,
  }
}

/** Where the actor's own unit stands. */
export async function readOwnParent(actor: Actor): Promise<Reply<typeof readParent>> {
  const { me, unitId } = seatUnit(actor)
  const row = await store.findChild(me.platform.db, unitId)
  if (!row) return fail('NOT_FOUND')
  const { parentId, parentName, parentRegion, parentState: state, version } = row
  const isInForce = me.scope.kind === 'unit'
  return {
    version,
    state,
    parent:
      parentId === null
        ? null
        : {
            id: parentId,
            name: parentName ?? '',
            regionPath: placeName(parentRegion ?? ''),
          },
    open: isInForce ? openMoves(parentMoves, state, me.kind, factsOf(me, 'child')) : [],
  }
}

/** The unit asks to stand under another, which is told. INVALID at `parentId` where that may not be. */
export async function ask(
  actor: Actor,
  { version, parentId }: { version: number; parentId: string },
): Promise<{ done: true }> {
  const { me, unitId } = managed(actor)
  await transaction(actor, async (tx) => {
    await store.lockTree(tx)
    const parent = await store.findParent(tx, { parentId, childId: unitId })
    if (!parent) return fail('INVALID', { fields: { parentId: 'NOT_OFFERED' } })
    const own = { id: unitId, version, within: store.ownUnit }
    if (!(await store.move(tx, own, parentMoves.ask, parentId))) return refuseOwn(tx, own)
    const unitName = me.seat?.unitName ?? ''
    tell(tx, actor, { unitId: parentId }, 'subUnit.asked', { unitName })
    await note(tx, actor, { unitId, act: 'askParent', about: parent.name })
    const facts = { parentId }
    await audit.record(tx, actor, { act: 'unit.askParent', recordId: unitId, facts })
    return { id: unitId }
  })
  return { done: true }
}

/** The unit takes its question back, or stands under nobody any more; the other is told. */
export async function leave(actor: Actor, version: number): Promise<{ done: true }> {
  const { unitId } = managed(actor)
  await transaction(actor, async (tx) => {
    const row = await store.findChild(tx, unitId)
    const own = { id: unitId, version, within: store.ownUnit }
    const { from: asked, to } = parentMoves.withdraw
    const from = [...asked, ...parentMoves.leave.from]
    if (!row?.parentId || !(await store.move(tx, own, { from, to }, null)))
      return refuseOwn(tx, own)
    const facts = { unitName: row.name, parentName: row.parentName ?? '' }
    tell(tx, actor, { unitId: row.parentId }, 'subUnit.released', facts)
    await note(tx, actor, { unitId, act: 'leaveParent', about: row.parentName })
    const left = { parentId: row.parentId }
    await audit.record(tx, actor, { act: 'unit.leaveParent', recordId: unitId, facts: left })
    return { id: unitId }
  })
  return { done: true }
}

async function refuseOwn(tx: Db, { id, version }: Seen): Promise<never> {
  const row = await store.findChild(tx, id)
  return fail(row?.version === version ? 'WRONG_STATE' : 'STALE')
}

const decisions = {
  accept: { topic: 'subUnit.accepted', act: 'acceptUnder' },
  refuse: { topic: 'subUnit.refused', act: 'refuseUnder' },
  release: { topic: 'subUnit.released', act: 'releaseUnder' },
} as const

/** The unit above says yes or no, or lets one go that stands below it; the other is told. */
export async function decide(
  actor: Actor,
  { id, version }: Seen,
  name: keyof typeof decisions,
): Promise<{ done: true }> {
  const { me, unitId } = managed(actor)
  const { topic, act } = decisions[name]
  await transaction(actor, async (tx) => {
    await store.lockTree(tx)
    const row = await store.find(tx, unitId, id)
    if (!row) return fail('NOT_FOUND')
    // Since it asked, this unit may have gone below it itself.
    if (name === 'accept' && !(await store.findParent(tx, { parentId: unitId, childId: id })))
      fail('WRONG_STATE')
    const guard = { id, version, within: store.below(unitId) }
    if (!(await store.move(tx, guard, parentMoves[name], null)))
      fail(row.version === version ? 'WRONG_STATE' : 'STALE')
    const parentName = me.seat?.unitName ?? ''
    tell(tx, actor, { unitId: id }, topic, { unitName: row.name, parentName })
    await note(tx, actor, { unitId: id, act, about: parentName })
    const facts = { parentId: unitId }
    await audit.record(tx, actor, { act: `unit.${act}`, recordId: id, facts })
    return { id }
  })
  return { done: true }
}

const mostBelow = 5000

/** The ids of all units that stand below a unit by its own word, however far: whose people its staff may see. */
export const subUnitsOf = (db: Db, unitId: string) => store.listBelow(db, unitId, mostBelow)
