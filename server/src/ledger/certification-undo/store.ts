import type { RunState, UndoOutcome } from '@xueshi/contract/ledger/certification-runs'
import type { YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { writeLast } from '../../platform/transaction.ts'
import type { WalkedYear } from '../rule-changes/store.ts'

/** The run is taken back from now on; false where it was seen in another version, or is so already. */
export async function markUndone(
  tx: Db,
  { id, unitId, version }: { id: string; unitId: string; version: number },
  { from, to }: { from: readonly RunState[]; to: RunState },
  undo: { taskId: string; reason: string; byName: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE certification_runs SET state = ${to}, version = version + 1, undo_task_id = ${undo.taskId},
      undo_reason = ${undo.reason}, undone_by = ${undo.byName}, undone_at = ${undo.at}
    WHERE id = ${id} AND unit_id = ${unitId} AND version = ${version} AND state = ANY (${[...from]})`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

/** How many of the run are not dealt with yet. */
export async function countLeft(db: Db, runId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM certification_outcomes
    WHERE run_id = ${runId} AND outcome = 'certified' AND undo IS NULL`.execute(db)
  return rows[0]?.count ?? 0
}

/** The next people whom the run certified, in the order of people. */
export const certifiedQuery = (runId: string, after: string | null, limit: number) => sql<{
  personId: string
}>`
  SELECT person_id FROM certification_outcomes
  WHERE run_id = ${runId} AND outcome = 'certified'
    AND person_id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
  ORDER BY person_id LIMIT ${limit}`

export async function listCertified(db: Db, ...page: Parameters<typeof certifiedQuery>) {
  const { rows } = await certifiedQuery(...page).execute(db)
  return rows.map(({ personId }) => personId)
}

export type CertifiedYear = WalkedYear & { certificateId: string; keptRules: boolean }

/** The years of these people with what the run gave them, locked in the order of people. */
export async function lockCertified(
  tx: Db,
  { runId, year }: { runId: string; year: number },
  personIds: readonly string[],
): Promise<CertifiedYear[]> {
  const { rows } = await sql<CertifiedYear>`
    SELECT y.id, y.year, y.person_id, y.series, u.city_code, y.state, y.keeps_rules, y.rule_set_id,
      y.obligation_id, y.relief, y.lacking_tenths, o.certificate_id, o.kept_rules
    FROM certification_outcomes o
    JOIN years y ON y.person_id = o.person_id AND y.year = ${year}
    LEFT JOIN units u ON u.id = y.unit_id
    WHERE o.run_id = ${runId} AND o.person_id = ANY (${personIds}::uuid[]) AND o.outcome = 'certified'
    ORDER BY y.person_id FOR UPDATE OF y`.execute(tx)
  return rows
}

/** Locked years wait for their certification again, and keep their rules where they did so before. */
export async function uncertify(
  tx: Db,
  years: readonly { id: string; keptRules: boolean }[],
  { from, to }: { from: readonly YearState[]; to: YearState },
  at: Date,
): Promise<void> {
  const { numAffectedRows } = await sql`
    UPDATE years y SET state = ${to}, keeps_rules = given.kept_rules, version = y.version + 1, updated_at = ${at}
    FROM unnest(${years.map(({ id }) => id)}::uuid[], ${years.map(({ keptRules }) => keptRules)}::boolean[])
      AS given (id, kept_rules)
    WHERE y.id = given.id AND y.state = ANY (${[...from]})`.execute(tx)
  if (numAffectedRows !== BigInt(years.length))
    throw new Error('a certificate was in force of a year that is not certified')
}

/** What taking the run back did to each of these people. */
export const keepUndone = (
  tx: Db,
  runId: string,
  done: readonly { personId: string; undo: UndoOutcome }[],
): void =>
  writeLast(
    tx,
    sql`UPDATE certification_outcomes o SET undo = given.undo
      FROM unnest(${done.map(({ personId }) => personId)}::uuid[], ${done.map(({ undo }) => undo)}::text[])
        AS given (person_id, undo)
      WHERE o.run_id = ${runId} AND o.person_id = given.person_id`,
  )
