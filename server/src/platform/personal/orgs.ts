import type { Register } from '../personal-columns.ts'

export const unitColumns: Register = {
  units: [
    {
      purpose: 'reaching the unit',
      retention: 'unit',
      columns: { contact_name: 'clear', contact_phone_sealed: 'sealed' },
    },
  ],
  unit_licences: [
    {
      purpose: 'what the scan of a licence was called when it was sent',
      retention: 'unit',
      columns: { name: 'clear' },
    },
  ],
  unit_joins: [
    {
      purpose: 'why somebody was not taken among the staff',
      retention: 'unit',
      columns: { reason: 'clear' },
    },
  ],
}
