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
}
