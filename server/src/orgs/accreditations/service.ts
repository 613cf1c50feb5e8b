import { randomInt } from 'node:crypto'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'
import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type Accreditation,
  type AccreditationForm,
  type AccreditationMove,
  accreditationMoves,
  type applyForAccreditation,
  type listAccreditations,
  longestValidYears,
  type readOwnAccreditations,
} from '@xueshi/contract/orgs/accreditations'
import { Id } from '@xueshi/contract/shapes'
import { addDays, todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { note } from '../events/service.ts'
import * as papers from '../papers/service.ts'
import { accreditationFacts, accreditationNumber, placed, placeName } from '../rules.ts'
import { findOwn, seatUnit } from '../units/service.ts'
import * as store from './store.ts'

const pageRows = 20
const mostShown = 20
type Seen = { id: string; version: number }
type Applying = Body<typeof applyForAccreditation>

/** 机构资质 of the unit from whose seat the actor looks. */
export async function listOwn(actor: Actor): Promise<Reply<typeof readOwnAccreditations>> {
  const { me, unitId } = seatUnit(actor)
  const { accountId } = me
  const rows = await store.listOfUnit(me.platform.db, unitId, { accountId, limit: mostShown })
  const waits = rows.some(
    ({ state }) => state === 'applied' || state === 'reviewed' || state === 'returned',
  )
  return {
    items: await Promise.all(rows.map((row) => present(me, row))),
    mayApply: mayAsk(me) && !waits,
  }
}

/** A manager of a unit in force. */
const mayAsk = ({ scope, seat }: SignedIn) => scope.kind === 'unit' && seat?.level === 'manager'

async function present(me: SignedIn, row: store.AccreditationRow): Promise<Accreditation> {
  const { categories, series, address, teachers, places, about } = row
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    unitId: row.unitId,
    unitName: row.unitName,
    unitCode: row.unitCode,
    regionPath: placeName(row.regionCode),
    form: { categories, series, address, teachers, places, about },
    papers: await papers.papersOf(me, me.platform.db, row.id),
    appliedAt: row.appliedAt.toISOString(),
    byName: row.byName ?? '',
    opinion: row.opinion,
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    reason: row.reason,
    number: row.number,
    validFrom: row.validFrom,
    validTo: row.validTo,
    open: openMoves(accreditationMoves, row.state, me.kind, accreditationFacts(row, me)),
  }
}

const faultsOf = ({ categories, series }: AccreditationForm) => ({
  ...(new Set(categories).size < categories.length && { categories: 'NOT_OFFERED' }),
  ...((new Set(series).size < series.length ||
    series.some((code) => titleSeriesOf(code) === undefined)) && { series: 'NOT_OFFERED' }),
})

/** 申请: the office of the unit's city is asked and told. WRONG_STATE while another application waits. */
export async function apply(actor: Actor, { form, paperIds }: Applying): Promise<Accreditation> {
  const { me, unitId } = seatUnit(actor)
  if (!mayAsk(me)) fail(me.scope.kind === 'unit' ? 'FORBIDDEN' : 'WRONG_STATE')
  failOnIssues(prefixed(faultsOf(form)))
  const { id } = await transaction(actor, async (tx) => {
    const unit = await findOwn(tx, me, unitId)
    const place = unit && placed(unit)
    if (!place) return fail('NOT_FOUND')
    const appliedAt = me.platform.clock.now()
    const { provinceCode, cityCode, countyCode } = place
    const row = { id: newId(appliedAt), unitId, state: 'applied' as const, ...form }
    const where = { provinceCode, cityCode, countyCode }
    if (!(await store.insert(tx, { ...row, ...where, appliedAt, appliedBy: me.accountId })))
      fail('WRONG_STATE')
    await attach(tx, unitId, row.id, paperIds)
    await tellOffice(tx, actor, { region: cityCode ?? provinceCode, unitName: unit.name })
    await note(tx, actor, { unitId, act: 'applyToTeach' })
    const facts = { unitId, categories: form.categories, series: form.series }
    await audit.record(tx, actor, { act: 'accreditation.apply', recordId: row.id, facts })
    return row
  })
  return readOwn(actor, id)
}

