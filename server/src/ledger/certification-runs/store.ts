import type { CertificateState } from '@xueshi/contract/certificates'
import type {
  ListedOutcome,
  RunOutcome,
  RunState,
  UndoOutcome,
} from '@xueshi/contract/ledger/certification-runs'
import type { TaskState } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { given } from '../../platform/given.ts'
import type { Scope } from '../../platform/scope.ts'
import { writeLast } from '../../platform/transaction.ts'
import { isWanted, type Wanted } from '../certification/store.ts'

export type Counts = Partial<Record<ListedOutcome, number>>
export type NewRun = {
  id: string
  unitId: string
  year: number
  series: string | null
  byName: string
  createdAt: Date
}

/** A run begins with its task, and has counted nothing yet. */
export async function insertRun(tx: Db, run: NewRun): Promise<void> {
  await sql`
    INSERT INTO certification_runs (id, unit_id, year, series, state, is_recorded, counts, by_name, created_at)
    VALUES (${run.id}, ${run.unitId}, ${run.year}, ${run.series}, 'standing', true, '{}', ${run.byName}, ${run.createdAt})`.execute(
    tx,
  )
}

/** The run, held until the step is done, so that it is not taken back while it certifies. */
export async function lockRun(tx: Db, id: string) {
  const { rows } = await sql<{ state: RunState; counts: Counts }>`
    SELECT state, counts FROM certification_runs WHERE id = ${id} FOR UPDATE`.execute(tx)
  return rows[0]
}

export const saveCounts = (tx: Db, id: string, counts: Counts): void =>
  writeLast(
    tx,
    sql`UPDATE certification_runs SET counts = ${JSON.stringify(counts)}::jsonb WHERE id = ${id}`,
  )

/** What became of one person in a step. */
export type Outcome = { personId: string } & (
  | { outcome: 'certified'; certificateId: string; keptRules: boolean }
  | { outcome: Exclude<RunOutcome, 'certified'> }
)

export const keepOutcomes = (tx: Db, runId: string, outcomes: readonly Outcome[]): void =>
  writeLast(
    tx,
    sql`INSERT INTO certification_outcomes (run_id, person_id, outcome, certificate_id, kept_rules)
      SELECT ${runId}::uuid, kept.* FROM ${given('kept', outcomes, {
        personId: 'uuid',
        outcome: 'text',
        certificateId: 'uuid',
        keptRules: 'boolean',
      })}`,
  )

export type RunRow = NewRun & {
  state: RunState
  version: number
  taskState: TaskState | null
  isRecorded: boolean
  counts: Counts
  undoTaskId: string | null
  undoTaskState: TaskState | null
  undoReason: string | null
  undoneBy: string | null
  undoneAt: Date | null
}

const seen = sql`
  SELECT r.id, r.unit_id, r.year, r.series, r.state, r.version, r.is_recorded, r.counts, r.by_name, r.created_at,
    r.undo_task_id, r.undo_reason, r.undone_by, r.undone_at, t.state AS task_state, u.state AS undo_task_state
  FROM certification_runs r LEFT JOIN tasks t ON t.id = r.id LEFT JOIN tasks u ON u.id = r.undo_task_id`

