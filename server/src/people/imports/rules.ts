import { countries } from '@xueshi/contract/dictionaries/countries'
import { degrees } from '@xueshi/contract/dictionaries/degrees'
import { educations } from '@xueshi/contract/dictionaries/educations'
import { ethnicities } from '@xueshi/contract/dictionaries/ethnicities'
import { childrenOf, regionPath } from '@xueshi/contract/dictionaries/regions'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  birthDateOf,
  checkDocumentNumber,
  type DocumentType,
  documentTypeLabel,
  documentTypes,
  documentTypesFor,
  normaliseDocumentNumber,
  sexOf,
} from '@xueshi/contract/document-number'
import { fieldIssues } from '@xueshi/contract/issues'
import { ProfileForm, profileIssues, type TitleLevel } from '@xueshi/contract/people'
import { checkPersonName, normalisePersonName } from '@xueshi/contract/person-name'
import { checkPhone, normalisePhone } from '@xueshi/contract/phone'
import { cleanText } from '@xueshi/contract/text'
import type { SheetColumn, SheetRow } from '../../platform/sheet.ts'

/** The columns of 人员导入; what is optional makes a profile where all that it asks for is there. */
export const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'documentNumber', header: '证件号码', kind: 'text', width: 22 },
  { key: 'phone', header: '联系电话', kind: 'text' },
  {
    key: 'documentType',
    header: '证件类型',
    kind: 'text',
    isOptional: true,
    width: 22,
    choices: documentTypes.map(documentTypeLabel),
  },
  { key: 'country', header: '国家/地区', kind: 'text', isOptional: true },
  { key: 'email', header: '邮箱', kind: 'text', isOptional: true, width: 24 },
  { key: 'department', header: '内设部门', kind: 'text', isOptional: true },
  { key: 'startedOn', header: '到本单位时间', kind: 'day', isOptional: true },
  { key: 'sex', header: '性别', kind: 'text', isOptional: true, choices: ['男', '女'] },
  { key: 'birthDate', header: '出生日期', kind: 'day', isOptional: true },
  { key: 'ethnicity', header: '民族', kind: 'text', isOptional: true },
  { key: 'nativePlace', header: '籍贯', kind: 'text', isOptional: true, width: 24 },
  { key: 'education', header: '最高学历', kind: 'text', isOptional: true },
  { key: 'degree', header: '最高学位', kind: 'text', isOptional: true },
  { key: 'major', header: '所学专业', kind: 'text', isOptional: true },
  { key: 'school', header: '毕业院校', kind: 'text', isOptional: true },
  { key: 'graduatedOn', header: '毕业时间', kind: 'day', isOptional: true },
  { key: 'startedWorkOn', header: '参加工作时间', kind: 'day', isOptional: true },
  { key: 'title', header: '专业技术任职资格', kind: 'text', isOptional: true },
  { key: 'titleObtainedOn', header: '取得资格时间', kind: 'day', isOptional: true },
  { key: 'series', header: '专业系列', kind: 'text', isOptional: true },
  { key: 'specialty', header: '从事专业', kind: 'text', isOptional: true },
  { key: 'postalCode', header: '邮政编码', kind: 'text', isOptional: true },
] as const satisfies readonly SheetColumn[]

export const notes = [
  '一行一人。标 * 的列必须填写，其余可以不填；不要改动第一行的标题。',
  '证件号码、联系电话所在的列已设为“文本”格式。Excel 只保留数字的前 15 位，请勿把身份证号码存成数字。',
  '证件类型不填时为“居民身份证(户口簿)”，性别和出生日期由身份证号码得出。',
  '日期请写成 2026-03-01 的样子。籍贯请写全，例如“广东省广州市天河区”。学历、学位、民族、职称、专业系列请按本系统下拉列表中的名称填写。',
  '民族、籍贯、最高学历、参加工作时间、邮箱、专业技术任职资格、专业系列、从事专业都填写的，导入后即为已确认的基本信息；有缺项的，由本人登录后补充。',
  '尚未注册的人员由系统建立档案，本人凭身份证号码和手机号码注册时认领。已有账号的人员不能由单位代为加入，系统会发消息请其本人选择本单位。',
  '先试运行，核对逐行错误，再正式导入。重复导入同一份名单不会产生重复的人员。',
] as const

type Row = SheetRow<typeof columns>
export type Issue = { field: string; code: string }

/** One row of the file as it is to be put on file. */
export type Newcomer = {
  name: string
  documentType: DocumentType
  documentNumber: string
  country: string
  phone: string
  email: string
  departmentName: string | null
  startedOn: string | null
  /** null where the row does not say all that a profile asks for. */
  form: ProfileForm | null
}

const codesOf = (entries: readonly { code: string; label: string }[]) =>
  new Map(entries.map(({ code, label }) => [label, code]))
const ethnicityCodes = codesOf(ethnicities)
const educationCodes = codesOf(educations.filter(({ heading }) => !heading))
const degreeCodes = codesOf(degrees)
const seriesCodes = codesOf(titleSeries)
const countryCodes = codesOf(countries())
const documentTypeCodes = new Map(documentTypes.map((type) => [documentTypeLabel(type), type]))

const titleLevelOf = (title: string, series: string): TitleLevel | undefined => {
  if (title === '无') return 'none'
  const titles = titleSeries.find(({ code }) => code === series)?.titles ?? {}
  const levels = Object.entries(titles) as [TitleLevel, readonly string[]][] // keys of the series table
  return levels.find(([, names]) => names.includes(title))?.[0]
}

let places: ReadonlyMap<string, string> | undefined

