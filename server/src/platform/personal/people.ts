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
        return_reason: 'clear',
      },
    },
    {
      purpose: 'reaching the person',
      retention: 'account',
      columns: { phone_sealed: 'sealed', email_sealed: 'sealed', postal_code: 'clear' },
    },
  ],
}
