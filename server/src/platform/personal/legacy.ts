import type { Register } from '../personal-columns.ts'

/** What a file of past years says; most of it until its batch stands in the ledger or a month has passed. */
export const legacyColumns: Register = {
  legacy_batches: [
    {
      purpose: 'who brought a batch of past years in',
      retention: 'record',
      columns: { by_name: 'clear' },
    },
  ],
  legacy_controls: [
    {
      purpose: 'who wrote down what the books of an office come to',
      retention: 'record',
      columns: { by_name: 'clear' },
    },
  ],
  legacy_people: [
    {
      purpose: 'whom a batch was about, and by what it was decided that it is they',
      retention: 'record',
      columns: {
        document_hash: 'hashed',
        document_type: 'clear',
        number_masked: 'clear',
        name: 'clear',
        decided_by: 'clear',
      },
    },
    {
      purpose:
        'the number of whoever gets an account by the batch, and by what they are looked for before',
      retention: 'passing',
      columns: {
        number_sealed: 'sealed',
        name_pinyin: 'clear',
        number_tail: 'hashed',
        birth_date: 'clear',
        unit_name: 'clear',
      },
    },
  ],
  legacy_rows: [
    {
      purpose: 'what somebody learnt before this system, as the file tells it',
      retention: 'passing',
      columns: {
        unit_name: 'clear',
        year: 'clear',
        series: 'clear',
        course: 'clear',
        hours_tenths: 'clear',
        institution: 'clear',
        start_on: 'clear',
        end_on: 'clear',
      },
    },
  ],
  legacy_certificates: [
    {
      purpose: 'the certificate that a past year had',
      retention: 'passing',
      columns: { year: 'clear', number: 'clear', issued_on: 'clear' },
    },
  ],
}
