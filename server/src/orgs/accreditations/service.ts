import { randomInt } from 'node:crypto'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type Accreditation,
  type AccreditationForm,
  accreditationMoves,
  type applyForAccreditation,
  longestValidYears,
  type readOwnAccreditations,
} from '@xueshi/contract/orgs/accreditations'
import { addDays, todayIn } from '@xueshi/contract/year'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { note } from '../events/service.ts'
import * as papers from '../papers/service.ts'
import { accreditationFacts, accreditationNumber, placed, placeName } from '../rules.ts'
import { findOwn, seatUnit } from '../units/service.ts'
import * as store from './store.ts'

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

/** An accreditation with the moves that this actor may make next. */
export async function present(me: SignedIn, row: store.AccreditationRow): Promise<Accreditation> {
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
    const { id } = row
    await tellOffice(tx, actor, { id, region: cityCode ?? provinceCode, unitName: unit.name })
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

/** Tells the HR&SS office of exactly this region that it is its turn. */
export async function tellOffice(
  tx: Db,
  actor: Actor,
  { id, region, unitName }: { id: string; region: string; unitName: string },
): Promise<void> {
  const office = await store.findOffice(tx, region)
  if (office) tell(tx, actor, { unitId: office }, 'accreditation.applied', { id, unitName })
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
    await tellOffice(tx, actor, { id, region: cityCode ?? provinceCode, unitName })
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

/** Why a move was not to be: another was quicker, or its state does not allow it. */
export async function refuse(
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
