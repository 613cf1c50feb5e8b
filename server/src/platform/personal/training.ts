import type { Register } from '../personal-columns.ts'

/** What courses and classes hold of people. */
export const trainingColumns: Register = {
  course_subjects: [
    {
      purpose: 'who teaches a course, as its organiser announces it',
      retention: 'record',
      columns: { teachers: 'clear' },
    },
  ],
  course_events: [
    {
      purpose: 'who did what with a course, and why',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  completions: [
    {
      purpose:
        'crediting what a person has completed on an online platform, and finding who they are',
      retention: 'record',
      columns: {
        document_hash: 'hashed',
        number_masked: 'clear',
        name: 'clear',
        reference: 'clear',
        start_on: 'clear',
        end_on: 'clear',
        hours_tenths: 'clear',
        reversed_why: 'clear',
      },
    },
  ],
}
