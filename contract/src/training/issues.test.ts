import { mostHoursTenths } from '../hours.ts'
import { testParts } from '../../test/parts.ts'
import { classIssues } from './classes/rules.ts'
import type { ClassForm } from './classes/shapes.ts'
import { courseIssues, type CourseForm } from './courses/shapes.ts'
import { topicIssues, type TopicForm } from './topics.ts'

const thisYear = 2026
const id = (last: number) => `00000000-0000-4000-8000-00000000000${last}`
const subject = { name: '防火', hoursTenths: 80, teachers: null }
const session = {
  id: null,
  on: '2026-07-06',
  from: '09:00',
  to: '12:00',
  online: false,
  place: null,
  subject: null,
  teacher: null,
}
const training: ClassForm = {
  courseId: id(3),
  name: '安全班',
  organisation: 'faceToFace',
  days: 2,
  plan: 30,
  startsOn: '2026-07-06',
  endsOn: '2026-07-07',
  headTeacher: '林老师',
  teacher: '林老师',
  exam: 'written',
  place: '一楼',
  sessions: [session, { ...session, on: '2026-07-07' }],
  admission: {
    series: [],
    levels: [],
    regionCode: null,
    units: [{ unitId: id(1), kept: 5 }],
    unitsOnly: false,
  },
  signUpFromOn: '2026-06-01',
  signUpFromAt: '09:00',
  signUpToOn: '2026-06-30',
  signUpToAt: '09:00',
  fee: '免费',
  contactName: '林晓雯',
  contactPhone: '020-87654321',
  confirmation: 'first',
  attendancePercent: 80,
  passMark: 60,
  lateMinutes: 10,
}

testParts<ClassForm>('ClassForm', classIssues, training, [
  [
    { endsOn: '2026-07-01', signUpToOn: '2026-06-01', sessions: [], plan: 1 },
    {
      endsOn: 'ENDS_BEFORE_START',
      signUpToOn: 'ENDS_BEFORE_START',
      sessions: 'SESSIONS_REQUIRED',
      'admission.units': 'KEPT_ABOVE_PLAN',
    },
    [
      'startsOn',
      'endsOn',
      'signUpFromOn',
      'signUpFromAt',
      'signUpToOn',
      'signUpToAt',
      'organisation',
      'sessions',
      'plan',
      'admission.units.0.kept',
    ],
  ],
  [
    {
      days: 3,
      signUpToOn: '2026-07-06',
      signUpToAt: '08:31',
      sessions: [session, { ...session, from: '13:00', to: '12:30' }],
      admission: {
        ...training.admission,
        units: [
          { unitId: id(1), kept: 1 },
          { unitId: id(1), kept: 0 },
        ],
      },
    },
    {
      days: 'DAYS_ABOVE_SPAN',
      signUpToOn: 'SIGN_UP_AFTER_START',
      'sessions.1.to': 'TIME_BEFORE_START',
      'admission.units': 'UNIT_TWICE',
    },
    [
      'startsOn',
      'endsOn',
      'days',
      'signUpToOn',
      'signUpToAt',
      'sessions.0.on',
      'sessions.0.from',
      'sessions.1.from',
      'sessions.1.to',
      'admission.units.0.unitId',
      'admission.units.1.unitId',
    ],
  ],
  [
    { sessions: [session, { ...session, from: '11:00' }, { ...session, on: '2026-07-08' }] },
    { 'sessions.1.from': 'SESSIONS_OVERLAP', 'sessions.2.on': 'SESSION_OUTSIDE_CLASS' },
    [
      'sessions.0.on',
      'sessions.0.from',
      'sessions.0.to',
      'endsOn',
      'sessions.1.on',
      'sessions.1.from',
      'sessions.1.to',
      'sessions.2.on',
    ],
  ],
  [
    { admission: { ...training.admission, unitsOnly: true, units: [] } },
    { 'admission.units': 'UNITS_REQUIRED' },
    ['admission.units', 'admission.unitsOnly'],
  ],
])

testParts<CourseForm>(
  'CourseForm',
  (form) => courseIssues(form, thisYear),
  {
    year: 2026,
    name: '安全',
    category: 'professional',
    series: '01',
    levels: [],
    audience: null,
    summary: null,
    shared: false,
    subjects: [subject, { ...subject, name: '用电' }],
  },
  [
    [
      { year: 2025, series: null, subjects: [subject, subject] },
      { year: 'YEAR_OVER', series: 'REQUIRED', 'subjects.1.name': 'SUBJECT_TWICE' },
      ['year', 'category', 'series', 'subjects.0.name', 'subjects.1.name'],
    ],
    [
      { subjects: [{ ...subject, hoursTenths: mostHoursTenths + 1 }] },
      { subjects: 'HOURS_TOO_MANY' },
      ['subjects.0.hoursTenths'],
    ],
  ],
)

testParts<TopicForm>(
  'TopicForm',
  (form) => topicIssues(form, thisYear),
  {
    year: 2026,
    title: '公需课',
    hoursTenths: 180,
    platform: '平台',
    url: null,
    platformCode: null,
    openFrom: '2026-03-01',
    openTo: '2027-02-01',
    note: null,
  },
  [
    [{ openTo: '2026-02-01' }, { openTo: 'CLOSES_BEFORE_OPENING' }, ['openFrom', 'openTo']],
    [{ year: 2028 }, { year: 'YEAR_TOO_FAR', openFrom: 'NOT_IN_YEAR' }, ['year', 'openFrom']],
  ],
)
