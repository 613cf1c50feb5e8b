/** Columns of batches of past years that say nothing of anybody. */
export const impersonalLegacy: Readonly<Record<string, readonly string[]>> = {
  legacy_batches: [
    'state',
    'version',
    'name',
    'file_name',
    'file_sha256',
    'row_count',
    'wrong_count',
    'created_at',
    'committed_at',
    'undone_at',
    'undo_reason',
  ],
  legacy_people: ['state', 'first_row', 'given_short', 'reason', 'taken_back_at'],
  legacy_rows: ['row_number', 'category', 'subjects'],
  legacy_certificates: ['issuer'],
  legacy_controls: ['unit_name', 'year', 'category', 'hours_tenths', 'given_tenths', 'at'],
  legacy_totals: ['unit_name', 'year', 'category', 'row_count', 'hours_tenths'],
}
