import type { DocumentType } from '@xueshi/contract/document-number'
import {
  type LegacyState,
  nearMoves,
  type NearReason,
  type NearState,
} from '@xueshi/contract/legacy'
import type { TaskState } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type NearRow = {
  id: string
  row: number
  reason: NearReason
  state: NearState
  decidedBy: string | null
  takenBackAt: Date | null
  name: string
  nameOnRecord: string
  numberMasked: string
  /** Who is offered, and whose the rows are by now. */
  candidateId: string
  accountId: string | null
  documentType: DocumentType
  numberOnRecordSealed: Buffer
  unitOnRecord: string | null
}

/** People of a batch who are offered as somebody, in the order of the file: who wait, or who were decided about. */
export const nearQuery = (
  batchId: string,
  isDecided: boolean,
  after: number,
  limit: number,
) => sql<NearRow>`
  SELECT n.id, n.first_row AS row, n.reason, n.state, n.decided_by, n.taken_back_at, n.name, a.name AS name_on_record,
    n.number_masked, a.id AS candidate_id, n.account_id, a.document_type, a.document_number_sealed AS number_on_record_sealed,
    u.name AS unit_on_record
  FROM legacy_people n JOIN accounts a ON a.id = n.candidate_id
  LEFT JOIN people p ON p.id = a.id LEFT JOIN units u ON u.id = p.unit_id
  WHERE n.batch_id = ${batchId} AND ${isDecided ? sql`n.decided_by IS NOT NULL` : sql`n.state = 'near'`}
    AND n.first_row > ${after}
  ORDER BY n.first_row LIMIT ${limit}`

export const listNear = async (db: Db, ...page: Parameters<typeof nearQuery>) =>
  (await nearQuery(...page).execute(db)).rows

/** Of so many strangers each looks for theirs by itself; of more, all are held against all. */
const few = 5_000

/**
 * Strangers of the batch are offered as somebody whose name sounds the same: born on the same day, with
 * the same last four characters, or of the same name in the unit that the file has; in this order, one for
 * each. Of a batch that has just come in nothing is known, and a plan for few would go on for hours.
 */
export async function offer(tx: Db, batchId: string): Promise<number> {
  const {
    from: [from],
    to,
  } = nearMoves.offer
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM legacy_people WHERE batch_id = ${batchId} AND state = ${from}`.execute(
    tx,
  )
  const count = rows[0]?.count ?? 0
  if (count === 0) return 0
  const isMuch = count > few
  if (isMuch) await sql`SET LOCAL enable_nestloop = off`.execute(tx)
  const apart = isMuch ? sql`OFFSET 0` : sql``
  const found = await sql`
    WITH n AS MATERIALIZED (
      SELECT id, name, name_pinyin, number_tail, birth_date, unit_name FROM legacy_people
      WHERE batch_id = ${batchId} AND state = ${from}
    ), alike AS (
      SELECT n.id, k.id AS person_id, 1 AS rank, 'sameBirthday' AS reason
      FROM n JOIN (SELECT p.id, p.name_pinyin, f.birth_date FROM people p
        JOIN profiles f ON f.person_id = p.id AND f.state = 'confirmed' ${apart}) k
        ON k.name_pinyin = n.name_pinyin AND k.birth_date = n.birth_date
      UNION ALL
      SELECT n.id, p.id, 2, 'sameEnding'
      FROM n JOIN people p ON p.number_tail = n.number_tail AND p.name_pinyin = n.name_pinyin
      UNION ALL
      SELECT n.id, p.id, 3, 'sameUnit'
      FROM n JOIN units u ON u.name = n.unit_name AND u.state = 'approved'
      JOIN people p ON p.unit_id = u.id AND p.name_pinyin = n.name_pinyin AND p.name = n.name
    ), best AS (
      SELECT DISTINCT ON (k.id) k.id, k.person_id, k.reason FROM alike k
      JOIN accounts a ON a.id = k.person_id AND a.state <> 'merged'
      ORDER BY k.id, k.rank, k.person_id
    )
    UPDATE legacy_people n SET state = ${to}, account_id = b.person_id, candidate_id = b.person_id, reason = b.reason
    FROM best b WHERE n.id = b.id`.execute(tx)
  if (isMuch) await sql`SET LOCAL enable_nestloop = on`.execute(tx)
  return Number(found.numAffectedRows ?? 0n)
}

/** Nobody else decides about people of the batch, nor imports it, until the act is done. */
export const hold = async (tx: Db, batchId: string) => {
  await sql`SELECT FROM legacy_batches WHERE id = ${batchId} FOR UPDATE`.execute(tx)
}

/** Whose the rows are from now on, by whom; null: of somebody whom nobody knows, and nobody decided. */
export async function decide(
  tx: Db,
  id: string,
  decided: { state: NearState; accountId: string | null; decidedBy: string | null },
): Promise<void> {
  await tx.updateTable('legacyPeople').set(decided).where('id', '=', id).execute()
}

/** One of a batch who is offered as somebody, with where the batch stands. */
export const findPerson = (db: Db, batchId: string, id: string) =>
  db
    .selectFrom('legacyPeople as n')
    .innerJoin('legacyBatches as b', 'b.id', 'n.batchId')
    .innerJoin('tasks as t', 't.id', 'b.taskId')
    .select(['n.state', 'n.reason', 'n.candidateId', 'n.accountId', 'n.decidedBy', 'n.takenBackAt'])
    .select(['b.state as batchState', 't.state as taskState'])
    .where('n.batchId', '=', batchId)
    .where('n.id', '=', id)
    .$narrowType<{
      state: NearState
      candidateId: string
      reason: NearReason
      batchState: LegacyState
      taskState: TaskState
    }>()
    .where('n.candidateId', 'is not', null)
    .executeTakeFirst()

/** The years that the batch has of one of its people, before it is committed. */
export async function listYears(db: Db, id: string): Promise<number[]> {
  const rows = await db
    .selectFrom('legacyRows')
    .select('year')
    .distinct()
    .where('legacyPersonId', '=', id)
    .execute()
  return rows.map(({ year }) => year)
}

export async function noteTakenBack(tx: Db, id: string, at: Date): Promise<void> {
  await tx.updateTable('legacyPeople').set({ takenBackAt: at }).where('id', '=', id).execute()
}

/**
 * Numbers of certificates in force over the years that the batch brought in for an account, and how many
 * people of the batch the account is.
 */
export async function findFollowing(
  db: Db,
  batchId: string,
  accountId: string,
): Promise<{ numbers: string[]; people: number }> {
  const { rows } = await sql<{ numbers: string[]; people: number }>`
    SELECT (SELECT count(*)::int FROM legacy_people WHERE batch_id = ${batchId} AND account_id = ${accountId}) AS people,
      ARRAY(SELECT c.number FROM certificates c WHERE c.person_id = ${accountId} AND c.state = 'valid'
        AND c.year IN (SELECT e.year FROM ledger_entries e WHERE e.person_id = ${accountId}
          AND e.source_kind = 'legacy' AND e.source_id = ${batchId})) AS numbers`.execute(db)
  return rows[0] ?? { numbers: [], people: 0 }
}
