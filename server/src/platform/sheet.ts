import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type BookOptions, readBook } from './sheet-book.ts'
import {
  type CellIssue,
  type CellKind,
  neutralised,
  type RawRow,
  SheetRefused,
  typedCell,
} from './sheet-cells.ts'
import { readCsv } from './sheet-csv.ts'

// Excel files, read and written row by row. How to:
//
//   const columns = [
//     { key: 'number', header: '证件号码', kind: 'text' },
//     { key: 'hours', header: '学时', kind: 'number' },
//     { key: 'endedOn', header: '结束日期', kind: 'day', isOptional: true },
//   ] as const satisfies readonly SheetColumn[]
//   for await (const { number, cells, issues } of readSheet(path, columns)) …   // .xlsx or text
//   writeSheet(columns, rows, { name: '学时明细' })                             // a stream of bytes
//   await writeBook([sheetOf(columns, rows, '学时明细'), …])                   // several sheets at once
//   await writeTemplate(columns, { name: '学时导入', notes: ['…'] })            // to be filled in
//
// Text columns keep what is in them: a cell that Excel holds as a number of more than 15 digits is
// an issue of its row, and what could be taken for a formula is neutralised and read back.

export { type CellIssue, type SheetFault, sheetFaults, SheetRefused } from './sheet-cells.ts'
export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const csvType = 'text/csv'
export type SheetType = typeof sheetType | typeof csvType

export type SheetColumn = {
  key: string
  /** The column's title in the sheet. */
  header: string
  kind: CellKind
  /** The column may be missing from a file; all others must be there. */
  isOptional?: boolean
  /** In characters. */
  width?: number
  /** What a template offers to choose from; Excel takes 255 characters of them. */
  choices?: readonly string[]
}

export type SheetCells<Columns extends readonly SheetColumn[]> = {
  [Each in Columns[number] as Each['key']]: (Each['kind'] extends 'number' ? number : string) | null
}
export type SheetRow<Columns extends readonly SheetColumn[]> = {
  /** As the spreadsheet program counts rows, from 1. */
  number: number
  cells: SheetCells<Columns>
  /** Column's key → why its cell is null although something stands in it. */
  issues: Partial<Record<Columns[number]['key'], CellIssue>>
}

/** How much a file may hold, where it may be more than most: rows, and bytes once a workbook is inflated. */
export type SheetLimits = { limit?: number; inflatedBytes?: number | undefined }
const mostRows = 200_000
/** Some put a title above the headers. */
const headerRows = 10

/**
 * The filled rows below the headers of a file's first visible sheet, whatever the order of its
 * columns. `path` is an unprotected .xlsx or a file of text in UTF-8, UTF-16 or GB18030. Throws
 * SheetRefused for a file that cannot be read, and for one of more than `limit` rows.
 */
export async function* readSheet<const Columns extends readonly SheetColumn[]>(
  path: string,
  columns: Columns,
  { limit = mostRows, inflatedBytes }: SheetLimits = {},
): AsyncGenerator<SheetRow<Columns>, void, undefined> {
  // A row is copied from this one: an object filled key by key becomes a table of 1.5 KB.
  const blank = Object.fromEntries(columns.map(({ key }) => [key, null]))
  let places: ReadonlyMap<SheetColumn, number> | null = null
  let missing: readonly string[] = columns.map(({ header }) => header)
  let count = 0
  for await (const row of await rawRows(path, { inflatedBytes })) {
    if (!places) {
      const found = placesOf(row, columns)
      const lacking = columns.filter((each) => !each.isOptional && !found.has(each))
      if (lacking.length === 0) places = found
      else if (row.number > headerRows) break
      else if (lacking.length < missing.length) missing = lacking.map(({ header }) => header)
      continue
    }
    const read = readRow(row, columns, { places, blank })
    if (!read) continue
    count += 1
    if (count > limit) throw new SheetRefused('SHEET_TOO_LARGE')
    yield read
  }
  if (!places) throw new SheetRefused('SHEET_COLUMNS', missing)
}

async function rawRows(path: string, options: BookOptions): Promise<AsyncGenerator<RawRow>> {
  const type = await sniffSheet(path)
  if (!type) throw new SheetRefused('SHEET_FORMAT')
  return type === sheetType ? readBook(path, options) : readCsv(path)
}

/** Headers are compared without blanks and without the star of a required one. */
const bare = (header: string) => header.replaceAll(/[\s*＊\uFEFF]/g, '')

function placesOf({ cells }: RawRow, columns: readonly SheetColumn[]): Map<SheetColumn, number> {
  const headers = cells.map((cell) => bare(cell?.text ?? ''))
  const found = columns.map((column) => [column, headers.indexOf(bare(column.header))] as const)
  return new Map(found.filter(([, place]) => place >= 0))
}

function readRow<Columns extends readonly SheetColumn[]>(
  { number, cells: raw }: RawRow,
  columns: Columns,
  { places, blank }: { places: ReadonlyMap<SheetColumn, number>; blank: Record<string, null> },
): SheetRow<Columns> | null {
  const cells: Record<string, string | number | null> = { ...blank }
  const issues: Record<string, CellIssue> = {}
  let isFilled = false
  for (const column of columns) {
    const { key, kind } = column
    const cell = raw[places.get(column) ?? -1]
    if (!cell) continue
    const { value, issue } = typedCell(cell, kind)
    cells[key] = value
    if (issue) issues[key] = issue
    if (value !== null || issue) isFilled = true
  }
  // Keys and kinds are those of the columns.
  return isFilled ? ({ number, cells, issues } as SheetRow<Columns>) : null
}

