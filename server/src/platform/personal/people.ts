import type { Register } from '../personal-columns.ts'

export const personColumns: Register = {
  people: [
    {
      purpose: 'finding a person by name or the end of their number',
      retention: 'record',
      columns: {
        name: 'clear',
        name_pinyin: 'clear',
        name_initials: 'clear',
        number_tail: 'hashed',
      },
    },
  ],
  profiles: [
    {
      purpose: 'the basic information that the regulation asks of professionals',
      retention: 'record',
      columns: {
        sex: 'clear',
        birth_date: 'clear',
        ethnicity: 'clear',
        native_place: 'clear',
        education: 'clear',
        degree: 'clear',
        major: 'clear',
        school: 'clear',
        graduated_on: 'clear',
        started_work_on: 'clear',
        title_level: 'clear',
        title: 'clear',
        title_obtained_on: 'clear',
        series: 'clear',
        specialty: 'clear',
        work_region: 'clear',
        wanted_unit: 'clear',
        other_titles: 'clear',
        other_degrees: 'clear',
        return_reason: 'clear',
        return_fields: 'clear',
      },
    },
    {
      purpose: 'reaching the person',
      retention: 'account',
      columns: { phone_sealed: 'sealed', email_sealed: 'sealed', postal_code: 'clear' },
    },
  ],
  employments: [
    {
      purpose:
        'since when and until when a person was at a unit, and why they left or were not taken',
      retention: 'record',
      columns: { started_on: 'clear', ended_on: 'clear', end_reason: 'clear', reason: 'clear' },
    },
  ],
  transfers: [
    {
      purpose: 'why a former unit did not let a person go, and what was decided about that',
      retention: 'record',
      columns: { objection: 'clear', decision: 'clear' },
    },
  ],
}
