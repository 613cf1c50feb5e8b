import {
  checkDocumentNumber,
  type DocumentType,
  documentTypeLabel,
  documentTypes,
} from '@xueshi/contract/document-number'
import { parseHours } from '@xueshi/contract/hours'
import type { SheetColumn, SheetRow } from '../../platform/sheet.ts'

const usual: DocumentType = 'residentId'

/** A row a person; whoever took part in all of it needs no hours of their own. */
export const columns = [
  { key: 'name', header: '姓名', kind: 'text', width: 16 },
  {
    key: 'documentType',
    header: '证件类型',
    kind: 'text',
    isOptional: true,
    width: 24,
    choices: documentTypes.map(documentTypeLabel),
  },
  { key: 'documentNumber', header: '证件号码', kind: 'text', width: 26 },
  { key: 'hours', header: '学时', kind: 'text', isOptional: true },
] as const satisfies readonly SheetColumn[]

export const notes = [
  '每行一人，须为本单位已确认的人员；姓名和证件号码与其登记的一致。',
  `证件类型不填表示${documentTypeLabel(usual)}。`,
  '学时不填表示与本次培训的学时相同；实际参加较少的，填写其实际学时，最多一位小数。',
  '任何一行有误，整份名单都不送审。',
]

export type ListedRow = SheetRow<typeof columns>
export type Fault = { field: string; code: string }

/** Who a row names, and for how many hours, or what is wrong with it by column. */
export function readRow(
  { cells, issues }: ListedRow,
  { claimedTenths, today }: { claimedTenths: number; today: string },
): { person: NamedPerson } | { faults: Fault[] } {
  const faults: Fault[] = Object.entries(issues).map(([field, code]) => ({ field, code }))
  const wrong = (field: string, code: string) => {
    if (!faults.some((fault) => fault.field === field)) faults.push({ field, code })
  }
  const name = cells.name?.trim() ?? ''
  if (name === '') wrong('name', 'TEXT_REQUIRED')
  const typed = cells.documentType?.trim() ?? ''
  const type =
    typed === '' ? usual : documentTypes.find((each) => documentTypeLabel(each) === typed)
  if (!type) wrong('documentType', 'NOT_OFFERED')
  const number = cells.documentNumber ?? ''
  const verdict = type ? checkDocumentNumber(type, number, today) : 'ok'
  if (verdict !== 'ok') wrong('documentNumber', verdict)
  const hours = cells.hours === null ? claimedTenths : parseHours(cells.hours)
  if (typeof hours === 'string') wrong('hours', hours)
  // What a person claims beyond the training itself is theirs to declare.
  else if (hours > claimedTenths) wrong('hours', 'HOURS_ABOVE_BATCH')
  if (faults.length > 0 || !type || typeof hours === 'string') return { faults }
  return { person: { name, type, number, claimedTenths: hours } }
}

export type NamedPerson = {
  name: string
  type: DocumentType
  number: string
  claimedTenths: number
}
