import { testParts } from '../../test/parts.ts'
import { absenceIssues, type AbsenceForm } from './absences.ts'
import { standingIssues, type Standing } from './changes.ts'
import { invitationIssues, type InvitationForm } from './invitations.ts'
import { officeIssues, type OfficeForm } from './offices.ts'
import { unitIssues, type UnitForm } from './units.ts'

const today = '2026-06-01'
const id = (last: number) => `00000000-0000-4000-8000-00000000000${last}`
const former = {
  name: '某某公司',
  code: '91440300708461136T',
  nature: 'enterprise',
  regionCode: '440300',
} as const
const contact = { contactName: '林晓雯', contactPhone: '020-87654321' }

testParts<AbsenceForm>(
  'AbsenceForm',
  (form) => absenceIssues(form, today),
  { seatId: id(1), deputySeatId: id(2), fromOn: today, toOn: '2026-06-30' },
  [
    [{ deputySeatId: id(1) }, { deputySeatId: 'DEPUTY_SELF' }, ['seatId', 'deputySeatId']],
    [{ toOn: '2026-05-31' }, { toOn: 'DATES_REVERSED' }, ['fromOn', 'toOn']],
    [{ toOn: '2027-05-31' }, { toOn: 'ABSENCE_TOO_LONG' }, ['fromOn', 'toOn']],
    [{ fromOn: '2026-05-31' }, { fromOn: 'DATE_PAST' }, ['fromOn']],
  ],
)

testParts<Standing>(
  'Standing',
  (form) => standingIssues(form, former),
  { ...former, name: '新名' },
  [
    [{ name: former.name }, { name: 'CHANGE_NOTHING' }, Object.keys(former)],
    [{ code: 'X' }, { code: 'CREDIT_CODE_FORMAT' }, ['code']],
  ],
)

testParts<InvitationForm>(
  'InvitationForm',
  invitationIssues,
  { way: 'link', name: '林晓雯', address: '13812345678', level: 'clerk' },
  [[{ address: 'lin' }, { address: 'LINK_ADDRESS_FORMAT' }, ['way', 'address']]],
)

testParts<UnitForm>(
  'UnitForm',
  unitIssues,
  { ...former, industryCodes: ['A', 'B'], parentId: null, ...contact },
  [
    [
      { code: '91440300708461136X', contactPhone: '12', industryCodes: ['A', 'A'] },
      {
        code: 'CREDIT_CODE_CHECK_DIGIT',
        contactPhone: 'CONTACT_PHONE_FORMAT',
        industryCodes: 'NOT_OFFERED',
      },
      ['code', 'contactPhone', 'industryCodes'],
    ],
  ],
)

testParts<OfficeForm>(
  'OfficeForm',
  officeIssues,
  {
    kind: 'industry',
    industryCode: 'Q',
    name: former.name,
    code: former.code,
    regionCode: '440000',
    ...contact,
    managerName: '林晓雯',
    managerUserName: 'lin',
  },
  [
    [
      { industryCode: null, contactPhone: '' },
      { industryCode: 'REQUIRED', contactPhone: 'PHONE_REQUIRED' },
      ['kind', 'industryCode', 'contactPhone'],
    ],
  ],
)
