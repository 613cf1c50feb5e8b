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
  staff_invitations: [
    {
      purpose: 'asking somebody to work for a unit, and knowing them when they come',
      retention: 'unit',
      columns: { name: 'clear', address_sealed: 'sealed', address_masked: 'clear' },
    },
  ],
  staff_absences: [
    {
      purpose: 'knowing who stands in for a colleague who is away',
      retention: 'unit',
      columns: { from_on: 'clear', to_on: 'clear' },
    },
  ],
  unit_events: [
    {
      purpose: 'who did what with a unit, and why',
      retention: 'unit',
      columns: { by_name: 'clear', reason: 'clear', about: 'clear' },
    },
  ],
  unit_changes: [
    {
      purpose: 'why a unit wants to be called otherwise, and why it may not',
      retention: 'unit',
      columns: { reason: 'clear', decision_reason: 'clear' },
    },
  ],
  accreditations: [
    {
      purpose: 'what an office thinks of an institution that asks to teach',
      retention: 'unit',
      columns: { opinion: 'clear', reason: 'clear' },
    },
  ],
  unit_papers: [
    {
      purpose: 'what a scan was called when it was sent',
      retention: 'unit',
      columns: { name: 'clear' },
    },
  ],
}
