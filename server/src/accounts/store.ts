import { sql, type Insertable } from 'kysely'
import { countingOf, readingOf } from '../platform/attempts.ts'
import type { Db } from '../platform/database.ts'
import type { Accounts, Captchas, SecurityAnswers } from '../platform/tables.ts'
import type { Identity } from './rules.ts'

/** Puts a captcha in, and takes a few out that nobody will answer any more. */
export async function insertCaptcha(db: Db, captcha: Insertable<Captchas>, now: Date) {
  await db
    .with('swept', (cte) =>
      cte
        .deleteFrom('captchas')
        .where(
          'id',
          'in',
          cte
            .selectFrom('captchas')
            .select('id')
            .where('expiresAt', '<', now)
            .orderBy('expiresAt')
            .limit(3)
            .forUpdate()
            .skipLocked(),
        ),
    )
    .insertInto('captchas')
    .values(captcha)
    .execute()
}

/** Whether any account was logged in from the browser. */
export async function isDeviceKnown(db: Db, tokenHash: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('devices')
    .select('accountId')
    .where('tokenHash', '=', tokenHash)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** A captcha that an act names, with all that its answer may amount to. */
export type Answered = {
  id: string
  /** Of the browser's visit; null: it has none, and no captcha is its. */
  visitHash: Buffer | null
  answerHash: Buffer
  difficultyBits: number
  now: Date
}

/**
 * Takes the captcha away, whatever the answer is: of many at once, one gets its row and the others
 * none. For a statement of which it is a part.
 */
export const takingCaptcha = ({ id, visitHash, answerHash, difficultyBits, now }: Answered) => sql`
  DELETE FROM captchas WHERE id = ${id}
  RETURNING coalesce(
    visit_hash = ${visitHash}::bytea AND expires_at > ${now}
      AND (answer_hash = ${answerHash} OR difficulty_bits <= ${difficultyBits}), false) AS is_right`

/** Uses the captcha up; where it was answered rightly, counts once more each of what comes with it. */
export async function solveCaptcha(
  db: Db,
  answered: Answered,
  counted: Parameters<typeof countingOf>[1],
): Promise<{ isRight: boolean; counts: number[] }> {
  const where = sql`(SELECT is_right FROM taken)`
  const counting =
    counted.length > 0
      ? sql`, counted AS (${countingOf(answered.now, counted, where)})
          SELECT t.is_right, c.kind, c.count FROM taken t LEFT JOIN counted c ON true`
      : sql`SELECT is_right, NULL AS kind, 0 AS count FROM taken`
  const { rows } = await sql<{ isRight: boolean; kind: string | null; count: number }>`
    WITH taken AS (${takingCaptcha(answered)}) ${counting}`.execute(db)
  return {
    isRight: rows[0]?.isRight ?? false,
    counts: counted.map(({ kind }) => rows.find((row) => row.kind === kind)?.count ?? 0),
  }
}

/** The same, with how often something was done so far. */
export async function solveCaptchaReading(
  db: Db,
  answered: Answered,
  read: Parameters<typeof readingOf>[1],
): Promise<{ isRight: boolean; soFar: number }> {
  const { rows } = await sql<{ isRight: boolean; soFar: number }>`
    WITH taken AS (${takingCaptcha(answered)})
    SELECT is_right, coalesce((${readingOf(answered.now, read)}), 0) AS so_far FROM taken`.execute(
    db,
  )
  return rows[0] ?? { isRight: false, soFar: 0 }
}

export type Found = {
  id: string
  state: Accounts['state']
  name: string
}

/** The account of the first of these identities that is anybody's. */
export async function findByIdentity(
  db: Db,
  identities: readonly Identity[],
): Promise<Found | undefined> {
  if (identities.length === 0) return undefined
  const tuples = identities.map(({ kind, hash }) => sql`(${kind}, ${hash}::bytea)`)
  const { rows } = await sql<Found & { kind: string; hash: Buffer }>`
    SELECT i.kind, i.hash, a.id, a.state, a.name
    FROM identities i JOIN accounts a ON a.id = i.account_id
    WHERE (i.kind, i.hash) IN (${sql.join(tuples)})
  `.execute(db)
  return identities
    .map(({ kind, hash }) => rows.find((row) => row.kind === kind && row.hash.equals(hash)))
    .find((row) => row !== undefined)
}

/** What a change of password is checked against. */
export function findSecrets(db: Db, id: string, state: 'active' | 'unclaimed' = 'active') {
  return db
    .selectFrom('accounts')
    .select(['id', 'passwordHash', 'accountName', 'phoneSealed'])
    .select(['documentType', 'documentNumberSealed'])
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
}

/** True if the password was still the one that was checked. */
export async function setPassword(
  db: Db,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> {
  const changed = await db
    .updateTable('accounts')
    .set((set) => ({
      passwordHash: to,
      mustChangePassword: false,
      version: set('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('passwordHash', '=', from)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

/** The account keeps these answers and no others. */
export async function replaceAnswers(
  db: Db,
  accountId: string,
  answers: Insertable<SecurityAnswers>[],
): Promise<void> {
  await db.deleteFrom('securityAnswers').where('accountId', '=', accountId).execute()
  if (answers.length > 0) await db.insertInto('securityAnswers').values(answers).execute()
}