/** What the bytes are: a workbook, a file of text, or null for anything else. Names are not asked. */
export async function sniffSheet(path: string): Promise<SheetType | null> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return sheetType
    const isWide = /^(\xff\xfe|\xfe\xff)/.test(head.toString('latin1', 0, 2))
    const isText = bytesRead > 0 && (isWide || head.every((byte) => byte >= 32 || isBlank(byte)))
    return isText ? csvType : null
  } finally {
    await handle.close()
  }
}

const isBlank = (byte: number) => byte === 9 || byte === 10 || byte === 13

/**
 * An .xlsx of one sheet as a stream of bytes, which asks for rows only as it is read. Text stays
 * text, whatever it looks like.
 */
export function writeSheet<const Columns extends readonly SheetColumn[]>(
  columns: Columns,
  rows: AsyncIterable<SheetCells<NoInfer<Columns>>> | Iterable<SheetCells<NoInfer<Columns>>>,
  { name }: { name: string },
): Readable {
  async function* values() {
    for await (const row of rows)
      yield columns.map((column) =>
        cellValue(column, (row as Record<string, string | number | null>)[column.key]),
      ) // its keys are the columns'
  }
  async function* bytes() {
    const { writeXlsxStream } = await writer()
    const shape = { name, columns: columns.map(columnShape), freezePane: { rows: 1 } }
    yield* Readable.fromWeb(writeXlsxStream(values(), shape) as ReadableStream) // two names of one web standard
  }
  return Readable.from(bytes(), { objectMode: false })
}

/** A sheet of a workbook of few rows. */
export type BookSheet = {
  name: string
  columns: readonly SheetColumn[]
  rows: readonly (readonly (string | number | null)[])[]
}
export const sheetOf = <const Columns extends readonly SheetColumn[]>(
  columns: Columns,
  rows: readonly SheetCells<Columns>[],
  name: string,
): BookSheet => ({
  name,
  columns,
  rows: rows.map((row) =>
    columns.map((column) =>
      cellValue(column, (row as Record<string, string | number | null>)[column.key]),
    ),
  ), // its keys are the columns'
})

/** An .xlsx of several sheets, each with its headers, for what fits into memory many times over. */
export async function writeBook(sheets: readonly BookSheet[]): Promise<Buffer> {
  const { writeXlsx } = await writer()
  const bytes = await writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map((column) => ({ ...columnShape(column), header: '' })),
      rows: [columns.map(({ header }) => header), ...rows.map((row) => [...row])],
      freezePane: { rows: 1 },
    })),
  })
  return Buffer.from(bytes)
}

/** Large, and no start of the server needs it. */
const writer = () => import('hucre/xlsx')

/** Rows of a template that are ready for text, so that Excel keeps the digits of a long number. */
const templateRows = 2_000

/** An .xlsx with the headers, choices to pick from, and a second sheet that says how to fill it in. */
export async function writeTemplate(
  columns: readonly SheetColumn[],
  { name, notes }: { name: string; notes: readonly string[] },
): Promise<Buffer> {
  const header = columns.map((column) => (column.isOptional ? column.header : `${column.header}*`))
  const empty = columns.map(() => null)
  const { writeXlsx } = await writer()
  const bytes = await writeXlsx({
    sheets: [
      {
        name,
        columns: columns.map((column) => ({ ...columnShape(column), header: '' })),
        rows: [header, ...Array.from({ length: templateRows }, () => empty)],
        freezePane: { rows: 1 },
        dataValidations: columns.flatMap(({ choices }, place) =>
          choices ? [choiceOf(choices, place)] : [],
        ),
      },
      { name: '填写说明', columns: [{ width: 90 }], rows: notes.map((note) => [note]) },
    ],
  })
  return Buffer.from(bytes)
}

const columnShape = ({ header, kind, width = 16 }: SheetColumn) => ({
  header,
  width,
  style: { numFmt: kind === 'number' ? 'General' : '@' },
})

function choiceOf(choices: readonly string[], place: number) {
  const letter = String.fromCharCode(65 + place)
  return {
    type: 'list' as const,
    values: [...choices],
    range: `${letter}2:${letter}${templateRows + 1}`,
    allowBlank: true,
  }
}

function cellValue({ kind }: SheetColumn, value: string | number | null | undefined) {
  if (value === null || value === undefined) return null
  if (kind === 'number') return Number(value)
  // What would be read as the code of a character is written by its own.
  const text = neutralised(String(value))
  return text.includes('_') ? text.replaceAll(/_x([0-9a-f]{4})_/gi, '_x005F_x$1_') : text
}

/** How many rows of a file are filled, the headers among them; what a progress is measured by. */
export async function countRows(
  path: string,
  { inflatedBytes }: SheetLimits = {},
): Promise<number> {
  let count = 0
  for await (const { cells } of await rawRows(path, { withTexts: false, inflatedBytes }))
    if (cells.some(Boolean)) count += 1
  return Math.max(0, count - 1)
}
