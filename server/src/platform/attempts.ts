import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import { writeLast } from './transaction.ts'

/**
 * Counts one attempt and answers how many there have been in the present window, this one included.
 * Windows lie side by side from the epoch. One statement, so that attempts at once are all counted;
 * outside a transaction the count outlives whatever is refused because of it.
 */
export async function countAttempt(
  db: Db,
  now: Date,
  kind: string,
  subject: Buffer,
  windowSeconds: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    INSERT INTO attempts AS a (kind, subject, window_at, count)
    VALUES (${kind}, ${subject}, ${windowOf(now, windowSeconds)}, 1)
    ON CONFLICT (kind, subject, window_at) DO UPDATE SET count = a.count + 1
    RETURNING count
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** One more of each, for a statement of which it is a part: its rows are the kinds and their counts. */
export const countingOf = (
  now: Date,
  counted: readonly { kind: string; subject: Buffer; windowSeconds: number }[],
  where: RawBuilder<unknown>,
) => sql`
  INSERT INTO attempts AS a (kind, subject, window_at, count)
  SELECT k.kind, k.subject, k.window_at, 1 FROM (VALUES ${sql.join(
    counted.map(
      ({ kind, subject, windowSeconds }) =>
        sql`(${kind}, ${subject}::bytea, ${windowOf(now, windowSeconds)}::timestamptz)`,
    ),
  )}) AS k (kind, subject, window_at)
  WHERE ${where}
  ON CONFLICT (kind, subject, window_at) DO UPDATE SET count = a.count + 1
  RETURNING kind, count`

/** The same with what an act leaves behind. */
export function countAttemptsLast(
  tx: Db,
  now: Date,
  counted: readonly { kind: string; subject: Buffer; windowSeconds: number }[],
): void {
  if (counted.length > 0) writeLast(tx, countingOf(now, counted, sql`true`))
}

/** How many there have been in the present window, as a subquery: null for none. */
export const readingOf = (
  now: Date,
  { kind, subject, windowSeconds }: { kind: string; subject: Buffer; windowSeconds: number },
) => sql`
  SELECT n.count FROM attempts n WHERE n.kind = ${kind} AND n.subject = ${subject}
    AND n.window_at = ${windowOf(now, windowSeconds)}`

/** How many there have been in the present windows, in their order, without counting one more. */
export async function readAttempts(
  db: Db,
  now: Date,
  asked: readonly { kind: string; subject: Buffer; windowSeconds: number }[],
): Promise<number[]> {
  const keys = asked.map(
    ({ kind, subject, windowSeconds }) =>
      sql`(${kind}, ${subject}::bytea, ${windowOf(now, windowSeconds)}::timestamptz)`,
  )
  const { rows } = await sql<{ kind: string; count: number }>`
    SELECT kind, count FROM attempts WHERE (kind, subject, window_at) IN (${sql.join(keys)})
  `.execute(db)
  return asked.map(({ kind }) => rows.find((row) => row.kind === kind)?.count ?? 0)
}

/** So many attempts in so long, and then a rest in which nothing is looked at. */
export type Patience = {
  kind: string
  attempts: number
  withinSeconds: number
  restSeconds: number
}

/**
 * Takes an attempt of each subject in the rows of `whose`, for a statement of which it is a part. Its
 * row is the attempt's number as `taken`; there is none while the subject rests.
 */
export function takingOf(now: Date, whose: RawBuilder<unknown>, patience: Patience) {
  const { kind, withinSeconds, restSeconds } = patience
  const minute = windowOf(now, 60)
  return sql`
    INSERT INTO attempts AS a (kind, subject, window_at, count)
    SELECT ${kind}, w.subject, ${minute}, 1 FROM ${whose} w
    WHERE NOT EXISTS (
      SELECT FROM attempts r WHERE r.kind = ${restOf(kind)} AND r.subject = w.subject
        AND r.window_at > ${before(now, restSeconds)}
    )
    ON CONFLICT (kind, subject, window_at) DO UPDATE SET count = a.count + 1
    RETURNING a.count + (
      SELECT coalesce(sum(e.count), 0)::int FROM attempts e WHERE e.kind = ${kind}
        AND e.subject = a.subject AND e.window_at > ${before(now, withinSeconds)} AND e.window_at < ${minute}
    ) AS taken`
}

/**
 * Takes one of the subject's attempts before it is looked at, so that a hundred at once are not a
 * hundred looks. Answers the attempt's number, which may be past the last allowed one when many are
 * on their way, or null while the subject rests; what comes then is not counted.
 */
export async function takeAttempt(
  db: Db,
  now: Date,
  subject: Buffer,
  patience: Patience,
): Promise<number | null> {
  const whose = sql`(SELECT ${subject}::bytea AS subject)`
  const { rows } = await sql<{ taken: number }>`${takingOf(now, whose, patience)}`.execute(db)
  return rows[0]?.taken ?? null
}

/** The last attempt of its patience has failed: the subject rests from now on, with a clean slate after. */
export async function beginRest(
  db: Db,
  now: Date,
  subject: Buffer,
  { kind }: Patience,
): Promise<void> {
  await sql`WITH forgotten AS (${forgetting(subject, kind)}) ${resting(now, subject, kind)}`.execute(
    db,
  )
}

/** The same with what the act leaves behind. */
export function beginRestLast(tx: Db, now: Date, subject: Buffer, { kind }: Patience): void {
  writeLast(tx, forgetting(subject, kind))
  writeLast(tx, resting(now, subject, kind))
}

const forgetting = (subject: Buffer, kind: string) =>
  sql`DELETE FROM attempts WHERE kind = ${kind} AND subject = ${subject}`
const resting = (now: Date, subject: Buffer, kind: string) => sql`
  INSERT INTO attempts (kind, subject, window_at, count) VALUES (${restOf(kind)}, ${subject}, ${now}, 1)
  ON CONFLICT DO NOTHING`

/** An attempt succeeded: those before it count no more. */
export async function forgetAttempts(db: Db, subject: Buffer, { kind }: Patience): Promise<void> {
  await forgetting(subject, kind).execute(db)
}

/** The same with the act in which it succeeded. */
export function forgetAttemptsLast(tx: Db, subject: Buffer, { kind }: Patience): void {
  writeLast(tx, forgetting(subject, kind))
}

/** The attempt was not looked at after all. */
export async function giveBackAttempt(
  db: Db,
  now: Date,
  subject: Buffer,
  { kind }: Patience,
): Promise<void> {
  await sql`
    UPDATE attempts SET count = count - 1
    WHERE kind = ${kind} AND subject = ${subject} AND window_at = ${windowOf(now, 60)} AND count > 0
  `.execute(db)
}

const restOf = (kind: string) => `${kind} rest`

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000)