const prefixed = (issues: Record<string, string>) =>
  Object.fromEntries(Object.entries(issues).map(([key, code]) => [`form.${key}`, code]))

const attach = (tx: Db, unitId: string, recordId: string, ids: readonly string[]) =>
  papers.attach(tx, { ids, unitId, purpose: 'accreditation', recordId }, 'paperIds')

async function tellOffice(
  tx: Db,
  actor: Actor,
  { region, unitName }: { region: string; unitName: string },
): Promise<void> {
  const office = await store.findOffice(tx, region)
  if (office) tell(tx, actor, { unitId: office }, 'accreditation.applied', { unitName })
}

/** One of the actor's own unit, as its replies present it. */
export async function readOwn(actor: Actor, id: string): Promise<Accreditation> {
  const { me, unitId } = seatUnit(actor)
  const within = store.ofUnit(unitId)
  const row = await store.find(me.platform.db, id, { within, accountId: me.accountId })
  return row ? present(me, row) : fail('NOT_FOUND')
}

/** Sends a returned application again, corrected; the city looks at it anew. */
export function resubmit(
  actor: Actor,
  { id, version, form, paperIds }: Seen & Applying,
): Promise<Accreditation> {
  failOnIssues(prefixed(faultsOf(form)))
  const appliedAt = actor.platform.clock.now()
  const cleared = {
    reviewedAt: null,
    reviewedBy: null,
    opinion: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
  }
  const values = { ...form, ...cleared, appliedAt, appliedBy: signedIn(actor).accountId }
  return moveOwn(actor, 'resubmit', { id, version }, values, async (tx, row) => {
    await attach(tx, row.unitId, id, paperIds)
    const { unitName, cityCode, provinceCode } = row
    await tellOffice(tx, actor, { region: cityCode ?? provinceCode, unitName })
  })
}

/** 撤回 of an application that nobody has passed on. */
export const withdraw = (actor: Actor, seen: Seen): Promise<Accreditation> =>
  moveOwn(actor, 'withdraw', seen, { decidedAt: actor.platform.clock.now() }, async () => undefined)

const ownActs = { resubmit: 'applyToTeach', withdraw: 'withdrawTeaching' } as const

async function moveOwn(
  actor: Actor,
  name: keyof typeof ownActs,
  { id, version }: Seen,
  values: Parameters<typeof store.move>[2],
  follow: (tx: Db, row: store.AccreditationRow) => Promise<void>,
): Promise<Accreditation> {
  const { me, unitId } = seatUnit(actor)
  if (!mayAsk(me)) fail(me.scope.kind === 'unit' ? 'FORBIDDEN' : 'WRONG_STATE')
  const { from, to } = accreditationMoves[name]
  const within = store.ofUnit(unitId)
  await transaction(actor, async (tx) => {
    const row = await store.find(tx, id, { within, accountId: me.accountId })
    if (!row) return fail('NOT_FOUND')
    if (!(await store.move(tx, { id, version, from, within }, { ...values, state: to })))
      return refuse(tx, me, { id, version }, within)
    await follow(tx, row)
    await note(tx, actor, { unitId, act: ownActs[name] })
    const facts = { version }
    await audit.record(tx, actor, { act: `accreditation.${name}`, recordId: id, facts })
    return { id }
  })
  return readOwn(actor, id)
}

async function refuse(
  tx: Db,
  me: SignedIn,
  { id, version }: Seen,
  within: ReturnType<typeof store.ofUnit>,
): Promise<never> {
  const row = await store.find(tx, id, { within, accountId: me.accountId })
  if (!row) return fail('NOT_FOUND')
  return fail(row.version === version ? 'WRONG_STATE' : 'STALE', {
    current: await present({ ...me, platform: { ...me.platform, db: tx } }, row),
  })
}

