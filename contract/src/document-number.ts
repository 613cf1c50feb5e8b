import { isIsoDate } from './year.ts'

export { checkPhone, maskPhone } from './phone.ts'

/** The identity documents that a person may register with. */
export const documentTypes = [
  'residentId',
  'hongKongId',
  'macaoId',
  'residencePermit',
  'passport',
  'foreignerPermanentId',
] as const
export type DocumentType = (typeof documentTypes)[number]

const labels: Record<DocumentType, string> = {
  residentId: '居民身份证(户口簿)',
  hongKongId: '香港居民身份证',
  macaoId: '澳门居民身份证',
  residencePermit: '港澳台居民居住证',
  passport: '护照',
  foreignerPermanentId: '外国人永久居留身份证',
}

/** Why a document number is refused. */
export type DocumentFault =
  | 'DOCUMENT_REQUIRED'
  | 'DOCUMENT_FORMAT'
  | 'DOCUMENT_FIFTEEN_DIGITS'
  | 'DOCUMENT_PERMIT_PREFIX'
  | 'DOCUMENT_IS_PERMIT'
  | 'DOCUMENT_BIRTH_DATE'
  | 'DOCUMENT_BIRTH_IN_FUTURE'
  | 'DOCUMENT_CHECK_DIGIT'

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const hongKongWeights = [9, 8, 7, 6, 5, 4, 3, 2]
const permitPrefix = /^8[123]0000/

/** The document's name in Chinese, as the manual writes it. */
export function documentTypeLabel(type: DocumentType): string {
  return labels[type]
}

/** The documents offered to a person of the country (ISO 3166-1 alpha-3): four to 中国, two to all others. */
export function documentTypesFor(country: string): readonly DocumentType[] {
  return country === 'CHN' ? documentTypes.slice(0, 4) : documentTypes.slice(4)
}

/** The number as it is stored and compared: half width, upper case, without brackets and spaces. */
export function normaliseDocumentNumber(type: DocumentType, raw: string): string {
  const number = raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s()[\]\u200B-\u200F\uFEFF]/g, '')
  // Only these two are printed with a separator before their last character, and some type it as a dash.
  return type === 'hongKongId' || type === 'macaoId' ? number.replace(/[/-]/g, '') : number
}

/**
 * Checks a document number; `today` is the date in Asia/Shanghai, `YYYY-MM-DD`.
 *
 * Resident IDs and residence permits follow GB 11643-1999; region codes are not looked up, because
 * people keep the code of an abolished county for life. A permanent residence ID has 18 characters of
 * the same scheme after a 9 (2023), or three letters and twelve digits (before). Hong Kong's check
 * character is verified; Macao does not publish its own, so there only the form is; a passport is free
 * within 4 to 20 letters and digits.
 */
export function checkDocumentNumber(
  type: DocumentType,
  raw: string,
  today: string,
): 'ok' | DocumentFault {
  const number = normaliseDocumentNumber(type, raw)
  if (number === '') return 'DOCUMENT_REQUIRED'
  switch (type) {
    case 'residentId':
      if (/^\d{15}$/.test(number)) return 'DOCUMENT_FIFTEEN_DIGITS'
      if (!/^[1-8]\d{16}[\dX]$/.test(number)) return 'DOCUMENT_FORMAT'
      return permitPrefix.test(number) ? 'DOCUMENT_IS_PERMIT' : checkEighteen(number, today)
    case 'residencePermit':
      if (!/^\d{17}[\dX]$/.test(number)) return 'DOCUMENT_FORMAT'
      return permitPrefix.test(number) ? checkEighteen(number, today) : 'DOCUMENT_PERMIT_PREFIX'
    case 'foreignerPermanentId':
      if (/^[A-Z]{3}\d{12}$/.test(number)) return 'ok'
      return /^9\d{16}[\dX]$/.test(number) ? checkEighteen(number, today) : 'DOCUMENT_FORMAT'
    case 'hongKongId':
      if (!/^[A-Z]{1,2}\d{6}[\dA]$/.test(number)) return 'DOCUMENT_FORMAT'
      return hongKongCheck(number) === number.slice(-1) ? 'ok' : 'DOCUMENT_CHECK_DIGIT'
    case 'macaoId':
      return /^[157]\d{7}$/.test(number) ? 'ok' : 'DOCUMENT_FORMAT'
    case 'passport':
      return /^[A-Z\d]{4,20}$/.test(number) ? 'ok' : 'DOCUMENT_FORMAT'
  }
}

/** The birth date that the number carries, `YYYY-MM-DD`, or null for numbers that carry none. */
export function birthDateOf(type: DocumentType, raw: string): string | null {
  const number = eighteen(type, raw)
  if (number === null) return null
  const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  return isIsoDate(date) ? date : null
}

/** The sex that the number carries, odd sequence numbers being male, or null for numbers that carry none. */
export function sexOf(type: DocumentType, raw: string): 'male' | 'female' | null {
  const number = eighteen(type, raw)
  if (number === null) return null
  return Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female'
}

/**
 * The number for screens. Of 15 characters or more the first three and last four are shown
 * (`440***********1234`), of 7 to 14 the first and last two, of fewer only the last; the length stays.
 */
export function maskDocumentNumber(number: string): string {
  const [head, tail] = number.length >= 15 ? [3, 4] : number.length >= 7 ? [1, 2] : [0, 1]
  const hidden = Math.max(number.length - head - tail, 0)
  return number.slice(0, head) + '*'.repeat(hidden) + number.slice(head + hidden)
}

function eighteen(type: DocumentType, raw: string): string | null {
  if (type !== 'residentId' && type !== 'residencePermit' && type !== 'foreignerPermanentId')
    return null
  const number = normaliseDocumentNumber(type, raw)
  return /^\d{17}[\dX]$/.test(number) ? number : null
}

function checkEighteen(number: string, today: string): 'ok' | DocumentFault {
  const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  // Nobody alive was born before 1900; a century mistyped is told as a date, not as a wrong check digit.
  if (!isIsoDate(date) || date < '1900-01-01') return 'DOCUMENT_BIRTH_DATE'
  if (date > today) return 'DOCUMENT_BIRTH_IN_FUTURE'
  return residentCheck(number) === number.charAt(17) ? 'ok' : 'DOCUMENT_CHECK_DIGIT'
}

/**
 * The number of eighteen characters that a resident's number of fifteen digits became in 1999: its century
 * and a check character are added. 996 to 999 were given to people born before 1900.
 */
export function lengthenResidentNumber(number: string): string {
  const century = number.slice(12) >= '996' ? '18' : '19'
  const body = number.slice(0, 6) + century + number.slice(6)
  return body + residentCheck(body)
}

function residentCheck(number: string): string {
  const sum = residentWeights.reduce(
    (total, weight, at) => total + weight * Number(number.charAt(at)),
    0,
  )
  return '10X98765432'.charAt(sum % 11)
}

function hongKongCheck(number: string): string {
  // A single letter is preceded by a space worth 36; A is 10 … Z is 35, which base 36 reads.
  const body = number.slice(0, -1).padStart(8, ' ')
  const sum = hongKongWeights.reduce((total, weight, at) => {
    const character = body.charAt(at)
    return total + weight * (character === ' ' ? 36 : Number.parseInt(character, 36))
  }, 0)
  return '0123456789A'.charAt((11 - (sum % 11)) % 11)
}
