import type { Query, Reply } from '@xueshi/contract/endpoint'
import { formatHours } from '@xueshi/contract/hours'
import { openMoves } from '@xueshi/contract/moves'
import {
  type Batch,
  type Completion,
  completionMoves,
  type findCompletion,
  type ItemResult,
  type listBatches as listBatchesEndpoint,
  type listCompletions,
  type listReportable,
} from '@xueshi/contract/training/completions'
import * as z from 'zod/mini'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import { fail, Refusal } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { platformOf, rematchIn, unitOf } from '../completions/service.ts'
import * as reported from '../completions/store.ts'
import * as store from './store.ts'

const pageRows = 20

const Results = z.array(
  z.object({
    reference: z.string(),
    state: z.enum(['credited', 'unmatched', 'refused', 'reversed']),
    reason: z.nullable(z.string()),
    repeated: z.boolean(),
  }),
)

/** A call of the unit's programs as it was answered. */
export async function readBatch(actor: Actor, id: string): Promise<Batch> {
  const row = await reported.findBatch(actor.platform.db, unitOf(actor), id)
  if (!row) return fail('NOT_FOUND')
  const { results, receivedAt, ...batch } = row
  const items = Results.parse(results) as ItemResult[] // written by report
  return { ...batch, receivedAt: receivedAt.toISOString(), items }
}

/** How one line stands now. 404 for a reference that the unit never reported. */
export async function findByReference(
  actor: Actor,
  { reference }: Query<typeof findCompletion>,
): Promise<ItemResult> {
  const row = await reported.findReference(actor.platform.db, unitOf(actor), reference)
  return row ? { ...row, repeated: false } : fail('NOT_FOUND')
}

/** What the unit's platforms may report of a year. */
export async function listSubjects(
  actor: Actor,
  { year }: Query<typeof listReportable>,
): Promise<Reply<typeof listReportable>> {
  const { db } = actor.platform
  const rows = await reported.listSubjects(db, await platformOf(db, unitOf(actor)), Number(year))
  const items = rows.map(({ id, kind, name, category, year: of, hoursTenths }) => ({
    id,
    kind,
    name,
    category,
    year: of,
    hoursTenths,
  }))
  return { items }
}

function present(row: store.CompletionRow): Completion {
  return {
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    open: openMoves(completionMoves, row.state, 'institution', { own: true }),
  }
}

/** 上报记录 of the unit, newest first. */
export async function list(
  actor: Actor,
  { state, reference, batch, after }: Query<typeof listCompletions>,
): Promise<Reply<typeof listCompletions>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const page = { state, reference: reference === '' ? undefined : reference, batch, after: last }
  const rows = await store.list(actor.platform.db, unitOf(actor), page, pageRows + 1)
  const { page: shown, next } = cut(rows, pageRows, (end) => [end.id])
  return {
    items: shown.map(present),
    next,
  }
}

/** One line of it. */
export async function read(actor: Actor, id: string): Promise<Completion> {
  const row = await store.find(actor.platform.db, unitOf(actor), id)
  return row ? present(row) : fail('NOT_FOUND')
}

/** 上报批次, newest first. */
export async function listBatches(
  actor: Actor,
  { after }: Query<typeof listBatchesEndpoint>,
): Promise<Reply<typeof listBatchesEndpoint>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listBatches(actor.platform.db, unitOf(actor), last, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.id])
  return {
    items: page.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
    next,
  }
}

type Seen = { id: string; version: number }

/** 重新匹配: the person is looked for anew; found and confirmed, they have their hours. */
export async function rematch(actor: Actor, seen: Seen): Promise<Completion> {
  const unitId = unitOf(actor)
  await read(actor, seen.id)
  await transaction(actor, async (tx) => {
    const { from } = completionMoves.rematch
    const row = await store.hold(tx, { ...seen, unitId, from })
    if (!row) return failMove(actor, seen)
    await rematchIn(tx, actor, row)
    return { id: seen.id }
  })
  return read(actor, seen.id)
}

/** 撤销入账: the hours are taken back by an entry of their own, with the reason, and the person is told. */
export async function reverse(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<Completion> {
  const unitId = unitOf(actor)
  await read(actor, seen.id)
  await transaction(actor, async (tx) => {
    const { from, to } = completionMoves.reverse
    const row = await store.hold(tx, { ...seen, unitId, from })
    if (!row?.personId) return failMove(actor, seen)
    await reported.save(tx, seen.id, { state: to, reversedWhy: reason })
    await ledger.reverse(tx, actor, { source: { kind: 'platform', id: row.id, line: 0 }, reason })
    const told = { name: row.courseName ?? '', hours: formatHours(row.hoursTenths), reason }
    tell(tx, actor, { accountId: row.personId }, 'completion.reversed', told)
    await orgs.announce(tx, actor, {
      unitId,
      event: 'completion.changed',
      facts: { reference: row.reference, state: to, reason: null },
    })
    const facts = { unitId, reason, personId: row.personId }
    await audit.record(tx, actor, { act: 'completion.reverse', recordId: seen.id, facts })
    return { id: seen.id }
  })
  return read(actor, seen.id)
}

async function failMove(actor: Actor, { id, version }: Seen): Promise<never> {
  const current = await read(actor, id)
  return fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
}

const dayMilliseconds = 24 * 60 * 60 * 1000
/** Whoever has not registered in half a year is looked for by hand. */
const patienceDays = 180
const atOnce = 200

/**
 * Every night: those whose people have registered or were confirmed meanwhile have their hours. Lines
 * whose person is still not there are not touched, however many they are.
 */
export async function rematchAll(system: Actor): Promise<void> {
  const { db, clock } = system.platform
  const since = new Date(clock.now().getTime() - patienceDays * dayMilliseconds)
  let after: string | null = null
  for (;;) {
    const rows: store.WaitingLine[] = await store.listUnmatched(db, { since, after }, atOnce)
    for (const { id, version, unitId } of rows) {
      const { from } = completionMoves.rematch
      await transaction(system, async (tx) => {
        const row = await store.hold(tx, { id, version, unitId, from })
        // Somebody was there before us: what they made of it stands.
        if (!row) return fail('WRONG_STATE')
        await rematchIn(tx, system, row)
        return { id }
      }).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error
      })
    }
    after = rows.at(-1)?.id ?? null
    if (rows.length < atOnce) return
  }
}
