import { randomInt } from 'node:crypto'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type Accreditation,
  type AccreditationMove,
  accreditationMoves,
  type listAccreditations,
  longestValidYears,
} from '@xueshi/contract/orgs/accreditations'
import { Id } from '@xueshi/contract/shapes'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { present, refuse, tellOffice } from '../accreditations/service.ts'
import * as store from '../accreditations/store.ts'
import { note } from '../events/service.ts'
import { accreditationFacts, accreditationNumber, placeName } from '../rules.ts'

// 机构资质 as the offices see it that look at them and approve them.

const pageRows = 20
type Seen = { id: string; version: number }

/** 机构资质审核: 20 of the office's subtree in a state, oldest first; those whose turn is the office's unless a state is named. */
export async function list(
  { scope, platform }: Actor,
  { state: asked, after }: Query<typeof listAccreditations>,
): Promise<Reply<typeof listAccreditations>> {
  const isProvince = scope.kind === 'region' && scope.regionCode.endsWith('0000')
  const state = asked ?? (isProvince ? 'reviewed' : 'applied')
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const rows = await store.list(platform.db, scope, state, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.key, last.id])
  return {
    state,
    items: page.map(({ key: _key, regionCode, appliedAt, ...row }) => ({
      ...row,
      regionPath: placeName(regionCode),
      appliedAt: appliedAt.toISOString(),
    })),
    next,
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
    follow: (tx, { id, unitName, provinceCode }) =>
      tellOffice(tx, actor, { id, region: provinceCode, unitName }),
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
    const lacking = when.filter((fact) => !facts[fact])
    if (lacking.length > 0)
      fail(lacking.every((fact) => fact === 'notReviewer') ? 'NOT_YOUR_STEP' : 'FORBIDDEN')
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
