import { normaliseCreditCode } from '@xueshi/contract/credit-code'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type askChange,
  changeMoves,
  type ChangeReview,
  type FormerStanding,
  type listChanges,
  type Standing,
  standingIssues,
  type UnitChange,
} from '@xueshi/contract/orgs/changes'
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
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as accreditations from '../accreditations/store.ts'
import { note } from '../events/service.ts'
import * as papers from '../papers/service.ts'
import { placed, placeName } from '../rules.ts'
import { findOwn, refuse as refuseUnit, seatUnit } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

const pageRows = 20
type Seen = { id: string; version: number }

/** The last request of the unit from whose seat the actor looks; null while it never asked. */
export async function readOwn(actor: Actor): Promise<{ change: UnitChange | null }> {
  const { me, unitId } = seatUnit(actor)
  const row = await store.findLast(me.platform.db, unitId, me.accountId)
  return { change: row ? await present(me, row) : null }
}

/** The same where there is one. */
export const presentLast = async (actor: Actor): Promise<UnitChange> =>
  (await readOwn(actor)).change ?? fail('NOT_FOUND')

async function present(me: SignedIn, row: store.ChangeRow): Promise<UnitChange> {
  const frozen = (standing: FormerStanding) => ({
    ...standing,
    regionPath: placeName(standing.regionCode),
  })
  const facts = { own: row.unitId === me.seat?.unitId, notSelf: !row.ownStaff }
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    former: frozen(row.former),
    wanted: frozen(row.wanted),
    reason: row.reason,
    papers: await papers.papersOf(me, me.platform.db, row.id),
    at: row.createdAt.toISOString(),
    byName: row.byName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionReason: row.decisionReason,
    open: openMoves(changeMoves, row.state, me.kind, facts),
  }
}

/**
 * 申请变更: the office of the unit's region is asked and told. `version` is the unit's. INVALID at the
 * fields (CHANGE_NOTHING, CREDIT_CODE_TAKEN), WRONG_STATE while another request waits.
 */
export async function ask(actor: Actor, given: Body<typeof askChange>): Promise<UnitChange> {
  const { me, unitId } = seatUnit(actor)
  const { version, reason, paperIds, ...wanted } = given
  await transaction(actor, async (tx) => {
    const guard = { id: unitId, version, from: unitMoves.askChange.from }
    const within = units.only(unitId)
    // The unit has another version, so that two windows do not ask for two things.
    if (!(await units.change(tx, { ...guard, within, noOffice: true }, {})))
      return refuseUnit(tx, me, unitId, version)
    const row = await findOwn(tx, me, unitId)
    if (!row) return fail('NOT_FOUND')
    const former = standingOf(row)
    const { standing } = await checked(tx, unitId, wanted)
    failOnIssues(standingIssues(standing, former))
    const createdAt = me.platform.clock.now()
    const place = placed(row)
    if (!place) throw new Error('a unit in force stands nowhere')
    const id = newId(createdAt)
    const { provinceCode, cityCode, countyCode } = place
    const change = {
      id,
      unitId,
      state: 'requested' as const,
      former: JSON.stringify(former),
      wanted: JSON.stringify(standing),
      reason,
      provinceCode,
      cityCode,
      countyCode,
      createdAt,
      createdBy: me.accountId,
    }
    if (!(await store.insert(tx, change))) fail('WRONG_STATE')
    await papers.attach(tx, { ids: paperIds, unitId, purpose: 'change', recordId: id }, 'paperIds')
    await note(tx, actor, { unitId, act: 'askChange', reason })
    if (row.officeId)
      tell(tx, actor, { unitId: row.officeId }, 'unit.changeAsked', { id, unitName: row.name })
    const facts = { changeId: id, former, wanted: standing }
    await audit.record(tx, actor, { act: 'unit.askChange', recordId: unitId, facts })
    return { id }
  })
  return presentLast(actor)
}

/** What needs approval, of a unit as it stands. */
export const standingOf = ({ name, code, nature, regionCode }: FormerStanding): FormerStanding => ({
  name,
  code,
  nature,
  regionCode,
})

/** What is wanted held against the rules that need the house, with the columns that it fills. */
async function checked(tx: Db, unitId: string, wanted: Standing) {
  const standing = { ...wanted, code: normaliseCreditCode(wanted.code) }
  const place = placed(standing)
  const twin = await units.findByCode(tx, standing.code)
  failOnIssues({
    ...(place === null && { regionCode: 'NOT_OFFERED' }),
    ...(twin && twin.id !== unitId && { code: 'CREDIT_CODE_TAKEN' }),
  })
  if (place === null) throw new Error('a unit without a place was let through')
  return { standing, place }
}

/**
 * The unit is called so, and stands there, from now on, if it stands as the guard says; false where it
 * does not. INVALID where the code is another's or the region of no province. Its people are told of
 * another name by a job.
 */
