import type { Register } from '../personal-columns.ts'

export const claimColumns: Register = {
  hour_claims: [
    {
      purpose: 'finding hours that a person misses, and saying later what came of it',
      retention: 'record',
      columns: { name: 'clear', words: 'clear', answer: 'clear' },
    },
  ],
  hour_claim_events: [
    {
      purpose: 'who did what with a claim of missing hours',
      retention: 'record',
      columns: { by_name: 'clear', words: 'clear' },
    },
  ],
}
