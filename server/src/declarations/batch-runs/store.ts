import type { BatchForm } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type Member = { hash: Buffer; personId: string; name: string; series: string }

/** Those of the unit's confirmed people who hold these documents, each with the series in force. */
export async function findMembers(
  db: Db,
  unitId: string,
  hashes: readonly Buffer[],
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    SELECT i.hash, a.id AS person_id, a.name, p.series
    FROM identities i
    JOIN accounts a ON a.id = i.account_id AND a.individual
    JOIN profiles p ON p.person_id = a.id AND p.state = 'confirmed'
    WHERE i.kind = 'document' AND i.hash = ANY (${hashes}::bytea[])
      AND EXISTS (SELECT FROM employments e WHERE e.person_id = a.id AND e.unit_id = ${unitId}
        AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted'))`.execute(db)
  return rows
}

/** Which of these people have declared, or are declared for, the same course on the same days. */
export async function findDeclared(
  db: Db,
  personIds: readonly string[],
  { name, startOn, endOn }: Pick<BatchForm, 'name' | 'startOn' | 'endOn'>,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ personId: string }>`
    SELECT DISTINCT person_id FROM declarations
    WHERE person_id = ANY (${personIds}::uuid[]) AND state NOT IN ('rejected', 'revoked')
      AND name = ${name} AND start_on = ${startOn} AND end_on = ${endOn}`.execute(db)
  return new Set(rows.map(({ personId }) => personId))
}