export async function applyStanding(
  tx: Db,
  actor: Actor,
  guard: units.Guard,
  { wanted, former }: { wanted: Standing; former: FormerStanding },
): Promise<boolean> {
  const { standing, place } = await checked(tx, guard.id, wanted)
  const { code, nature } = standing
  const moved = await units.changeCode(tx, guard, { ...place, code, nature })
  if (moved === 'taken') fail('INVALID', { fields: { code: 'CREDIT_CODE_TAKEN' } })
  if (moved === 'refused') return false
  await units.moveCapabilities(tx, guard.id, standing.regionCode)
  const { provinceCode, cityCode, countyCode } = place
  await accreditations.follow(tx, guard.id, { provinceCode, cityCode, countyCode })
  if (standing.name !== former.name)
    start(tx, actor, 'people.unitRenamed', { unitId: guard.id, formerName: former.name })
  return true
}

/** 撤回 of a request that nobody has decided. */
export async function withdraw(actor: Actor, version: number): Promise<UnitChange> {
  const { me, unitId } = seatUnit(actor)
  await transaction(actor, async (tx) => {
    const row = await store.findLast(tx, unitId, me.accountId)
    if (!row) return fail('NOT_FOUND')
    const guard = { id: row.id, version, within: store.ofUnit(unitId) }
    const decision = { at: me.platform.clock.now(), by: me.accountId, reason: null }
    if (!(await store.move(tx, guard, changeMoves.withdraw, decision)))
      fail(row.version === version ? 'WRONG_STATE' : 'STALE', { current: await present(me, row) })
    await note(tx, actor, { unitId, act: 'withdrawChange' })
    const facts = { changeId: row.id }
    await audit.record(tx, actor, { act: 'unit.withdrawChange', recordId: unitId, facts })
    return { id: row.id }
  })
  return presentLast(actor)
}

/** 变更申请 of the office's subtree that wait, oldest first, 20 a page. */
export async function listWaiting(
  { scope, platform }: Actor,
  after: string | undefined,
): Promise<Reply<typeof listChanges>> {
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const rows = await store.listWaiting(platform.db, scope, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.key, last.id])
  return {
    items: page.map(({ id, unitName, code, regionCode, createdAt }) => ({
      id,
      unitName,
      code,
      regionPath: placeName(regionCode),
      at: createdAt.toISOString(),
    })),
    next,
  }
}

/** A request of the office's subtree. NOT_FOUND outside. */
export async function read(actor: Actor, id: string): Promise<ChangeReview> {
  const me = signedIn(actor)
  const row = await find(me.platform.db, me, id)
  return row ? { ...(await present(me, row)), unitId: row.unitId } : fail('NOT_FOUND')
}

const find = (db: Db, { scope, accountId }: SignedIn, id: string) =>
  store.find(db, id, { within: store.withinRegion(scope), accountId })

/** 同意: the unit is called so, and stands there, from now on. INVALID at `code` where it is another's by now. */
export const approve = (actor: Actor, seen: Seen) => decide(actor, 'approve', seen, null)

/** 不同意, with a reason that the unit reads. */
export const refuse = (actor: Actor, { reason, ...seen }: Seen & { reason: string }) =>
  decide(actor, 'refuse', seen, reason)

async function decide(
  actor: Actor,
  name: 'approve' | 'refuse',
  { id, version }: Seen,
  reason: string | null,
): Promise<ChangeReview> {
  const me = signedIn(actor)
  const { accountId, scope } = me
  await transaction(actor, async (tx) => {
    const row = await find(tx, me, id)
    if (!row) return fail('NOT_FOUND')
    const { unitId, former, wanted } = row
    const within = store.withinRegion(scope)
    const decision = { at: me.platform.clock.now(), by: accountId, reason }
    const guard = { id, version, within, notStaff: accountId }
    if (!(await store.move(tx, guard, changeMoves[name], decision))) {
      if (row.ownStaff) fail('OWN_RECORD')
      const current = await find(tx, me, id)
      fail(current?.version === version ? 'WRONG_STATE' : 'STALE', {
        current: current && (await present(me, current)),
      })
    }
    if (name === 'approve') {
      const { from } = unitMoves.correct
      const standing = { id: unitId, version: row.unitVersion, from, within: units.only(unitId) }
      // The unit itself moved on meanwhile: the office looks again.
      if (!(await applyStanding(tx, actor, standing, { wanted, former }))) fail('STALE')
    }
    const act = `${name}Change` as const
    await note(tx, actor, { unitId, act, reason, about: name === 'approve' ? former.name : null })
    const office = me.seat?.unitName ?? ''
    const facts = { unitName: former.name, newName: wanted.name, office, reason }
    const topic = name === 'approve' ? 'unit.changed' : 'unit.changeRefused'
    tell(tx, actor, { unitId }, topic, facts)
    const recorded = { changeId: id, former, wanted, reason }
    await audit.record(tx, actor, { act: `unit.${act}`, recordId: unitId, facts: recorded })
    return { id }
  })
  return read(actor, id)
}
