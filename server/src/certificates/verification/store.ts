import type { VerificationWay } from '@xueshi/contract/certificates'
import { type CompiledQuery, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

const columns = [
  'id',
  'number',
  'code',
  'state',
  'facts',
  'edition',
  'issuedAt',
  'endedAt',
  'endReason',
] as const

/** With the number of the year's last edition, where one stands after it. */
const verified = (db: Db) =>
  db
    .selectFrom('certificates')
    .select(columns)
    .select((eb) =>
      eb
        .selectFrom('certificates as later')
        .select('later.number')
        .whereRef('later.personId', '=', 'certificates.personId')
        .whereRef('later.year', '=', 'certificates.year')
        .whereRef('later.edition', '>', 'certificates.edition')
        .orderBy('later.edition', 'desc')
        .limit(sql<number>`1`) // no parameter: the code is the only one
        .as('laterNumber'),
    )

/** Built once: to build it anew for each of very many would take longer than to ask it. */
let byCode: CompiledQuery<VerifiedRow> | undefined

export async function findByCode(db: Db, code: string): Promise<VerifiedRow | undefined> {
  byCode ??= verified(db).where('code', '=', code).compile()
  const { rows } = await db.executeQuery<VerifiedRow>({ ...byCode, parameters: [code] })
  return rows[0]
}

export const findByNumber = (db: Db, number: string) =>
  verified(db).where('number', '=', number).executeTakeFirst()

/** The last of a past year under this number that was taken back, with the mark that it then has. */
export const findTakenBack = (db: Db, number: string) =>
  verified(db)
    .where('number', '>', `${number} *`)
    // The character behind the star ends what begins with it, whatever the database sorts other columns by.
    .where('number', '<', `${number} +`)
    .orderBy('number', 'desc')
    .executeTakeFirst()

export type VerifiedRow = NonNullable<Awaited<ReturnType<typeof findByNumber>>>

/** So many looks at a certificate on a day. */
export type Looks = { certificateId: string; day: string; way: VerificationWay; count: number }

/** Adds looks to those of before. In one order, so that two who add at once wait for each other. */
export async function addLooks(db: Db, looks: readonly Looks[]): Promise<void> {
  await sql`
    INSERT INTO certificate_looks AS l (certificate_id, day, way, count)
    SELECT * FROM unnest(${looks.map((each) => each.certificateId)}::uuid[], ${looks.map((each) => each.day)}::date[],
      ${looks.map((each) => each.way)}::text[], ${looks.map((each) => each.count)}::int[]) ORDER BY 1, 2, 3
    ON CONFLICT (certificate_id, day, way) DO UPDATE SET count = l.count + excluded.count`.execute(
    db,
  )
}
