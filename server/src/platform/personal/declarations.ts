import type { Register } from '../personal-columns.ts'

export const declarationColumns: Register = {
  declarations: [
    {
      purpose: 'what the person studied, and what was decided of it',
      retention: 'record',
      columns: {
        name: 'clear',
        institution: 'clear',
        start_on: 'clear',
        end_on: 'clear',
        claimed_tenths: 'clear',
        option: 'clear',
        units: 'clear',
        rank: 'clear',
        achievement: 'clear',
        recognised_tenths: 'clear',
        series: 'clear',
        receipt_number: 'clear',
        reason: 'clear',
        flags: 'clear',
        review_to: 'clear',
        appealed_from: 'clear',
      },
    },
  ],
  declaration_batch_files: [
    {
      purpose: 'what a file that proves a training was called when it was sent',
      retention: 'record',
      columns: { name: 'clear' },
    },
  ],
  declaration_events: [
    {
      purpose: 'who did what with a record, shown to the person',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear', decision: 'clear' },
    },
  ],
  declaration_returns: [
    {
      purpose: 'what a record said when it was returned, so that its reviewer sees what changed',
      retention: 'record',
      columns: { form: 'clear', files: 'clear' },
    },
  ],
  declaration_revocations: [
    {
      purpose: 'why recognised hours were taken back, and why they were given back',
      retention: 'record',
      columns: {
        decision: 'clear',
        reason: 'clear',
        end_decision: 'clear',
        end_reason: 'clear',
      },
    },
  ],
  evidence: [
    {
      purpose: 'what a file was called when it was sent',
      retention: 'record',
      columns: { name: 'clear', claimed_sha256: 'hashed' },
    },
  ],
}
