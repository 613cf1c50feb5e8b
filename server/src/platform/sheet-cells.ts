/** Why a file is not read at all. */
export const sheetFaults = [
  'SHEET_FORMAT', // neither an unprotected .xlsx nor text
  'SHEET_BROKEN',
  'SHEET_TOO_LARGE',
  'SHEET_COLUMNS', // the row of headers lacks some: see `missing`
] as const
export type SheetFault = (typeof sheetFaults)[number]

export class SheetRefused extends Error {
  readonly code: SheetFault
  /** Headers that were looked for and not found. */
  readonly missing: readonly string[]
  constructor(code: SheetFault, missing: readonly string[] = []) {
    super(code)
    this.name = 'SheetRefused'
    this.code = code
    this.missing = missing
  }
}

/** Why a cell cannot be taken. */
export type CellIssue =
  | 'CELL_DIGITS_LOST' // a number of more than 15 digits, of which Excel keeps only 15
  | 'CELL_NOT_A_NUMBER'
  | 'CELL_NOT_A_DAY'
  | 'CELL_ERROR' // the formula in it failed
  | 'CELL_TOO_LONG'

/** A cell as the file has it: a number in the digits that were written, a day as Excel counts it. */
export type RawCell = { kind: 'text' | 'number' | 'serial' | 'error'; text: string }
export type RawRow = {
  /** As the spreadsheet program counts rows, from 1. */
  number: number
  cells: readonly (RawCell | undefined)[]
}

export type CellKind = 'text' | 'number' | 'day'
type Cell = { value: string | number | null; issue?: CellIssue }

const mostCharacters = 2_000

/** The cell as its column wants it; null when it is empty. Days are `YYYY-MM-DD`. */
export function typedCell(raw: RawCell | undefined, kind: CellKind): Cell {
  const text = raw === undefined ? '' : trimmed(raw.text)
  if (raw === undefined || text === '') return { value: null }
  if (raw.kind === 'error') return { value: null, issue: 'CELL_ERROR' }
  if (text.length > mostCharacters) return { value: null, issue: 'CELL_TOO_LONG' }
  switch (kind) {
    case 'text':
      return textOf(raw, text)
    case 'number':
      return numberOf(text)
    case 'day':
      return dayOf(raw, text)
  }
}

/** Blanks of all widths around a text, which people paste without seeing them; and BOMs. */
const trimmed = (text: string) => text.replace(/^[\s\uFEFF]+|[\s\uFEFF]+$/g, '')

function textOf(raw: RawCell, text: string): Cell {
  if (raw.kind === 'serial') {
    const day = dayOfSerial(text)
    return day === null ? { value: null, issue: 'CELL_NOT_A_DAY' } : { value: day }
  }
  if (raw.kind === 'text')
    // A file of text that was saved by Excel has its wide numbers so.
    return /^\d(\.\d+)?E\+\d{2,}$/i.test(text)
      ? { value: null, issue: 'CELL_DIGITS_LOST' }
      : { value: asWritten(text) }
  const number = Number(text)
  if (!Number.isFinite(number)) return { value: null, issue: 'CELL_NOT_A_NUMBER' }
  if (Math.abs(number) >= 1e15) return { value: null, issue: 'CELL_DIGITS_LOST' }
  // 12.3 is stored as 12.300000000000001 and shown as 12.3.
  return { value: String(Number(number.toPrecision(15))) }
}

function numberOf(text: string): Cell {
  const plain = text.replaceAll(/[,，]/g, '')
  const number = plain === '' ? Number.NaN : Number(plain)
  return Number.isFinite(number)
    ? { value: Number(number.toPrecision(15)) }
    : { value: null, issue: 'CELL_NOT_A_NUMBER' }
}

// 2016-12-01, 2016/12/1, 2016.12.1, 2016年12月1日, 20161201, each with a time of day or without.
const dayShapes = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d.*)?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
]

function dayOf(raw: RawCell, text: string): Cell {
  const day = raw.kind === 'serial' ? dayOfSerial(text) : dayWritten(text)
  return day === null ? { value: null, issue: 'CELL_NOT_A_DAY' } : { value: day }
}

function dayWritten(text: string): string | null {
  for (const shape of dayShapes) {
    const [, year, month, day] = shape.exec(text) ?? []
    if (!year || !month || !day) continue
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
    const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return date.toISOString().slice(0, 10) === written ? written : null
  }
  return null
}

/** Days since 1899-12-30 as the 1900 system counts them past its 29 February that never was. */
function dayOfSerial(text: string): string | null {
  const serial = Math.floor(Number(text))
  if (!(serial > 60 && serial < 2_958_466)) return null
  return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
}

// Spreadsheet programs take a text that begins so for a formula when they read a file of text.
const dangerous = /^'*[=+\-@\t\r\n＝＋－＠]/

/** The text with an apostrophe before what could be taken for a formula, or for such an apostrophe. */
export const neutralised = (text: string) => (dangerous.test(text) ? `'${text}` : text)

/** The text as it was before `neutralised`; `="…"` is how other systems keep digits in a file of text. */
function asWritten(text: string): string {
  const quoted = /^="([^"]*)"$/.exec(text)?.[1]
  if (quoted !== undefined) return trimmed(quoted)
  return text.startsWith("'") && dangerous.test(text.slice(1)) ? text.slice(1) : text
}
