import type { Register } from '../personal-columns.ts'

export const correctionColumns: Register = {
  corrections: [
    {
      purpose: 'correcting who somebody is, and saying later what was corrected and why',
      retention: 'record',
      columns: {
        asked_sealed: 'sealed',
        was_sealed: 'sealed',
        grounds: 'clear',
        reason: 'clear',
      },
    },
  ],
  correction_files: [
    {
      purpose: 'evidence of a correction, under the name that the person gave it',
      retention: 'record',
      columns: { name: 'clear' },
    },
  ],
  correction_events: [
    {
      purpose: 'who did what with a correction',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
}
