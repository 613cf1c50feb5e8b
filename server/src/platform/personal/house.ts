import type { Register } from '../personal-columns.ts'

export const houseColumns: Register = {
  attempts: [
    {
      purpose: 'slowing down those who guess',
      retention: 'passing',
      columns: { subject: 'hashed' },
    },
  ],
  files: [
    {
      purpose: 'finding a file that was used before',
      retention: 'record',
      columns: { sha256: 'hashed' },
    },
  ],
  setting_changes: [{ purpose: 'who set what', retention: 'audit', columns: { by_name: 'clear' } }],
  audit_checks: [{ purpose: 'who checked', retention: 'audit', columns: { by_name: 'clear' } }],
  outbox: [{ purpose: 'what is on its way', retention: 'passing', columns: { payload: 'clear' } }],
  audit: [
    {
      purpose:
        'who did what, from where; the values that were seen or changed, under the person’s own key',
      retention: 'audit',
      columns: { address: 'clear', personal_sealed: 'sealed' },
    },
  ],
}
