import { categoryText } from '@xueshi/contract/dictionaries/categories'
import { pastCategories } from '@xueshi/contract/legacy/categories'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  checkDocumentNumber,
  type DocumentType,
  documentTypeLabel,
  documentTypes,
  lengthenResidentNumber,
  normaliseDocumentNumber,
} from '@xueshi/contract/document-number'
import { parseHours } from '@xueshi/contract/hours'
import type { Category } from '@xueshi/contract/ledger'
import { checkPersonName, normalisePersonName } from '@xueshi/contract/person-name'
import { cleanText, textFault } from '@xueshi/contract/text'
import type { SheetColumn, SheetRow } from '../../platform/sheet.ts'

/** A row is one credit; the certificate's number stands in any row of its year, or in each. */
export const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'documentNumber', header: '证件号码', kind: 'text', width: 22 },
  {
    key: 'documentType',
    header: '证件类型',
    kind: 'text',
    isOptional: true,
    width: 22,
    choices: documentTypes.map(documentTypeLabel),
  },
  { key: 'unitName', header: '工作单位', kind: 'text', width: 30 },
  { key: 'unitCode', header: '统一社会信用代码', kind: 'text', isOptional: true, width: 22 },
  { key: 'year', header: '培训年度', kind: 'text' },
  { key: 'series', header: '专业系列', kind: 'text' },
  { key: 'category', header: '课目类型', kind: 'text', choices: Object.values(categoryText) },
  { key: 'course', header: '课程名称', kind: 'text', width: 30 },
  { key: 'hours', header: '学时', kind: 'text' },
  { key: 'subjects', header: '门数', kind: 'text', isOptional: true },
  { key: 'institution', header: '施教机构', kind: 'text', isOptional: true, width: 24 },
  { key: 'startOn', header: '学习开始时间', kind: 'day', isOptional: true },
  { key: 'endOn', header: '学习结束时间', kind: 'day', isOptional: true },
  { key: 'number', header: '继续教育证书号', kind: 'text', isOptional: true, width: 26 },
  { key: 'issuedOn', header: '发证日期', kind: 'day', isOptional: true },
  { key: 'issuer', header: '发证机关', kind: 'text', isOptional: true, width: 26 },
] as const satisfies readonly SheetColumn[]

export const notes = [
  '一行一门课（或一项学时）。标 * 的列必须填写；不要改动第一行的标题。',
  '证件号码所在的列已设为“文本”格式。Excel 只保留数字的前 15 位，请勿把身份证号码存成数字。',
  '培训年度写四位数字。门数不填时为 1；学习时间不填时按全年登记。',
  '15 位的旧身份证号码照原样填写，系统换算成 18 位后核对。',
  '当年已发证书的，在该年度任意一行填写证书号、发证日期和发证机关，证书号原样保留，可以验证。',
  '上传后先核对：逐行错误、疑似同一人的人员、分年度合计。有一行有误，整批都不能导入。',
] as const

/** A credit of a past year as the file tells it. */
export type PastRow = {
  row: number
  name: string
  documentType: DocumentType
  documentNumber: string
  unitName: string
  unitCode: string | null
  year: number
  series: string
  category: Category
  course: string
  hoursTenths: number
  subjects: number
  institution: string
  startOn: string
  endOn: string
  certificate: { number: string; issuedOn: string; issuer: string } | null
  /** The number had fifteen digits in the file. */
  givenShort: boolean
}
export type Fault = { field: string; code: string }

const documentTypeCodes = new Map(documentTypes.map((type) => [documentTypeLabel(type), type]))
const seriesCodes = new Map(
  titleSeries.flatMap(({ code, label }) => [
    [label, code],
    [code, code],
  ]),
)

/** The row, or what is wrong with it; `today` is Asia/Shanghai's day. */
export function readPastRow(
  { number: row, cells, issues }: SheetRow<typeof columns>,
  today: string,
): { past: PastRow } | { faults: Fault[] } {
  const faults: Fault[] = Object.entries(issues).map(([field, code]) => ({ field, code }))
  const fault = (field: keyof typeof cells, code: string) => {
    if (!faults.some((each) => each.field === field)) faults.push({ field, code })
  }
  const textOf = (field: keyof typeof cells, min: number, max: number) => {
    const text = cleanText(cells[field] ?? '')
    const found = textFault(text, { min, max })
    if (found !== null) fault(field, text === '' ? 'REQUIRED' : found)
    return text
  }
  const name = normalisePersonName(cells.name ?? '')
  const nameFault = checkPersonName(name)
  if (nameFault !== 'ok') fault('name', nameFault)
  const type =
    cells.documentType === null ? 'residentId' : documentTypeCodes.get(cells.documentType)
  if (type === undefined) fault('documentType', 'UNKNOWN_CODE')
  const documentType = type ?? 'residentId'
  const given = normaliseDocumentNumber(documentType, cells.documentNumber ?? '')
  const givenShort = documentType === 'residentId' && /^\d{15}$/.test(given)
  const documentNumber = givenShort ? lengthenResidentNumber(given) : given
  const documentFault = checkDocumentNumber(documentType, documentNumber, today)
  if (documentFault !== 'ok') fault('documentNumber', documentFault)
  const year = Number(/^(\d{4})\s*年?$/.exec((cells.year ?? '').normalize('NFKC').trim())?.[1])
  if (!(year >= 1990 && year < Number(today.slice(0, 4)))) fault('year', 'PAST_YEAR')
  const series = seriesCodes.get(cleanText(cells.series ?? ''))
  if (series === undefined) fault('series', cells.series === null ? 'REQUIRED' : 'UNKNOWN_CODE')
  const category = pastCategories[cleanText(cells.category ?? '')]
  if (!category) fault('category', cells.category === null ? 'REQUIRED' : 'UNKNOWN_CODE')
  const hours = parseHours(cells.hours ?? '')
  if (typeof hours === 'string') fault('hours', hours)
  const subjects = cells.subjects === null ? 1 : Number(cells.subjects.normalize('NFKC'))
  if (!Number.isInteger(subjects) || subjects < 1 || subjects > 999) fault('subjects', 'COUNT')
  const startOn = cells.startOn ?? `${year}-01-01`
  const endOn = cells.endOn ?? (cells.startOn === null ? `${year}-12-31` : startOn)
  if (endOn < startOn) fault('endOn', 'DAYS_ORDER')
  if (cells.issuedOn !== null && cells.issuedOn > today) fault('issuedOn', 'DATE_IN_FUTURE')
  const number = textOf('number', 0, 60)
  const issuer = textOf('issuer', 0, 30)
  const past = {
    row,
    name,
    documentType,
    documentNumber,
    unitName: textOf('unitName', 1, 100),
    unitCode: cells.unitCode === null ? null : cleanText(cells.unitCode).toUpperCase(),
    year,
    course: textOf('course', 1, 200),
    subjects,
    institution: textOf('institution', 0, 100),
    startOn,
    endOn,
    certificate:
      number === '' ? null : { number, issuedOn: cells.issuedOn ?? `${year}-12-31`, issuer },
    givenShort,
  }
  if (faults.length > 0 || !category || series === undefined || typeof hours === 'string')
    return { faults }
  return { past: { ...past, category, series, hoursTenths: hours } }
}
