import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { Platform } from './platform.ts'

const batch = 200
/** Passes keep this apart, so that a busy hour is relayed in batches and not act by act. */
const restMilliseconds = 100
const fastMilliseconds = 250
const idleMilliseconds = 2_000

const wakers = new Set<() => void>()

/** Tells the relays of this process that an outbox row was committed, so that none waits for its turn. */
export function nudge(): void {
  for (const wake of wakers) wake()
}

/** Which rows a pass takes: the oldest but these, or one alone. */
type Which = { except: readonly string[] } | { only: string }

/**
 * Turns up to a batch of outbox rows into messages and jobs and resolves to how many there were.
 * One statement: a row leaves the outbox and arrives, or neither. Relays beside each other skip
 * what another one holds. The job's key is the outbox row's id.
 */
export async function relayOnce(db: Db, which: Which = { except: [] }) {
  const chosen =
    'only' in which ? sql`id = ${which.only}` : sql`id <> ALL (${which.except}::uuid[])`
  // As an array, the subquery runs once; as a join, the planner may run it again and take more.
  const { rows } = await sql<{ taken: number }>`
    WITH taken AS (
      DELETE FROM outbox WHERE id = ANY (ARRAY(
        SELECT id FROM outbox WHERE ${chosen}
        ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED))
      RETURNING id, at, kind, topic, payload
    ), told AS (
      INSERT INTO messages (id, account_id, unit_id, topic, facts, at)
      SELECT id, (payload #>> '{to,accountId}')::uuid, (payload #>> '{to,unitId}')::uuid,
             topic, payload -> 'facts', at
      FROM taken WHERE kind = 'message'
      ON CONFLICT (id) DO NOTHING
    ), specs AS (
      SELECT array_agg((topic, payload::json, NULL, NULL, NULL, id::text, NULL, NULL)
                       ::graphile_worker.job_spec ORDER BY id) AS list
      FROM taken WHERE kind = 'job' HAVING count(*) > 0
    ), started AS (
      SELECT count(*) FROM specs, graphile_worker.add_jobs(specs.list)
    )
    SELECT (SELECT count(*) FROM taken)::int AS taken, (SELECT * FROM started) AS started
  `.execute(db)
  return rows[0]?.taken ?? 0
}

/** A row that can never arrive (its payload breaks a constraint) must not hold up those behind it. */
const isRowsFault = (error: unknown) => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^2[23]/.test(code)
}

export type Relay = {
  /** Milliseconds since a pass last succeeded. */
  silentMilliseconds: () => number
  /** Finishes the pass under way and takes no other. */
  stop: () => Promise<void>
}

/** Empties the outbox again and again until stopped; while there is nothing, ever less often. */
export function startRelay({ db, log }: Pick<Platform, 'db' | 'log'>): Relay {
  const unrelayable: string[] = []
  let isStopping = false
  let lastPass = performance.now()
  let wake: () => void = () => undefined
  let isNudged = false

  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      if (isStopping) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  let isResting = false
  const nudged = () => {
    isNudged = true
    if (!isResting) wake()
  }

  /** Row by row, so that only the rows at fault stay in the outbox, and are named. */
  const isolate = async () => {
    const waiting = await db.selectFrom('outbox').select('id').orderBy('id').limit(batch).execute()
    for (const { id } of waiting)
      try {
        if (!unrelayable.includes(id)) await relayOnce(db, { only: id })
      } catch (error) {
        if (!isRowsFault(error)) throw error
        unrelayable.push(id)
        log.error({ err: error, outboxId: id }, 'an outbox row cannot be relayed')
      }
  }

  const pass = async () => {
    try {
      return await relayOnce(db, { except: unrelayable })
    } catch (error) {
      if (!isRowsFault(error)) throw error
      await isolate()
      return batch
    }
  }

  const run = async () => {
    let pause = fastMilliseconds
    while (!isStopping) {
      isNudged = false
      isResting = true
      try {
        const taken = await pass()
        lastPass = performance.now()
        if (taken === batch) continue
        pause = taken > 0 ? fastMilliseconds : Math.min(pause * 2, idleMilliseconds)
      } catch (error) {
        log.warn({ err: error }, 'the outbox could not be relayed; trying again')
        pause = idleMilliseconds
      }
      await wait(restMilliseconds)
      isResting = false
      if (!isNudged) await wait(pause)
    }
  }

  wakers.add(nudged)
  const running = run()
  return {
    silentMilliseconds: () => performance.now() - lastPass,
    async stop() {
      isStopping = true
      wakers.delete(nudged)
      wake()
      await running
    },
  }
}

/** Seconds that the oldest waiting outbox row has waited; 0 when none waits. */
export async function relayLagSeconds({ db, clock }: Pick<Platform, 'db' | 'clock'>) {
  const oldest = await db
    .selectFrom('outbox')
    .select('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return oldest ? Math.max(0, (clock.now().getTime() - oldest.at.getTime()) / 1000) : 0
}
