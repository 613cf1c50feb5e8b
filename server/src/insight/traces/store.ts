import type { ClassState } from '@xueshi/contract/training/classes'
import type { CompletionState } from '@xueshi/contract/training/completions'
import type { DeclarationState } from '@xueshi/contract/declarations'
import type { EnrolmentState } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type Of = { personId: string; year: number; recordId?: string }
/** What a year may hold of one person; nobody has more. */
const most = 200

type Row = {
  id: string
  name: string
  organisation: string
  hoursTenths: number
  /** Who holds it, where somebody does. */
  unitId: string | null
  unitName: string | null
}
export type EnrolmentRow = Row & {
  state: EnrolmentState
  classState: ClassState
  startsOn: string
  credited: boolean
  takenBack: boolean
}
export type DeclarationRow = Row & { state: DeclarationState; office: string | null }
export type CompletionRow = Row & { state: CompletionState; reason: string | null }
/** committed: its rows stand in the ledger, or stood there. */
export type ImportRow = Row & {
  items: number
  state: 'committed' | 'takenBack' | 'near' | 'waiting'
}

const only = (column: string, recordId: string | undefined) =>
  recordId === undefined ? sql`` : sql`AND ${sql.ref(column)} = ${recordId}`

/** Classes of the year that the person applied for, and what of each stands in the ledger. */
export const enrolmentQuery = ({ personId, year, recordId }: Of) => sql<EnrolmentRow>`
  SELECT e.id, c.name, u.name AS organisation, c.hours_tenths, c.institution_id AS unit_id, u.name AS unit_name,
    e.state, c.state AS class_state, c.starts_on,
    coalesce(l.credits > l.reversals, false) AS credited, coalesce(l.reversals > 0, false) AS taken_back
  FROM enrolments e
  JOIN classes c ON c.id = e.class_id
  JOIN units u ON u.id = c.institution_id
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.reverses IS NULL) AS credits, count(*) FILTER (WHERE t.reverses IS NOT NULL) AS reversals
    FROM ledger_entries t WHERE t.person_id = e.person_id AND t.source_kind = 'class' AND t.source_id = e.id
  ) l ON true
  WHERE e.person_id = ${personId} AND c.year = ${year} ${only('e.id', recordId)}
  ORDER BY e.id DESC LIMIT ${most}`

/** Records of the year that the person declared, and where each waits. */
export const declarationQuery = ({ personId, year, recordId }: Of) => sql<DeclarationRow>`
  SELECT d.id, d.name, d.institution AS organisation, coalesce(d.recognised_tenths, d.claimed_tenths) AS hours_tenths,
    s.office_unit_id AS unit_id, u.name AS unit_name, d.state, s.office
  FROM declarations d
  LEFT JOIN review_steps s ON s.declaration_id = d.id AND s.state = 'open'
  LEFT JOIN units u ON u.id = s.office_unit_id
  WHERE d.person_id = ${personId} AND d.year = ${year} ${only('d.id', recordId)}
  ORDER BY d.id DESC LIMIT ${most}`

/** What platforms reported of the person's document, whoever they took it for, in the year or of none. */
export const completionQuery = ({ personId, year, recordId }: Of) => sql<CompletionRow>`
  SELECT c.id, coalesce(c.course_name, '') AS name, u.name AS organisation, greatest(c.hours_tenths, 0) AS hours_tenths,
    c.unit_id, u.name AS unit_name, c.state, c.reason
  FROM identities i
  JOIN completions c ON c.document_hash = i.hash
  JOIN units u ON u.id = c.unit_id
  WHERE i.account_id = ${personId} AND i.kind = 'document' AND (c.year = ${year} OR c.year IS NULL)
    ${only('c.id', recordId)}
  ORDER BY c.id DESC LIMIT ${most}`

/** What offices brought in of the year, a line for each batch: in the ledger, or staged until it is committed. */
export const importQuery = ({ personId, year, recordId }: Of) => sql<ImportRow>`
  SELECT t.source_id AS id, min(t.item ->> 'name') AS name, count(*)::int AS items, u.name AS organisation,
    sum(t.hours_tenths)::int AS hours_tenths, b.unit_id, u.name AS unit_name,
    CASE WHEN bool_and(EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = t.id)) THEN 'takenBack' ELSE 'committed' END AS state
  FROM ledger_entries t
  JOIN legacy_batches b ON b.id = t.source_id
  JOIN units u ON u.id = b.unit_id
  WHERE t.person_id = ${personId} AND t.year = ${year} AND t.source_kind = 'legacy' AND t.reverses IS NULL
    ${only('t.source_id', recordId)}
  GROUP BY t.source_id, b.unit_id, u.name
  UNION ALL
  SELECT b.id, min(r.course), count(*)::int, u.name, sum(r.hours_tenths)::int, b.unit_id, u.name,
    CASE WHEN bool_or(n.state = 'near') THEN 'near' ELSE 'waiting' END
  FROM (SELECT * FROM legacy_people WHERE account_id = ${personId} OFFSET 0) n
  JOIN legacy_batches b ON b.id = n.batch_id AND b.state IN ('checking', 'checked')
  JOIN units u ON u.id = b.unit_id
  JOIN legacy_rows r ON r.legacy_person_id = n.id AND r.year = ${year}
  -- Whose name alone is near is another person until a clerk says otherwise.
  WHERE true ${only('b.id', recordId)} AND (n.state = 'known' OR n.reason = 'otherName')
  GROUP BY b.id, u.name
  LIMIT ${most}`

export async function listTraces(db: Db, of: Of) {
  const [enrolments, declarations, completions, imports] = [
    await enrolmentQuery(of).execute(db),
    await declarationQuery(of).execute(db),
    await completionQuery(of).execute(db),
    await importQuery(of).execute(db),
  ]
  return {
    enrolments: enrolments.rows,
    declarations: declarations.rows,
    completions: completions.rows,
    imports: imports.rows,
  }
}
