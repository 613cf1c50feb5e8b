import { sql } from 'kysely'
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
  const { kind, withinSeconds, restSeconds } = patience
  const minute = windowOf(now, 60)
  const { rows } = await sql<{ taken: number }>`
    INSERT INTO attempts AS a (kind, subject, window_at, count)
    SELECT ${kind}, ${subject}, ${minute}, 1
    WHERE NOT EXISTS (
      SELECT FROM attempts r WHERE r.kind = ${restOf(kind)} AND r.subject = ${subject}
        AND r.window_at > ${before(now, restSeconds)}
    )
    ON CONFLICT (kind, subject, window_at) DO UPDATE SET count = a.count + 1
    RETURNING count + (
      SELECT coalesce(sum(e.count), 0)::int FROM attempts e WHERE e.kind = ${kind}
        AND e.subject = ${subject} AND e.window_at > ${before(now, withinSeconds)} AND e.window_at < ${minute}
    ) AS taken
  `.execute(db)
  return rows[0]?.taken ?? null
}

/** The last attempt of its patience has failed: the subject rests from now on, with a clean slate after. */
export async function beginRest(
  db: Db,
  now: Date,
  subject: Buffer,
  { kind }: Patience,
): Promise<void> {
  await sql`
    WITH forgotten AS (DELETE FROM attempts WHERE kind = ${kind} AND subject = ${subject})
    INSERT INTO attempts (kind, subject, window_at, count) VALUES (${restOf(kind)}, ${subject}, ${now}, 1)
    ON CONFLICT DO NOTHING
  `.execute(db)
}

/** An attempt succeeded: those before it count no more. */
export async function forgetAttempts(db: Db, subject: Buffer, { kind }: Patience): Promise<void> {
  await sql`DELETE FROM attempts WHERE kind = ${kind} AND subject = ${subject}`.execute(db)
}

/** The same with the act in which it succeeded. */
export function forgetAttemptsLast(tx: Db, subject: Buffer, { kind }: Patience): void {
  writeLast(tx, sql`DELETE FROM attempts WHERE kind = ${kind} AND subject = ${subject}`)
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

/** The rest is over before its time, and those attempts count no more. */
export async function endRest(db: Db, subject: Buffer, { kind }: Patience): Promise<void> {
  await db
    .deleteFrom('attempts')
    .where('kind', 'in', [kind, restOf(kind)])
    .where('subject', '=', subject)
    .execute()
}
