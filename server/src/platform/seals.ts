import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import type { Db } from './database.ts'
import type { Platform } from './platform.ts'
import { leafOf, rootOf, sealedColumns, sealSigner, type Columns } from './seal-tree.ts'

/**
 * A row is closed when its `at` is no older than this before the seal then newest. No transaction
 * lasts so long, so an older row without a leaf was slipped in, and no seal may make it genuine.
 */
export const graceMilliseconds = 10 * 60_000
/** How far before the newest seal a quick pass looks; every so often one looks through the whole grace. */
const quickMilliseconds = 60_000
const passMilliseconds = 5_000
const passesPerThorough = 24

const pageRows = 2_000
const beginning = new Date(0)

export type Seal = {
  id: number
  at: Date
  size: number
  root: Buffer
  previousRoot: Buffer | null
  signature: Buffer
}

/** Seals with an id above this one, in their order. */
export const sealsAfter = (db: Db, id: number, limit: number) =>
  db
    .selectFrom('auditSeals')
    .selectAll()
    .where('id', '>', String(id))
    .orderBy('id')
    .limit(limit)
    .$castTo<Seal>() // the driver gives bigint as a number, see database.ts
    .execute()

/**
 * Closes the audit rows that no seal has closed: one leaf each, a Merkle root over them, signed and
 * chained to the seal before. One sealer at a time; resolves to how many rows were closed, 0 when
 * there are none or another process is at it.
 */
export async function sealOnce(
  { db, clock, keys }: Pick<Platform, 'db' | 'clock' | 'keys'>,
  lookBackMilliseconds: number = graceMilliseconds,
): Promise<number> {
  const signer = sealSigner(keys)
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ mine: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtext('xueshi audit seal')) AS mine`.execute(tx)
    if (!lock.rows[0]?.mine) return 0
    const newest = await tx
      .selectFrom('auditSeals')
      .select(['at', 'root'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const now = clock.now()
    // A clock that was set back must not leave its rows outside.
    const since = newest
      ? new Date(Math.min(newest.at.getTime(), now.getTime()) - lookBackMilliseconds)
      : beginning
    const closed = await unsealed(tx, since)
    if (closed.length === 0) return 0
    const facts = {
      at: now,
      size: closed.length,
      root: rootOf(closed.map(({ leaf }) => leaf)),
      previousRoot: newest?.root ?? null,
    }
    const { id } = await tx
      .insertInto('auditSeals')
      .values({ ...facts, signature: signer.sign(facts) })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (let from = 0; from < closed.length; from += pageRows) {
      const part = closed.slice(from, from + pageRows)
      await sql`
        INSERT INTO audit_leaves (audit_id, seal_id, position, leaf)
        SELECT audit_id, ${id}, position, leaf
        FROM unnest(${part.map((row) => row.id)}::uuid[], ${part.map((row) => row.leaf)}::bytea[],
                    ${part.map((_, at) => from + at)}::int[]) AS t (audit_id, leaf, position)
      `.execute(tx)
    }
    return closed.length
  })
}

/** The time goes through as text: a Date would cut its microseconds, and a row be read twice. */
type Place = { time: string; id: string }

/**
 * The next rows without a leaf, oldest first. OFFSET 0 has each row look for its leaf: a join, planned
 * for any time, would read all leaves.
 */
export const unsealedQuery = (since: Date, after: Place | undefined, limit: number) => sql<
  Place & { columns: Columns }
>`
  SELECT a.id, a.time, a.columns
  FROM (SELECT id, at, at::text AS time, ${sealedColumns} AS columns FROM audit) AS a
  WHERE ${after ? sql`(a.at, a.id) > (${after.time}::timestamptz, ${after.id})` : sql`a.at >= ${since}`}
    AND NOT EXISTS (SELECT FROM audit_leaves l WHERE l.audit_id = a.id OFFSET 0)
  ORDER BY a.at, a.id LIMIT ${limit}`

/** The rows without a leaf since then, oldest first; only their leaves are kept in memory. */
async function unsealed(tx: Db, since: Date) {
  const closed: { id: string; leaf: Buffer }[] = []
  let after: Place | undefined
  for (;;) {
    const { rows } = await unsealedQuery(since, after, pageRows).execute(tx)
    for (const { id, columns } of rows) closed.push({ id, leaf: leafOf(columns) })
    after = rows.at(-1)
    if (!after || rows.length < pageRows) return closed
  }
}

/** A line of the log that is kept outside the database: what a superuser of it cannot change. */
export const logLineOf = ({ id, at, size, root, previousRoot, signature }: Seal) =>
  JSON.stringify({
    seal: id,
    at: at.toISOString(),
    size,
    root: root.toString('hex'),
    previousRoot: previousRoot?.toString('hex') ?? null,
    signature: signature.toString('base64'),
  })

/** Appends the seals that the log does not have yet, whichever process made them. */
export async function appendSeals(db: Db, file: string, lastLogged: number): Promise<number> {
  let last = lastLogged
  for (;;) {
    const seals = await sealsAfter(db, last, 500)
    if (seals.length === 0) return last
    await appendFile(file, seals.map((seal) => `${logLineOf(seal)}\n`).join(''), {
      mode: 0o600,
      flush: true,
    })
    last = seals.at(-1)?.id ?? last
  }
}

/** The lines of the log as they stand; none when there is no log yet. */
export async function readSealsLog(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return []
    throw error
  }
}

/** Where the signed roots are kept outside the database. */
export const sealsLogOf = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'seals.log')

const sealNumberOf = (line: string) => Number(/^\{"seal":(\d+),/.exec(line)?.[1] ?? 0)

export type Sealer = {
  /** Seals what there is once more, and no more after that. */
  stop: () => Promise<void>
}

/** Seals every few seconds until stopped. */
export function startSealer(platform: Platform): Sealer {
  const { db, log } = platform
  const sealsLog = sealsLogOf(platform.config)
  let isStopping = false
  let wake: () => void = () => undefined
  let lastLogged: number | null = null

  const pass = async (lookBack: number) => {
    const closed = await sealOnce(platform, lookBack)
    lastLogged ??= Math.max(0, ...(await readSealsLog(sealsLog)).map(sealNumberOf))
    lastLogged = await appendSeals(db, sealsLog, lastLogged)
    return closed
  }

  const run = async () => {
    for (let passes = 0; ; passes += 1) {
      const isLast = isStopping
      const isThorough = isLast || passes % passesPerThorough === 0
      try {
        await pass(isThorough ? graceMilliseconds : quickMilliseconds)
      } catch (error) {
        log.error({ err: error }, 'the audit trail could not be sealed; trying again')
      }
      if (isLast) return
      await new Promise<void>((resolve) => {
        if (isStopping) return resolve()
        const timer = setTimeout(resolve, passMilliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  const running = run()
  return {
    async stop() {
      isStopping = true
      wake()
      await running
    },
  }
}
