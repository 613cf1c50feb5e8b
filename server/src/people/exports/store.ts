import type { DocumentType } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { staffQuery, type StaffFilter, type StaffKey, type StaffRow } from '../desk/store.ts'

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

const more = sql`, a.document_type, p.id AS profile_id, p.phone_sealed,
  CASE WHEN a.state = 'unclaimed' THEN a.phone_sealed END AS unclaimed_phone_sealed, p.education, p.degree,
  p.title_obtained_on, p.specialty`

/** A page of the list with all that an export shows. */
export async function listPage(
  db: Db,
  filter: StaffFilter,
  after: StaffKey | null,
  limit: number,
): Promise<ExportRow[]> {
  const { rows } = await staffQuery<ExportRow>(filter, after, limit, more).execute(db)
  return rows
}
