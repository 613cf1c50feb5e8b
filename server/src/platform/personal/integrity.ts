import type { Register } from '../personal-columns.ts'

export const caseColumns: Register = {
  cases: [
    {
      purpose: 'what somebody is held to have done, who entered and who decided it',
      retention: 'record',
      columns: {
        subject_name: 'clear',
        subject_detail: 'clear',
        kind: 'clear',
        facts: 'clear',
        suspended_years: 'clear',
        reason: 'clear',
        operator_name: 'clear',
      },
    },
  ],
  case_events: [
    {
      purpose: 'who did what to a case, and why',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  case_files: [
    {
      purpose: 'the evidence of a case',
      retention: 'record',
      columns: { name: 'clear' },
    },
  ],
  restrictions: [
    {
      purpose: 'what somebody is held back from meanwhile',
      retention: 'record',
      columns: { kind: 'clear', year: 'clear' },
    },
  ],
}
