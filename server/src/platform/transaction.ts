import { sql, type Insertable } from 'kysely'
import type { Actor } from './actor.ts'
import type { Db } from './database.ts'
import { fail, Refusal } from './refusal.ts'
import { nudge } from './relay.ts'
import type { Audit, IdempotencyKeys, Outbox } from './tables.ts'

/** Rows that belong to the act and are written with it, in one statement at its end. */
type Pending = { audit: Insertable<Audit>[]; outbox: Insertable<Outbox>[] }
const pending = new WeakMap<Db, Pending>()

export function pendingOf(tx: Db): Pending {
  const found = pending.get(tx)
  if (!found) throw new Error('an act was recorded outside a transaction')
  return found
}

/** Thrown when the key of this request has had its effect: the caller presents that record anew. */
export class Repeated extends Error {
  readonly recordId: string
  constructor(recordId: string) {
    super('repeated')
    this.recordId = recordId
  }
}

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
  const outcome = await actor.platform.db.transaction().execute(async (tx) => {
    const rows: Pending = { audit: [], outbox: [] }
    pending.set(tx, rows)
    await claimKey(tx, actor)
    try {
      const result = await act(tx)
      if (rows.audit.length === 0) throw new Error('an act left no audit row')
      await flush(tx, rows, keyRow(actor, result.id))
      return { result, told: rows.outbox.length > 0 }
    } catch (error) {
      if (!(error instanceof Refusal && error.commits)) throw error
      await flush(tx, rows, null)
      return { refused: error, told: rows.outbox.length > 0 }
    }
  })
  if (outcome.told) nudge()
  if ('refused' in outcome) throw outcome.refused
  return outcome.result
}

/** Takes the key's lock without waiting, and looks whether the key has had its effect before. */
async function claimKey(tx: Db, { accountId, request }: Actor): Promise<void> {
  if (!request.key || !accountId) return
  const { value, bodyHash } = request.key
  const { rows } = await sql<{ free: boolean; bodyHash: Buffer | null; recordId: string | null }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${accountId} || ' ' || ${value}, 0)) AS free,
           k.body_hash, k.record_id
    FROM (SELECT 1) AS one LEFT JOIN idempotency_keys k ON k.caller = ${accountId}::uuid AND k.key = ${value}
  `.execute(tx)
  const [row] = rows
  if (!row?.free) fail('IN_PROGRESS', { retryAfterSeconds: 1 })
  if (row.bodyHash === null || row.recordId === null) return
  if (!row.bodyHash.equals(bodyHash)) fail('KEY_REUSED')
  throw new Repeated(row.recordId)
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

/**
 * One round trip for what every act leaves behind. The twin that committed between our look at the
 * key and our lock on it shows as a violated key here, and http answers it as IN_PROGRESS.
 */
async function flush(
  tx: Db,
  { audit, outbox }: Pending,
  key: Insertable<IdempotencyKeys> | null,
): Promise<void> {
  if (audit.length === 0 && outbox.length === 0 && !key) return
  let query = tx.with('audited', (db) =>
    audit.length > 0
      ? db.insertInto('audit').values(audit).returning('id')
      : db.selectFrom('audit').select('id').limit(0),
  )
  if (outbox.length > 0)
    query = query.with('told', (db) =>
      db.insertInto('outbox').values(outbox).returning('id'),
    ) as typeof query // the CTE's name is not asked for
  if (key)
    query = query.with('keyed', (db) =>
      db.insertInto('idempotencyKeys').values(key).returning('key'),
    ) as typeof query // as above
  await query.selectFrom('audited').select('id').execute()
}
