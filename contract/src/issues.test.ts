import { expect, test } from 'vitest'
import { registrationIssues, type Registration } from './accounts/registration.ts'
import { correctionIssues, type CorrectionForm } from './corrections.ts'
import { declarationIssues, type DeclarationForm } from './declarations/shapes.ts'
import { claimIssues, type ClaimForm } from './insight/claims.ts'
import { caseIssues, type CaseForm } from './integrity.ts'
import { rightPart } from './issues.ts'
import { exemptionIssues, type ExemptionForm } from './ledger/exemptions.ts'
import { templateIssues, type TemplateForm } from './messages/templates.ts'
import { partOf, testParts } from '../test/parts.ts'
import { profileIssues, type ProfileForm } from './people/profile-form.ts'

const today = '2026-06-01'
const thisYear = 2026
const id = (last: number) => `00000000-0000-4000-8000-00000000000${last}`

testParts<Registration>(
  'Registration',
  (form) => registrationIssues(form, today, 16),
  {
    accountName: 'linxiaowen',
    password: 'Lanshan26',
    passwordAgain: 'Lanshan26',
    name: '林晓雯',
    phone: '13812345678',
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: '11010519491231002X',
    email: 'lin@example.cn',
    questions: ['1', '2', '3'].map((question) => ({ question, answer: '答案' })),
    captcha: { id: 'c', answer: 'ABCDE' },
  },
  [
    [
      { passwordAgain: 'Lanshan27' },
      { passwordAgain: 'PASSWORDS_DIFFER' },
      ['password', 'passwordAgain'],
    ],
    [
      { country: 'USA', phone: '12' },
      { documentType: 'DOCUMENT_TYPE_NOT_OFFERED', phone: 'PHONE_FORMAT' },
      ['country', 'documentType', 'phone'],
    ],
    [
      { questions: ['1', '2', '1'].map((question) => ({ question, answer: '答案' })) },
      { 'questions.2.question': 'QUESTION_REPEATED' },
      ['questions.0.question', 'questions.2.question'],
    ],
  ],
)

testParts<CorrectionForm>(
  'CorrectionForm',
  (form) => correctionIssues(form, today),
  {
    kind: 'document',
    name: null,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: '11010519491231002X',
    otherUserName: null,
    grounds: '登记错误',
    regionCode: null,
  },
  [
    [{ kind: 'name' }, { name: 'NAME_REQUIRED' }, ['kind', 'name']],
    [{ kind: 'merge' }, { otherUserName: 'REQUIRED' }, ['kind', 'otherUserName']],
    [
      { documentNumber: '110105194912310021' },
      { documentNumber: 'DOCUMENT_CHECK_DIGIT' },
      ['kind', 'documentType', 'documentNumber'],
    ],
    [{ country: null }, { country: 'REQUIRED' }, ['kind', 'country']],
  ],
)

testParts<DeclarationForm>(
  'DeclarationForm',
  (form) => declarationIssues(form, today),
  {
    name: '安全培训',
    category: 'public',
    form: '02',
    institution: '培训中心',
    startOn: '2025-12-30',
    endOn: '2026-01-03',
    year: 2026,
    claimedTenths: 80,
  },
  [
    [{ endOn: '2026-07-01' }, { endOn: 'DATE_IN_FUTURE' }, ['endOn']],
    [{ endOn: '2025-12-01', year: 2025 }, { endOn: 'END_BEFORE_START' }, ['startOn', 'endOn']],
    [{ year: 2022 }, { year: 'YEAR_NOT_OFFERED' }, ['startOn', 'endOn', 'year']],
  ],
)

testParts<ClaimForm>(
  'ClaimForm',
  (form) => claimIssues(form, thisYear),
  {
    year: 2026,
    kind: 'class',
    record: null,
    institution: '001',
    regionCode: null,
    name: '安全培训',
    hoursTenths: null,
    words: '没有记录',
  },
  [
    [{ year: 2027 }, { year: 'NOT_OFFERED' }, ['year']],
    [{ institution: null }, { institution: 'REQUIRED' }, ['kind', 'record', 'institution']],
  ],
)