function windowOf(now: Date, seconds: number): Date {
  const milliseconds = seconds * 1000
  return new Date(Math.floor(now.getTime() / milliseconds) * milliseconds)
}

/** Which of the subjects rest at the instant. */
export async function restingOf(
  db: Db,
  now: Date,
  subjects: readonly Buffer[],
  { kind, restSeconds }: Patience,
): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('attempts')
    .select('subject')
    .where('kind', '=', restOf(kind))
    .where('subject', 'in', [...subjects])
    .where('windowAt', '>', before(now, restSeconds))
    .execute()
  return rows.map(({ subject }) => subject)
}

/** The rests that last at the instant, the latest first. */
export async function latestRests(
  db: Db,
  now: Date,
  { kind, restSeconds }: Patience,
  limit: number,
): Promise<{ subject: Buffer; since: Date }[]> {
  return db
    .selectFrom('attempts')
    .select(['subject', 'windowAt as since'])
    .where('kind', '=', restOf(kind))
    .where('windowAt', '>', before(now, restSeconds))
    .orderBy('windowAt', 'desc')
    .limit(limit)
    .execute()
}

/** The rest is over before its time, and those attempts count no more. */
export async function endRest(db: Db, subject: Buffer, { kind }: Patience): Promise<void> {
  await db
    .deleteFrom('attempts')
    .where('kind', 'in', [kind, restOf(kind)])
    .where('subject', '=', subject)
    .execute()
}