/** 机构资质审核: 20 of the office's subtree in a state, oldest first; those whose turn is the office's unless a state is named. */
export async function list(
  { scope, platform }: Actor,
  { state: asked, after }: Query<typeof listAccreditations>,
): Promise<Reply<typeof listAccreditations>> {
  const isProvince = scope.kind === 'region' && scope.regionCode.endsWith('0000')
  const state = asked ?? (isProvince ? 'reviewed' : 'applied')
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const rows = await store.list(platform.db, scope, state, key, pageRows + 1)
  const page = rows.slice(0, pageRows)
  const last = rows.length > pageRows ? page.at(-1) : undefined
  return {
    state,
    items: page.map(({ key: _key, regionCode, appliedAt, ...row }) => ({
      ...row,
      regionPath: placeName(regionCode),
      appliedAt: appliedAt.toISOString(),
    })),
    next: last ? writeCursor([last.key, last.id]) : null,
  }
}

/** One of the office's subtree. NOT_FOUND outside. */
export async function read(actor: Actor, id: string): Promise<Accreditation> {
  const me = signedIn(actor)
  const within = store.withinRegion(me.scope)
  const row = await store.find(me.platform.db, id, { within, accountId: me.accountId })
  return row ? present(me, row) : fail('NOT_FOUND')
}

/** 初审通过: the province's turn from now on, which is told. */
export function pass(actor: Actor, { opinion, ...seen }: Seen & { opinion: string }) {
  const { accountId } = signedIn(actor)
  const values = { opinion, reviewedAt: actor.platform.clock.now(), reviewedBy: accountId }
  return decide(actor, 'pass', seen, {
    values,
    reason: opinion,
    follow: (tx, { unitName, provinceCode }) =>
      tellOffice(tx, actor, { region: provinceCode, unitName }),
  })
}

/** Back to the unit, or not to be, or no more for now, with a reason that it reads. */
export const give =
  (name: 'return' | 'refuse' | 'suspend' | 'lift' | 'revoke') =>
  (actor: Actor, { reason, ...seen }: Seen & { reason: string }): Promise<Accreditation> =>
    decide(actor, name, seen, {
      values: { reason, ...decided(actor) },
      reason,
      follow: async (tx, { unitId, unitName, number }) => {
        const facts = { unitName, office: officeOf(actor), reason, number: number ?? '' }
        tell(tx, actor, { unitId }, topics[name], facts)
      },
    })

const topics = {
  return: 'accreditation.returned',
  refuse: 'accreditation.refused',
  suspend: 'accreditation.suspended',
  lift: 'accreditation.lifted',
  revoke: 'accreditation.revoked',
} as const
const decided = (actor: Actor) => ({
  decidedAt: actor.platform.clock.now(),
  decidedBy: signedIn(actor).accountId,
})
const officeOf = (actor: Actor) => actor.seat?.unitName ?? ''

/**
 * 批准: from today until the day the unit may teach; what stood before is replaced, and its managers
 * have a desk for it. INVALID at `validTo` past `longestValidYears`.
 */
export function approve(actor: Actor, { validTo, ...seen }: Seen & { validTo: string }) {
  const { platform } = signedIn(actor)
  const at = platform.clock.now()
  const validFrom = todayIn(at)
  const latest = `${Number(validFrom.slice(0, 4)) + longestValidYears}${validFrom.slice(4)}`
  failOnIssues({
    ...(validTo <= validFrom && { validTo: 'DATE_PAST' }),
    ...(validTo > latest && { validTo: 'VALID_TOO_LONG' }),
  })
  return decide(actor, 'approve', seen, {
    values: { validFrom, validTo, reason: null, ...decided(actor) },
    before: async (tx, { unitId }) => {
      await store.replaceFormer(tx, unitId, at)
      const year = Number(validFrom.slice(0, 4))
      const drawn = [1, 2, 3, 4].map(() => accreditationNumber(year, randomInt(1_000_000)))
      const number = await store.freeNumber(tx, drawn)
      if (number === undefined) throw new Error('four numbers were drawn that are taken')
      return { number }
    },
    follow: async (tx, { unitId, unitName, number }) => {
      await store.openDesk(tx, { unitId, at, ids: () => newId(at) })
      const facts = { unitName, number: number ?? '', validTo }
      tell(tx, actor, { unitId }, 'accreditation.approved', facts)
    },
  })
}

