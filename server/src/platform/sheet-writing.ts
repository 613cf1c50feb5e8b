import { writeZip, type ZipEntry } from './zip.ts'

/** A column of a written sheet; `isText` keeps what is in it, or will be typed into it, as text. */
export type WrittenColumn = { header: string; width: number; isText: boolean }
/** What stands in a row, in the order of the columns; nothing is written where there is null. */
export type WrittenCell = string | number | null

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

const pieceBytes = 128 * 1024
/** Of UTF-8, for one of UTF-16. */
const mostBytesOfUnit = 3
/** Excel's, its header among them. */
const mostRows = 1_048_576

/**
 * The bytes of a workbook (ECMA-376) of one sheet, which asks for rows only as it is read. Texts stand in
 * their cells; a column says once how it is to be shown, and an empty cell is not written at all.
 */
export const writeBook = (
  name: string,
  columns: readonly WrittenColumn[],
  rows: AsyncIterable<readonly WrittenCell[]> | Iterable<readonly WrittenCell[]>,
): AsyncGenerator<Buffer> => writeZip(partsOf(name, sheetPieces(columns, rows)))

function* partsOf(name: string, sheet: AsyncGenerator<Buffer>): Generator<ZipEntry> {
  const office = relation('officeDocument', 'xl/workbook.xml', 1)
  yield part('[Content_Types].xml', contentTypes)
  yield part('_rels/.rels', wrapped('Relationships', `${packages}/relationships`, office))
  const inside =
    relation('worksheet', 'worksheets/sheet1.xml', 1) + relation('styles', 'styles.xml', 2)
  const sheets = `<sheets><sheet xmlns:r="${relationships}" name="${escaped(name.slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets>`
  yield part('xl/workbook.xml', wrapped('workbook', main, sheets))
  yield part(
    'xl/_rels/workbook.xml.rels',
    wrapped('Relationships', `${packages}/relationships`, inside),
  )
  yield part('xl/styles.xml', wrapped('styleSheet', main, styleSheet))
  yield { name: 'xl/worksheets/sheet1.xml', pieces: sheet }
}

const part = (name: string, xml: string) => ({ name, bytes: Buffer.from(declaration + xml) })

const wrapped = (tag: string, namespace: string, content: string) =>
  `<${tag} xmlns="${namespace}">${content}</${tag}>`

const relation = (type: string, target: string, id: number) =>
  `<Relationship Id="rId${id}" Type="${relationships}/${type}" Target="${target}"/>`

const contentTypes = wrapped(
  'Types',
  `${packages}/content-types`,
  `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>`,
)

/** Two ways to show a cell: as it comes, and (number format 49, `@`) as text. */
const textStyle = 1
const styleSheet = `<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>`

async function* sheetPieces(
  columns: readonly WrittenColumn[],
  rows: AsyncIterable<readonly WrittenCell[]> | Iterable<readonly WrittenCell[]>,
): AsyncGenerator<Buffer> {
  const shapes = columns.map(
    ({ width, isText }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${isText ? ` style="${textStyle}"` : ''}/>`,
  )
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const { add, rest } = gathered()
  yield* add(`${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>
<sheetFormatPr defaultRowHeight="15"/><cols>${shapes.join('')}</cols><sheetData>`)
  const rowOf = rowWriter(columns)
  let number = 1
  const headers = columns.map(({ header }) => header)
  yield* add(rowOf(number, headers))
  for await (const row of rows) {
    number += 1
    if (number > mostRows) throw new Error('a sheet has no room for so many rows')
    yield* add(rowOf(number, row))
  }
  yield* add('</sheetData></worksheet>')
  yield rest()
}

/** Many short texts as few pieces of bytes. Made of one long text, a piece takes five times as long. */
function gathered() {
  const room = Buffer.alloc(pieceBytes)
  let used = 0
  const rest = () => {
    const piece = Buffer.from(room.subarray(0, used))
    used = 0
    return piece
  }
  return {
    rest,
    *add(text: string): Generator<Buffer> {
      const most = text.length * mostBytesOfUnit
      if (most > pieceBytes - used && used > 0) yield rest()
      if (most > pieceBytes) yield Buffer.from(text)
      else used += room.write(text, used)
    },
  }
}

function rowWriter(columns: readonly WrittenColumn[]) {
  const starts = columns.map((_, at) => `<c r="${lettersOf(at)}`)
  const styles = columns.map(({ isText }) => (isText ? ` s="${textStyle}"` : ''))
  return (number: number, cells: readonly WrittenCell[]): string => {
    const xml = [`<row r="${number}">`]
    for (const [at, cell] of cells.entries()) {
      if (cell === null) continue
      const start = starts[at] ?? ''
      const style = styles[at] ?? ''
      if (typeof cell === 'string')
        xml.push(start, `${number}"${style} t="inlineStr"><is>`, textOf(cell), '</is></c>')
      else if (Number.isFinite(cell)) xml.push(start, `${number}"${style}><v>${cell}</v></c>`)
    }
    xml.push('</row>')
    return xml.join('')
  }
}

/** 2 → `C`, 26 → `AA`. */
const lettersOf = (column: number): string =>
  (column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)) +
  String.fromCharCode(65 + (column % 26))

const textOf = (text: string) =>
  /^\s|\s$|[\n\t]/.test(text)
    ? `<t xml:space="preserve">${escaped(text)}</t>`
    : `<t>${escaped(text)}</t>`

// What XML cannot hold is written by its code, as spreadsheet programs do (ECMA-376 22.9.2.19).
const special = /[&<>"\r\p{Cc}\uFFFE\uFFFF]/u
const allSpecial = /[&<>"]|(?![\t\n])[\p{Cc}\uFFFE\uFFFF]/gu
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escaped = (text: string) =>
  special.test(text)
    ? text.replaceAll(
        allSpecial,
        (character) =>
          entities[character] ??
          `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
      )
    : text
