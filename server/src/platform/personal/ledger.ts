import type { Register } from '../personal-columns.ts'

export const ledgerColumns: Register = {
  ledger_entries: [
    {
      purpose: 'the hours of a person, as they stood when they were credited',
      retention: 'record',
      columns: {
        series: 'clear',
        hours_tenths: 'clear',
        item: 'clear',
        reason: 'clear',
      },
    },
  ],
  years: [
    {
      purpose: 'whether a year is met',
      retention: 'record',
      columns: {
        series: 'clear',
        public_tenths: 'clear',
        professional_tenths: 'clear',
        elective_tenths: 'clear',
      },
    },
  ],
  year_results: [
    {
      purpose: 'how a year was computed, to be replayed',
      retention: 'record',
      columns: { result: 'clear' },
    },
  ],
}