type Decision = {
  values: Parameters<typeof store.move>[2]
  reason?: string
  before?: (tx: Db, row: store.AccreditationRow) => Promise<Parameters<typeof store.move>[2]>
  follow: (tx: Db, row: store.AccreditationRow) => Promise<void>
}
type Decided = Exclude<AccreditationMove, 'resubmit' | 'withdraw' | 'expire' | 'replace'>
const acts = {
  pass: 'passTeaching',
  return: 'returnTeaching',
  refuse: 'refuseTeaching',
  approve: 'approveTeaching',
  suspend: 'suspendTeaching',
  lift: 'liftTeaching',
  revoke: 'revokeTeaching',
} as const

/** One decision of an office with what follows from it, in one transaction. */
async function decide(
  actor: Actor,
  name: Decided,
  { id, version }: Seen,
  { values, reason, before, follow }: Decision,
): Promise<Accreditation> {
  const me = signedIn(actor)
  const { accountId } = me
  const within = store.withinRegion(me.scope)
  const { from, to, when } = accreditationMoves[name]
  await transaction(actor, async (tx) => {
    const row = await store.find(tx, id, { within, accountId })
    if (!row) return fail('NOT_FOUND')
    const facts = accreditationFacts(row, me)
    if (!facts.notSelf) fail('OWN_RECORD')
    if (row.version !== version || !from.some((state) => state === row.state))
      return refuse(tx, me, { id, version }, within)
    // Whose turn it is depends on the state, which the guard below holds.
    if (when.some((fact) => !facts[fact])) fail('NOT_YOUR_STEP')
    const more = await before?.(tx, row)
    const notReviewer = when.some((fact) => fact === 'notReviewer')
      ? { notReviewer: accountId }
      : {}
    const guard = { id, version, from, within, notStaff: accountId, ...notReviewer }
    if (!(await store.move(tx, guard, { ...values, ...more, state: to })))
      return refuse(tx, me, { id, version }, within)
    await follow(tx, { ...row, number: more?.number ?? row.number })
    const about = more?.number ?? row.number
    await note(tx, actor, { unitId: row.unitId, act: acts[name], reason: reason ?? null, about })
    const recorded = { version, reason: reason ?? null, unitId: row.unitId }
    await audit.record(tx, actor, { act: `accreditation.${name}`, recordId: id, facts: recorded })
    return { id }
  })
  return read(actor, id)
}

/** Whether the unit may begin to teach something today. */
export const isAccredited = (db: Db, unitId: string, at: Date): Promise<boolean> =>
  store.isAccredited(db, unitId, todayIn(at))

/** Accredited by the word of the house, for everything and as long as may be. */
export async function stand(tx: Db, unitId: string, at: Date): Promise<void> {
  const validFrom = todayIn(at)
  const year = Number(validFrom.slice(0, 4))
  const validTo = addDays(`${year + longestValidYears}${validFrom.slice(4)}`, -1)
  const number = accreditationNumber(year, randomInt(1_000_000))
  await store.insertStanding(tx, { id: newId(at), unitId, number, validFrom, validTo, at })
}

const atOnce = 200
const remindedDays = 60

/** Ends what is over since yesterday, and reminds of what ends in two months; the units are told. */
export async function runOut(actor: Actor): Promise<void> {
  const at = actor.platform.clock.now()
  const today = todayIn(at)
  const until = addDays(today, remindedDays)
  let count: number
  do {
    count = 0
    await transaction(actor, async (tx) => {
      const over = await store.expire(tx, { today, at, limit: atOnce })
      const ending = await store.remind(tx, { until, at, limit: atOnce })
      for (const { unitId, number } of over)
        tell(tx, actor, { unitId }, 'accreditation.expired', { number })
      for (const { unitId, number, validTo } of ending)
        tell(tx, actor, { unitId }, 'accreditation.ending', { number, validTo })
      count = over.length + ending.length
      const facts = { over: over.length, ending: ending.length }
      await audit.record(tx, actor, { act: 'accreditation.runOut', recordId: null, facts })
      return { id: '' }
    })
  } while (count > 0)
}
