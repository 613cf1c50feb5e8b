import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  askedRelief,
  type Exemption,
  exemptionMoves,
  type listExemptionReviews,
  type Relief,
  relieves,
  requirementOf,
} from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { eventOf, failMove, guardOf, presentRow, read, viewerOf } from '../exemptions/service.ts'
import * as store from '../exemptions/store.ts'
import { changeRelief } from '../years/service.ts'
import * as obligations from './store.ts'

const pageRows = 20

/** 免修减免 of the actor's office: what waits, oldest first; what was decided, newest first. */
export async function list(
  actor: Actor,
  { queue = 'waiting', after }: Query<typeof listExemptionReviews>,
): Promise<Reply<typeof listExemptionReviews>> {
  const viewer = viewerOf(actor)
  if (viewer.kind === 'own') fail('NOT_FOUND')
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const rows = await store.listQueue(actor.platform.db, viewer, { queue, after: key }, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.orderAt.toISOString(), end.id])
  return {
    items: page.map(presentRow),
    next,
  }
}

type Seen = { id: string; version: number }

/** 同意并报人社部门: the application waits at the HR&SS office. */
export async function pass(actor: Actor, seen: Seen): Promise<Exemption> {
  await transaction(actor, async (tx) => {
    const row = await decide(tx, actor, 'pass', seen, { passes: true, reason: null })
    if (row.officeUnitId)
      tell(tx, actor, { unitId: row.officeUnitId }, 'exemption.waiting', { id: seen.id })
    return seen
  })
  return read(actor, seen.id)
}

/** 退回: the person corrects it and sends it again to the same office. */
export const giveBack = (actor: Actor, seen: Seen & { reason: string }): Promise<Exemption> =>
  decideAgainst(actor, 'return', seen, 'exemption.returned')

/** 不予批准. */
export const refuse = (actor: Actor, seen: Seen & { reason: string }): Promise<Exemption> =>
  decideAgainst(actor, 'refuse', seen, 'exemption.refused')

async function decideAgainst(
  actor: Actor,
  move: 'return' | 'refuse',
  { reason, ...seen }: Seen & { reason: string },
  topic: 'exemption.returned' | 'exemption.refused',
): Promise<Exemption> {
  await transaction(actor, async (tx) => {
    const { personId, year } = await decide(tx, actor, move, seen, { reason })
    tell(tx, actor, { accountId: personId }, topic, { id: seen.id, year, reason })
    return seen
  })
  return read(actor, seen.id)
}

/** Makes the move where the guard holds, with its audit row; answers the application as it was. */
async function decide(
  tx: Db,
  actor: Actor,
  move: 'pass' | 'return' | 'refuse' | 'grant' | 'revoke',
  { id, version }: Seen,
  moving: { passes?: true; reason: string | null },
): Promise<store.ExemptionRow> {
  const { to } = exemptionMoves[move]
  const row = (await store.find(tx, viewerOf(actor), id)) ?? fail('NOT_FOUND')
  const guard = guardOf(actor, move, id, version)
  const isMoved = await store.move(
    tx,
    guard,
    { to, ...moving },
    eventOf(actor, move, moving.reason),
  )
  if (!isMoved) await failMove(tx, actor, { id, version, move })
  await audit.record(tx, actor, { act: `exemption.${move}`, recordId: id })
  return row
}

/**
 * 批准: what the relief takes off is the year's obligation from now on, and the year is computed with
 * it. REASON_REQUIRED where it is another than was asked for; INVALID where it takes nothing off, or
 * months that the year's rules do not know.
 */
export async function grant(
  actor: Actor,
  { relief, reason, ...seen }: Seen & { relief: Relief; reason: string | null },
): Promise<Exemption> {
  if (!relieves(relief)) fail('INVALID', { fields: { 'relief.months': 'RELIEF_NOTHING' } })
  const { exempt } = relief
  if (new Set(exempt).size < exempt.length)
    fail('INVALID', { fields: { 'relief.exempt': 'TWICE' } })
  await transaction(actor, async (tx) => {
    const row = await decide(tx, actor, 'grant', seen, { reason })
    const asked = askedRelief(row)
    const isAsked = asked.months === relief.months && String(asked.exempt) === String(exempt)
    if (!isAsked && reason === null) fail('REASON_REQUIRED')
    const { personId, year, unitId, series } = row
    if (series === null) throw new Error('an application was sent without a series')
    await changeRelief(tx, actor, { personId, year, unitId, series }, async ({ rules }) => {
      if (!rules.prorates && relief.months % 12 > 0)
        fail('INVALID', { fields: { 'relief.months': 'NOT_PRORATED' } })
      const at = actor.platform.clock.now()
      const { byCategory, totalTenths } = requirementOf(rules, relief)
      const obligation = {
        id: newId(at),
        personId,
        year,
        ...relief,
        ruleSetId: rules.id,
        totalTenths,
        byCategory,
        reason: row.reason,
        exemptionId: seen.id,
        decidedBy: actor.accountId,
        officeName: actor.seat?.unitName ?? '',
        at,
      }
      if (!(await obligations.insert(tx, obligation))) fail('EXEMPTION_EXISTS')
      return { obligationId: obligation.id, relief }
    })
    tell(tx, actor, { accountId: personId }, 'exemption.granted', { id: seen.id, year })
    return seen
  })
  return read(actor, seen.id)
}

/** 撤销: the year asks again what its rules ask; a certificate that it no longer deserves is withdrawn. */
export async function revoke(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<Exemption> {
  await transaction(actor, async (tx) => {
    const { personId, year, unitId, series } = await decide(tx, actor, 'revoke', seen, { reason })
    if (series === null) throw new Error('an application was sent without a series')
    await changeRelief(tx, actor, { personId, year, unitId, series }, async () => {
      const at = actor.platform.clock.now()
      if (!(await obligations.end(tx, { exemptionId: seen.id, at, reason })))
        throw new Error('a granted application has no obligation')
      return { obligationId: null, relief: null }
    })
    tell(tx, actor, { accountId: personId }, 'exemption.revoked', { id: seen.id, year, reason })
    return seen
  })
  return read(actor, seen.id)
}