/** Every division by its whole path (浙江省杭州市西湖区), made when the first row asks. */
function placeCodes(): ReadonlyMap<string, string> {
  if (places) return places
  const found = new Map<string, string>()
  const walk = (above: string) => {
    for (const { code } of childrenOf(above)) {
      const path = regionPath(code)
      found.set(path.map(({ label }) => label).join(''), code)
      walk(code)
    }
  }
  walk('')
  places = found
  return found
}

/** The row as somebody to put on file, or what is wrong with it; `today` is Asia/Shanghai's day. */
export function readNewcomer(
  { cells, issues }: Row,
  { today, workRegion }: { today: string; workRegion: string },
): { newcomer: Newcomer } | { faults: Issue[] } {
  const faults: Issue[] = Object.entries(issues).map(([field, code]) => ({ field, code }))
  const fault = (field: keyof typeof cells, code: string) => {
    if (!faults.some((each) => each.field === field)) faults.push({ field, code })
  }
  const name = normalisePersonName(cells.name ?? '')
  const nameFault = checkPersonName(name)
  if (nameFault !== 'ok') fault('name', nameFault)

  const country = cells.country === null ? 'CHN' : countryCodes.get(cells.country)
  if (country === undefined) fault('country', 'UNKNOWN_CODE')
  const documentType =
    cells.documentType === null ? 'residentId' : documentTypeCodes.get(cells.documentType)
  if (documentType === undefined || !documentTypesFor(country ?? 'CHN').includes(documentType))
    fault('documentType', 'UNKNOWN_CODE')
  const type = documentType ?? 'residentId'
  const documentNumber = normaliseDocumentNumber(type, cells.documentNumber ?? '')
  const documentFault = checkDocumentNumber(type, documentNumber, today)
  if (documentFault !== 'ok') fault('documentNumber', documentFault)

  const phone = normalisePhone(cells.phone ?? '')
  const phoneFault = checkPhone(phone)
  if (phoneFault !== 'ok') fault('phone', phoneFault)
  const departmentName = cells.department === null ? null : cleanText(cells.department)
  if (departmentName !== null && [...departmentName].length > 50)
    fault('department', 'TEXT_TOO_LONG')
  if (cells.startedOn !== null && cells.startedOn > today) fault('startedOn', 'DATE_IN_FUTURE')

  const form = readForm(cells, { type, documentNumber, phone, workRegion, today }, fault)
  if (faults.length > 0) return { faults }
  const known = { name, documentType: type, documentNumber, country: country ?? 'CHN', phone }
  const more = { email: cells.email ?? '', departmentName, startedOn: cells.startedOn, form }
  return { newcomer: { ...known, ...more } }
}

/** What a profile asks for beside what is always there. */
const asked = [
  'ethnicity',
  'nativePlace',
  'education',
  'startedWorkOn',
  'email',
  'title',
  'series',
  'specialty',
] as const

function readForm(
  cells: Row['cells'],
  given: {
    type: DocumentType
    documentNumber: string
    phone: string
    workRegion: string
    today: string
  },
  fault: (field: keyof typeof cells, code: string) => void,
): ProfileForm | null {
  const { type, documentNumber, phone, workRegion, today } = given
  const codeIn = (field: keyof typeof cells, codes: ReadonlyMap<string, string>) => {
    const text = cells[field]
    const code = text === null ? undefined : codes.get(text)
    if (text !== null && code === undefined) fault(field, 'UNKNOWN_CODE')
    return code ?? null
  }
  const series = codeIn('series', seriesCodes)
  const titleLevel =
    cells.title === null || series === null ? null : titleLevelOf(cells.title, series)
  if (titleLevel === undefined) fault('title', 'UNKNOWN_CODE')
  const told = { birthDate: birthDateOf(type, documentNumber), sex: sexOf(type, documentNumber) }
  const sexGiven =
    cells.sex === null
      ? null
      : cells.sex === '男'
        ? 'male'
        : cells.sex === '女'
          ? 'female'
          : undefined
  if (sexGiven === undefined) fault('sex', 'UNKNOWN_CODE')
  if (told.sex !== null && sexGiven && told.sex !== sexGiven)
    fault('sex', 'DISAGREES_WITH_DOCUMENT')
  if (told.birthDate !== null && cells.birthDate !== null && told.birthDate !== cells.birthDate)
    fault('birthDate', 'DISAGREES_WITH_DOCUMENT')
  const form = {
    sex: told.sex ?? sexGiven ?? null,
    birthDate: told.birthDate ?? cells.birthDate,
    ethnicity: codeIn('ethnicity', ethnicityCodes),
    nativePlace: codeIn('nativePlace', cells.nativePlace === null ? new Map() : placeCodes()),
    education: codeIn('education', educationCodes),
    degree: codeIn('degree', degreeCodes),
    major: cells.major,
    school: cells.school,
    graduatedOn: cells.graduatedOn,
    startedWorkOn: cells.startedWorkOn,
    phone,
    email: cells.email,
    titleLevel,
    title: cells.title,
    titleObtainedOn: titleLevel === 'none' ? null : cells.titleObtainedOn,
    series,
    specialty: cells.specialty,
    postalCode: cells.postalCode,
    unitId: null,
    workRegion,
  }
  const isWhole = asked.every((field) => cells[field] !== null) && form.sex && form.birthDate
  if (!isWhole) return null
  const parsed = ProfileForm.safeParse(form, { reportInput: true })
  const wrong = parsed.success ? profileIssues(parsed.data, today) : fieldIssues(parsed.error)
  for (const [field, code] of Object.entries(wrong)) {
    const column = field === 'titleLevel' ? 'title' : field
    if (column in cells) fault(column as keyof typeof cells, code) // one of the columns, as just asked
  }
  return parsed.success ? parsed.data : null
}
