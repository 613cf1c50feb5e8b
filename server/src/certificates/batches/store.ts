import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { CertificateFacts } from '../rules.ts'

/** `ids`: these alone. */
export type BatchOf = { unitId: string; year: number; ids?: readonly string[] | undefined }
export type BatchRow = { id: string; code: string; facts: CertificateFacts }

const isOf = ({ unitId, year, ids }: BatchOf) => sql`
  c.unit_id = ${unitId} AND c.year = ${year} AND c.state = 'valid'
    ${ids === undefined ? sql`` : sql`AND c.id = ANY (${[...ids]}::uuid[])`}`

/** The unit's valid certificates of a year behind one, in the order in which they were issued. */
export const batchQuery = (of: BatchOf, after: string | null, limit: number) =>
  sql<BatchRow>`
    SELECT c.id, c.code, c.facts FROM certificates c
    WHERE ${isOf(of)} AND c.id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY c.id LIMIT ${limit}`

export async function listBatch(db: Db, ...page: Parameters<typeof batchQuery>) {
  return (await batchQuery(...page).execute(db)).rows
}

/** How many they are, no more than the limit counted. */
export async function countBatch(db: Db, of: BatchOf, limit: number) {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM certificates c WHERE ${isOf(of)} LIMIT ${limit}) batch`.execute(db)
  return rows[0]?.count ?? 0
}
