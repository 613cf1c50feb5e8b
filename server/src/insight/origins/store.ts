import type { Category, EntryItem } from '@xueshi/contract/ledger'
import type { LegacyState } from '@xueshi/contract/legacy'
import type { CompletionState } from '@xueshi/contract/training/completions'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type OriginRow = {
  id: string
  personId: string
  personName: string
  year: number
  category: Category
  form: string
  hoursTenths: number
  item: EntryItem
  at: Date
  byName: string | null
  line: number
  ruleSet: string
  reversedAt: Date | null
  reversedWhy: string | null
  reported: {
    institutionName: string
    reference: string
    receivedAt: string
    keyName: string
    itemCount: number
    state: CompletionState
    name: string
    numberMasked: string
    hoursTenths: number
  } | null
  imported: {
    batchId: string
    unitId: string
    batchName: string
    officeName: string
    fileName: string | null
    fileSha256: string | null
    state: LegacyState
    checkedBy: string
    checkedAt: string
    importedAt: string | null
    name: string | null
    numberMasked: string | null
  } | null
}

/** The credit with what stands behind it; undefined for one of a declaration or a class. */
export const originQuery = (id: string) => sql<OriginRow>`
  SELECT e.id, e.person_id, p.name AS person_name, e.year, e.category, e.form, e.hours_tenths, e.item, e.at, e.line,
    by.name AS by_name, s.name AS rule_set, r.at AS reversed_at, r.reason AS reversed_why,
    (SELECT json_build_object('institutionName', u.name, 'reference', c.reference, 'receivedAt', c.received_at,
        'keyName', k.name, 'itemCount', b.item_count, 'state', c.state, 'name', c.name,
        'numberMasked', c.number_masked, 'hoursTenths', c.hours_tenths)
      FROM completions c
      JOIN completion_batches b ON b.id = c.batch_id
      JOIN api_keys k ON k.id = b.key_id
      JOIN units u ON u.id = c.unit_id
      WHERE e.source_kind = 'platform' AND c.id = e.source_id) AS reported,
    (SELECT json_build_object('batchId', b.id, 'unitId', b.unit_id, 'batchName', b.name, 'officeName', u.name,
        'fileName', b.file_name, 'fileSha256', encode(b.file_sha256, 'hex'), 'state', b.state,
        'checkedBy', b.by_name, 'checkedAt', b.created_at, 'importedAt', b.committed_at,
        'name', n.name, 'numberMasked', n.number_masked)
      FROM legacy_batches b
      JOIN units u ON u.id = b.unit_id
      LEFT JOIN LATERAL (SELECT * FROM legacy_people n WHERE n.batch_id = b.id AND n.account_id = e.person_id
        ORDER BY n.first_row LIMIT 1) n ON true
      WHERE e.source_kind = 'legacy' AND b.id = e.source_id) AS imported
  FROM ledger_entries e
  JOIN people p ON p.id = e.person_id
  JOIN rule_sets s ON s.id = e.rule_set_id
  LEFT JOIN accounts by ON by.id = e.by_id
  LEFT JOIN ledger_entries r ON r.reverses = e.id
  WHERE e.id = ${id} AND e.reverses IS NULL AND e.source_kind IN ('platform', 'legacy')`

export async function findOrigin(db: Db, id: string): Promise<OriginRow | undefined> {
  const { rows } = await originQuery(id).execute(db)
  return rows[0]
}