/** The runs of an office, newest first. */
export async function listRuns(
  db: Db,
  unitId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`${seen} WHERE r.unit_id = ${unitId}
    ${after === undefined ? sql`` : sql`AND r.id < ${after}`} ORDER BY r.id DESC LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** One run; undefined where it is not of this office. */
export async function findRun(db: Db, unitId: string, id: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`${seen} WHERE r.unit_id = ${unitId} AND r.id = ${id}`.execute(
    db,
  )
  return rows[0]
}

/** What taking the run back would come to, and how many of those certificates somebody has verified. */
export async function countUndoing(db: Db, runId: string, accountId: string) {
  const { rows } = await sql<{ outcome: UndoOutcome; count: number; verified: number }>`
    SELECT outcome, count(*)::int AS count, count(*) FILTER (WHERE looked)::int AS verified FROM (
      SELECT CASE WHEN o.person_id = ${accountId} THEN 'own' WHEN c.state = 'valid' THEN 'uncertified' ELSE 'ended' END
          AS outcome,
        EXISTS (SELECT FROM certificate_looks l WHERE l.certificate_id = c.id) AS looked
      FROM certification_outcomes o JOIN certificates c ON c.id = o.certificate_id
      WHERE o.run_id = ${runId} AND o.outcome = 'certified') each
    GROUP BY outcome`.execute(db)
  return rows
}

export type PersonRow = {
  personId: string
  name: string
  documentNumberSealed: Buffer
  unitName: string | null
  series: string
  lackingTenths: number
  certificateId: string | null
  certificateNumber: string | null
  certificateState: CertificateState | null
  undo: UndoOutcome | null
}
const first = '00000000-0000-0000-0000-000000000000'

type Page = { outcome: ListedOutcome; after: string | undefined; limit: number }

/** Whom a run certified, or passed over for this reason, in the order of people. */
export const outcomesQuery = (runId: string, { outcome, after, limit }: Page) => sql<PersonRow>`
  SELECT o.person_id, p.name, a.document_number_sealed, u.name AS unit_name, y.series, y.lacking_tenths,
    c.id AS certificate_id, c.facts ->> 'number' AS certificate_number, c.state AS certificate_state, o.undo
  FROM certification_outcomes o
  JOIN certification_runs r ON r.id = o.run_id
  JOIN people p ON p.id = o.person_id
  JOIN accounts a ON a.id = p.id
  JOIN years y ON y.person_id = o.person_id AND y.year = r.year
  LEFT JOIN units u ON u.id = y.unit_id
  LEFT JOIN certificates c ON c.id = o.certificate_id
  WHERE o.run_id = ${runId} AND o.outcome = ${outcome} AND o.person_id > coalesce(${after ?? null}::uuid, ${first}::uuid)
  ORDER BY o.person_id LIMIT ${limit}`

export const listOutcomes = async (db: Db, ...page: Parameters<typeof outcomesQuery>) =>
  (await outcomesQuery(...page).execute(db)).rows

/** So many years are looked at for a page, wherever they are: a page may be short. */
const readLimit = 5_000

// The state as a word: only then a plan for any year may use the index of these states.
const stretch = ({ year }: Wanted, { outcome, after }: Page) => sql`
  SELECT y.person_id, y.unit_id, y.series, y.lacking_tenths FROM years y
  WHERE y.year = ${year} AND y.state = ${sql.lit(outcome)} AND y.person_id > coalesce(${after ?? null}::uuid, ${first}::uuid)
  ORDER BY y.person_id LIMIT ${readLimit}`

/** Of those whom no run looks at, whose year stands so in the region today. */
export const othersQuery = (scope: Scope, of: Wanted, page: Page) => sql<PersonRow>`
  SELECT y.person_id, p.name, a.document_number_sealed, u.name AS unit_name, y.series, y.lacking_tenths,
    NULL AS certificate_id, NULL AS certificate_number, NULL AS certificate_state, NULL AS undo
  FROM (${stretch(of, page)}) y
  JOIN people p ON p.id = y.person_id
  JOIN accounts a ON a.id = p.id
  LEFT JOIN units u ON u.id = y.unit_id
  WHERE ${isWanted(scope, of)}
  ORDER BY y.person_id LIMIT ${page.limit}`

export const listOthers = async (db: Db, ...page: Parameters<typeof othersQuery>) =>
  (await othersQuery(...page).execute(db)).rows

/** The last that a page looked at; undefined when it saw all of them. */
export async function endOfStretch(db: Db, of: Wanted, page: Page): Promise<string | undefined> {
  const { rows } = await sql<{ personId: string }>`
    SELECT y.person_id FROM (${stretch(of, page)}) y ORDER BY y.person_id OFFSET ${readLimit - 1} LIMIT 1`.execute(
    db,
  )
  return rows[0]?.personId
}