testParts<CaseForm>(
  'CaseForm',
  (form) => caseIssues(form, today),
  {
    subjectKind: 'person',
    subjectId: id(1),
    kind: 'falsifiedRecord',
    facts: '提交了不实的记录，经核查属实。',
    suspendedYears: [2025],
    noPublishing: false,
    endsOn: '2027-01-01',
  },
  [
    [
      { subjectKind: 'institution', kind: 'substitution' },
      { kind: 'NOT_OFFERED', suspendedYears: 'NOT_OFFERED' },
      ['subjectKind', 'kind', 'suspendedYears'],
    ],
    [
      { noPublishing: true, suspendedYears: [2025, 2025], endsOn: today },
      {
        noPublishing: 'NOT_OFFERED',
        suspendedYears: 'NOT_OFFERED',
        endsOn: 'DATE_NOT_AHEAD',
      },
      ['subjectKind', 'noPublishing', 'suspendedYears', 'endsOn'],
    ],
  ],
)

testParts<ExemptionForm>(
  'ExemptionForm',
  (form) => exemptionIssues(form, thisYear),
  {
    year: 2025,
    reason: 'illness',
    kind: 'months',
    startOn: '2025-02-01',
    endOn: '2025-05-01',
    words: '住院',
  },
  [
    [{ endOn: '2025-01-01' }, { endOn: 'END_BEFORE_START' }, ['startOn', 'endOn']],
    [
      { startOn: '2026-02-01', endOn: '2026-03-01' },
      { startOn: 'OUTSIDE_YEAR' },
      ['year', 'startOn', 'endOn'],
    ],
  ],
)

testParts<TemplateForm>(
  'TemplateForm',
  (form) => templateIssues('declaration.returned', form),
  { title: '记录被退回', text: '“{name}”被退回，原因：{reason}' },
  [
    [
      { title: '{who}', text: '“{name}”被退回' },
      { title: 'TEMPLATE_FACT_UNKNOWN', text: 'TEMPLATE_FACT_LOST' },
      ['title', 'text'],
    ],
  ],
)

testParts<ProfileForm>(
  'ProfileForm',
  (form) => profileIssues(form, today),
  {
    sex: 'female',
    birthDate: '1990-01-01',
    ethnicity: '01',
    nativePlace: '440100',
    education: '21',
    degree: null,
    major: null,
    school: null,
    graduatedOn: '2012-07-01',
    startedWorkOn: '2012-08-01',
    phone: '13812345678',
    email: 'lin@example.cn',
    titleLevel: 'junior',
    title: '技术员',
    titleObtainedOn: '2013-01-01',
    series: '01',
    specialty: '电子',
    postalCode: null,
    unitId: id(1),
    workRegion: '440100',
    wantedUnit: null,
    photoId: null,
    otherTitles: [],
    otherDegrees: [
      { education: '21', degree: null, major: null, school: null, graduatedOn: '2015-07-01' },
    ],
  },
  [
    [{ unitId: null }, { unitId: 'UNIT_UNNAMED' }, ['unitId', 'wantedUnit']],
    [
      { titleObtainedOn: null, phone: '12', birthDate: '2013-01-01' },
      {
        titleObtainedOn: 'REQUIRED',
        phone: 'PHONE_FORMAT',
        graduatedOn: 'DATE_BEFORE_BIRTH',
        startedWorkOn: 'DATE_BEFORE_BIRTH',
      },
      ['titleLevel', 'titleObtainedOn', 'phone', 'birthDate', 'graduatedOn', 'startedWorkOn'],
    ],
  ],
)

test('a part keeps its lines in their places, and nothing of a list whose line is wrong as a whole', () => {
  const form = {
    name: '甲',
    lines: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    codes: ['x', 'y'],
  }
  expect(partOf(form, ['lines.1.a', 'name'])).toEqual({
    lines: [{ a: 1, b: 2 }, { b: 4 }],
    codes: ['x', 'y'],
  })
  expect(partOf(form, ['codes.1', 'lines.0'])).toEqual({ name: '甲' })
  expect(partOf(form, ['lines', 'lines.0.a'])).toEqual({ name: '甲', codes: ['x', 'y'] })
  expect(rightPart(form, { '': 'WRONG' })).toEqual(form)
})
