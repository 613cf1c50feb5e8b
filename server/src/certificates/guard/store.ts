import type { CertificateState } from '@xueshi/contract/certificates'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Issued } from './rules.ts'

export type GuardedRow = Issued & {
  year: number
  name: string
  /** Whether the register has it under the number of its issue, or that with the mark of an undone import. */
  isNumbered: boolean
  /** Whether its times are as our clock gives them. */
  isTimed: boolean
  state: CertificateState
  endedAt: Date | null
  endReason: string | null
  mac: Buffer | null
  endMac: Buffer | null
}

/** All certificates, by their ids. */
export async function page(db: Db, after: string, limit: number): Promise<GuardedRow[]> {
  const { rows } = await sql<GuardedRow>`
    SELECT id, code, person_id, unit_id, series, city_code, county_code, edition, replaces, photo_file_id, template_id,
      facts, issued_at, year, name, state, ended_at, end_reason, mac, end_mac,
      number IN (facts ->> 'number', facts ->> 'number' || ' *' || edition) AS is_numbered,
      issued_at = date_trunc('milliseconds', issued_at)
        AND coalesce(ended_at = date_trunc('milliseconds', ended_at), true) AS is_timed
    FROM certificates WHERE id > ${after} ORDER BY id LIMIT ${limit}`.execute(db)
  return rows
}

export async function find(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; isBare: boolean; isOver: boolean }>`
    SELECT id, mac IS NULL AS is_bare, state <> 'valid' AS is_over
    FROM certificates WHERE id = ANY (${[...ids]}::uuid[])`.execute(db)
  return rows
}
