import { type Insertable, type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { Actor } from './actor.ts'
import type { Db } from './database.ts'
import { given } from './given.ts'
import { thenCommit, withNext } from './naming-client.ts'
import { fail, Refusal } from './refusal.ts'
import { nudge } from './relay.ts'
import { inlineOf, partsOf } from './row-macs.ts'
import type { Audit, IdempotencyKeys, Outbox } from './tables.ts'

/** Rows that belong to the act and are written with it, in one statement at its end. */
type Pending = {
  audit: Insertable<Audit>[]
  outbox: Insertable<Outbox>[]
  others: RawBuilder<unknown>[]
  /** What an act does behind all else, each once. */
  last: Map<string, () => Promise<void>>
  /** Rows that carry a code and were written by the act; see row-macs.ts. */
  written: { records: Buffer[]; parts: { auditId: string; hashes: Buffer[] } | null }
}
const pending = new WeakMap<Db, Pending>()

export function pendingOf(tx: Db): Pending {
  const found = pending.get(tx)
  if (!found) throw new Error('an act was recorded outside a transaction')
  return found
}

/**
 * Leaves a statement that writes to the act's last round trip: for what nothing in the act reads
 * afterwards or asks an answer of. No two of an act may write to one row.
 */
export function writeLast(tx: Db, statement: RawBuilder<unknown>): void {
  pendingOf(tx).others.push(statement)
}

/**
 * Leaves work to the end of the act, behind all that the act locks; under one name it is done once.
 * Work that commits with a refusal is done as well.
 */
export function doLast(tx: Db, name: string, work: () => Promise<void>): void {
  const { last } = pendingOf(tx)
  if (!last.has(name)) last.set(name, work)
}

/** Thrown when the key of this request has had its effect: the caller presents that record anew. */
export class Repeated extends Error {
  readonly recordId: string
  constructor(recordId: string) {
    super('repeated')
    this.recordId = recordId
  }
}

type Outcome<Answer> =
  | { answered: PromiseSettledResult<Answer>; refused: null; told: boolean }
  | { refused: Refusal; told: boolean }

/**
 * One act: its effect, its audit rows, its outbox rows and its idempotency row, all or none.
 * `act` answers with the record that it made or moved, by whose id a repeated request is answered.
 *
 * A refusal by `fail` takes everything back, one by `refuse` keeps it. An act that records nothing
 * in the audit is a mistake of ours and fails. A twin in flight is refused at once as IN_PROGRESS, a
 * key that came with another body as KEY_REUSED.
 */
export async function transaction<Result extends { id: string }>(
  actor: Actor,
  act: (tx: Db) => Promise<Result>,
): Promise<Result> {
  return transactionThen(actor, act, (_, result) => Promise.resolve(result))
}

/**
 * As `transaction`, and what is read of the record then. That is asked together with what the act leaves behind, so
 * it must not read that.
 */
export async function transactionThen<Result extends { id: string }, Answer>(
  actor: Actor,
  act: (tx: Db) => Promise<Result>,
  read: (db: Db, result: Result) => Promise<Answer>,
): Promise<Answer> {
  const outcome = await actor.platform.db
    .transaction()
    .execute(async (tx): Promise<Outcome<Answer>> => {
      const rows: Pending = {
        audit: [],
        outbox: [],
        others: [],
        last: new Map(),
        written: { records: [], parts: null },
      }
      pending.set(tx, rows)
      try {
        await claimKey(tx, actor)
        const result = await act(tx)
        if (rows.audit.length === 0) throw new Error('an act left no audit row')
        await doneLast(rows)
        const flushed = flush(tx, rows, keyRow(actor, result.id))
        const answer = read(tx, result)
        answer.catch(() => undefined) // what becomes of the act comes first
        await flushed
        const [answered] = await Promise.allSettled([answer])
        return { answered, refused: null, told: rows.outbox.length > 0 }
      } catch (error) {
        await failOnKey(tx, actor, error)
        if (error instanceof Refusal && error.commits) {
          await doneLast(rows)
          await flush(tx, rows, null)
          return { refused: error, told: rows.outbox.length > 0 }
        }
        throw error
      }
    })
  if (outcome.told) nudge()
  if (outcome.refused) throw outcome.refused
  if (outcome.answered.status === 'rejected') throw outcome.answered.reason
  return outcome.answered.value
}

/** Thrown inside an act of the house that found nothing to do: what changes nothing leaves nothing behind. */
export class NothingToDo extends Error {}

/** One act of the house that may find nothing to do; whether it did anything. */
export async function didSomething(
  actor: Actor,
  act: (tx: Db) => Promise<{ id: string }>,
): Promise<boolean> {
  try {
    await transaction(actor, act)
    return true
  } catch (error) {
    if (error instanceof NothingToDo) return false
    throw error
  }
}

/**
 * Takes the key's lock without waiting, and behind it looks whether the key has had its effect before. This goes
 * with the act's first statement, which a key that may not go on fails before it begins.
 */
async function claimKey(tx: Db, { accountId, request }: Actor): Promise<void> {
  if (!request.key || !accountId) return
  const { value, bodyHash } = request.key
  await sql`SELECT claim_key(${accountId}, ${value}, ${bodyHash})${sql.raw(withNext)}`.execute(tx)
}

/**
 * What is wrong with the key comes before whatever the act found wrong: by the statement that failed, or by
 * one more where the act said no before it had asked anything.
 */
async function failOnKey(tx: Db, { accountId, request }: Actor, error: unknown): Promise<void> {
  if (!request.key || !accountId) return
  answerOfKey(error)
  try {
    await sql`SELECT`.execute(tx)
  } catch (unclaimed) {
    answerOfKey(unclaimed)
  }
}

/** Throws what claim_key says, by the codes of its migration; any other error is none of a key's. */
function answerOfKey(error: unknown): void {
  if (!(error instanceof pg.DatabaseError)) return
  if (error.code === 'XK001') fail('IN_PROGRESS', { retryAfterSeconds: 1 })
  if (error.code === 'XK002') fail('KEY_REUSED')
  if (error.code === 'XK003') throw new Repeated(error.message)
}

function keyRow(
  { accountId, request, platform }: Actor,
  recordId: string,
): Insertable<IdempotencyKeys> | null {
  if (!request.key || !accountId) return null
  return {
    caller: accountId,
    key: request.key.value,
    bodyHash: request.key.bodyHash,
    recordId,
    createdAt: platform.clock.now(),
  }
}

type AuditRows = readonly Insertable<Audit>[]

const audited = (rows: AuditRows) => sql`
  INSERT INTO audit (id, at, act, actor_id, actor_kind, actor_unit_id, record_id, subject_id, facts, personal_sealed,
    address, request_id, written)
  SELECT * FROM ${given('r', rows, {
    id: 'uuid',
    at: 'timestamptz',
    act: 'text',
    actorId: 'uuid',
    actorKind: 'text',
    actorUnitId: 'uuid',
    recordId: 'uuid',
    subjectId: 'uuid',
    facts: 'jsonb',
    personalSealed: 'bytea',
    address: 'text',
    requestId: 'text',
    written: 'bytea',
  })}`
/** The act's first audit row lists what it wrote; what went down in parts has a row of its own. */
function withWritten({ audit, written }: Pick<Pending, 'audit' | 'written'>): AuditRows {
  const [first, ...rest] = audit
  const { records, parts } = written
  if (!first || (records.length === 0 && !parts)) return audit
  const listing = { ...first, written: inlineOf(records) }
  if (!parts) return [listing, ...rest]
  const { auditId, hashes } = parts
  const facts = JSON.stringify({ parts: hashes.length, of: first.id })
  const own = { id: auditId, act: 'audit.parts', facts, written: partsOf(hashes) }
  return [listing, ...rest, { ...first, personalSealed: null, subjectId: null, ...own }]
}

async function doneLast({ last }: Pending): Promise<void> {
  for (const work of last.values()) await work()
}

/**
 * One round trip for what every act leaves behind, and for its COMMIT.
 */
async function flush(
  tx: Db,
  { outbox, others, ...pending }: Pending,
  key: Insertable<IdempotencyKeys> | null,
): Promise<void> {
  const audit = withWritten(pending)
  const writes = [...others]
  if (outbox.length > 0)
    writes.push(
      sql`INSERT INTO outbox (id, at, kind, topic, payload) SELECT * FROM ${given('r', outbox, {
        id: 'uuid',
        at: 'timestamptz',
        kind: 'text',
        topic: 'text',
        payload: 'jsonb',
      })}`,
    )
  if (key)
    writes.push(sql`INSERT INTO idempotency_keys (caller, key, body_hash, record_id, created_at)
      VALUES (${key.caller}, ${key.key}, ${key.bodyHash}, ${key.recordId}, ${key.createdAt})`)
  if (audit.length > 0) writes.push(audited(audit))
  const last = writes.pop()
  if (!last) return
  const before = writes.map((write, at) => sql`${sql.ref(`part_${at}`)} AS (${write})`)
  const first = before.length > 0 ? sql`WITH ${sql.join(before)} ` : sql``
  await sql`${first}${last}${sql.raw(thenCommit)}`.execute(tx)
}
