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
  classes: [
    {
      purpose: 'who leads and teaches a class and whom to ask, as its institution announces it',
      retention: 'record',
      columns: {
        head_teacher: 'clear',
        teacher: 'clear',
        contact_name: 'clear',
        contact_phone: 'clear',
      },
    },
  ],
  class_sessions: [
    {
      purpose: 'who teaches a session',
      retention: 'record',
      columns: { teacher: 'clear' },
    },
  ],
  class_events: [
    {
      purpose: 'who did what with a class, and why',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  enrolments: [
    {
      purpose: 'who applied for which class, as what, and what came of it',
      retention: 'record',
      columns: {
        state: 'clear',
        number: 'clear',
        rank: 'clear',
        series: 'clear',
        title_level: 'clear',
        reason: 'clear',
        applied_at: 'clear',
        decided_at: 'clear',
        never_came: 'clear',
      },
    },
  ],
  enrolment_events: [
    {
      purpose: 'who did what with an enrolment, shown to its person',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  attendance: [
    {
      purpose: 'who was there, by which a class is passed',
      retention: 'record',
      columns: { mark: 'clear', source: 'clear', at: 'clear' },
    },
  ],
  attendance_changes: [
    {
      purpose: 'what a mark of attendance was before, who changed it and why, shown to its person',
      retention: 'record',
      columns: {
        former: 'clear',
        former_source: 'clear',
        former_at: 'clear',
        mark: 'clear',
        at: 'clear',
        by_name: 'clear',
        reason: 'clear',
      },
    },
  ],
  attendance_scans: [
    {
      purpose: 'the signed sheets by which attendance can be proved',
      retention: 'record',
      columns: { name: 'clear', by_name: 'clear' },
    },
  ],
  results: [
    {
      purpose: 'how an exam went, by which a class is passed',
      retention: 'record',
      columns: { attempt: 'clear', score: 'clear', passed: 'clear', at: 'clear' },
    },
  ],
  evaluations: [
    {
      purpose: 'how a class was found, read by its institution without a name',
      retention: 'record',
      columns: {
        content: 'clear',
        teaching: 'clear',
        organisation: 'clear',
        comment: 'clear',
        at: 'clear',
      },
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
