import type { DocumentType } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import {
  aroundStaff,
  staffColumns,
  type StaffFilter,
  staffQuery,
  type StaffRow,
} from '../desk/store.ts'

export type ExportRow = StaffRow & {
  documentType: DocumentType
  profileId: string | null
  phoneSealed: Buffer | null
  /** What the unit itself has told of somebody who has not registered. */
  unclaimedPhoneSealed: Buffer | null
  education: string | null
  degree: string | null
  titleObtainedOn: string | null
  specialty: string | null
}

/** Nobody exports more people at once than a sheet may have rows when it is read again. */
const mostRows = 200_000

/** Whom the filter finds, by their employments, in the order of the list. */
export async function listEmployments(db: Db, filter: StaffFilter): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.employment_id AS id FROM (${staffQuery(filter, null, mostRows)}) s
    ORDER BY s.name_pinyin, s.person_id`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * All that an export shows of these, in their order, without those who have left meanwhile. One by one:
 * after a large import the planner takes the unit for an empty one, and would read all of it for each page.
 */
export async function listPage(
  db: Db,
  unitIds: readonly string[],
  employmentIds: readonly string[],
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    SELECT ${staffColumns}, n.name AS unit_name, a.document_type, p.id AS profile_id, p.phone_sealed,
      CASE WHEN a.state = 'unclaimed' THEN a.phone_sealed END AS unclaimed_phone_sealed, p.education, p.degree,
      p.title_obtained_on, p.specialty
    FROM unnest(${employmentIds}::uuid[]) WITH ORDINALITY AS given (id, place)
    CROSS JOIN LATERAL (
      SELECT m.* FROM employments m WHERE m.id = given.id AND m.unit_id = ANY (${[...unitIds]}::uuid[]) AND m.state = 'confirmed' OFFSET 0) e
    JOIN people r ON r.id = e.person_id ${aroundStaff} JOIN units n ON n.id = e.unit_id
    ORDER BY given.place`.execute(db)
  return rows
}
