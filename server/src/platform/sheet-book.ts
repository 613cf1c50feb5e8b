import { openArchive, type SheetArchive } from './sheet-archive.ts'
import { type RawCell, type RawRow, SheetRefused } from './sheet-cells.ts'
import { attributeOf, readXml, xmlReader } from './sheet-xml.ts'

/** Texts that cells share, as spreadsheet programs keep them; more characters than fit in 130 MB are refused. */
const mostSharedTexts = 3_000_000
const mostSharedCharacters = 64 * 2 ** 20
const mostColumns = 500

/** Whether the texts that cells share are wanted, and how much the parts may inflate to, where it is more than most. */
export type BookOptions = { withTexts?: boolean; inflatedBytes?: number | undefined }
type Book = { shared: readonly string[]; dateStyles: readonly boolean[]; is1904: boolean }

/**
 * The rows of a workbook's first visible sheet (ECMA-376), one by one and only as they are asked
 * for: what is held is the shared texts and one chunk of the sheet. Formulas are not looked at, only
 * what they gave when the file was saved. Without its texts a cell that shares one is there, and empty.
 */
export async function* readBook(
  path: string,
  { withTexts = true, inflatedBytes }: BookOptions = {},
): AsyncGenerator<RawRow, void, undefined> {
  const archive = await openArchive(path, inflatedBytes)
  const book = await findParts(archive, withTexts)
  const rows: RawRow[] = []
  const reader = xmlReader(rowListener(book, (row) => rows.push(row)))
  for await (const chunk of archive.read(book.sheet)) {
    reader.write(chunk)
    yield* rows.splice(0)
  }
  reader.end()
  yield* rows
}

async function findParts(
  archive: SheetArchive,
  withTexts: boolean,
): Promise<Book & { sheet: string }> {
  const top = await relationsOf(archive, '')
  const workbook = top.find(({ type }) => type === 'officeDocument')?.target
  if (workbook === undefined) throw new SheetRefused('SHEET_BROKEN')
  const [relations, { sheets, is1904 }] = await Promise.all([
    relationsOf(archive, workbook),
    readWorkbook(archive, workbook),
  ])
  const first = sheets.find(({ isHidden }) => !isHidden) ?? sheets[0]
  const sheet = relations.find(({ id }) => id === first?.relation)?.target
  if (sheet === undefined || !archive.has(sheet)) throw new SheetRefused('SHEET_BROKEN')
  const partOf = (type: string) =>
    relations.find((each) => each.type === type && archive.has(each.target))?.target
  const [styles, texts] = [partOf('styles'), partOf('sharedStrings')]
  return {
    sheet,
    is1904,
    dateStyles: styles === undefined ? [] : await readDateStyles(archive, styles),
    shared: texts === undefined || !withTexts ? [] : await readShared(archive, texts),
  }
}

type Relation = { id: string; type: string; target: string }

/** Where a part's relations lead, as names of the archive; `''` for those of the whole. */
async function relationsOf(archive: SheetArchive, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash + 1)
  const found: Relation[] = []
  await readXml(archive.read(`${folder}_rels/${part.slice(slash + 1)}.rels`), {
    ...unheard,
    open(name, attributes) {
      const [id, type, target] = ['Id', 'Type', 'Target'].map((each) =>
        attributeOf(attributes, each),
      )
      if (name !== 'Relationship' || id === undefined || target === undefined) return
      const { pathname } = new URL(target, `file:///${folder}`)
      found.push({
        id,
        type: type?.slice(type.lastIndexOf('/') + 1) ?? '',
        target: decodeURIComponent(pathname.slice(1)),
      })
    },
  })
  return found
}

const unheard = {
  isListening: false,
  open: (_name: string, _attributes: string) => undefined,
  close: (_name: string) => undefined,
  text: (_text: string) => undefined,
}

async function readWorkbook(archive: SheetArchive, part: string) {
  const sheets: { relation: string; isHidden: boolean }[] = []
  let is1904 = false
  await readXml(archive.read(part), {
    ...unheard,
    open(name, attributes) {
      if (name === 'workbookPr')
        is1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const state = attributeOf(attributes, 'state') ?? 'visible'
      const relation = /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? ''
      sheets.push({ relation, isHidden: state !== 'visible' })
    },
  })
  return { sheets, is1904 }
}

/** Which of the cells' styles show a number as a day (ECMA-376 18.8.30). */
async function readDateStyles(archive: SheetArchive, part: string): Promise<boolean[]> {
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let isInCells = false
  await readXml(archive.read(part), {
    ...unheard,
    open(name, attributes) {
      if (name === 'cellXfs') isInCells = true
      const id = Number(attributeOf(attributes, 'numFmtId') ?? 0)
      if (name === 'numFmt') formats.set(id, attributeOf(attributes, 'formatCode') ?? '')
      if (name === 'xf' && isInCells) styles.push(isDateFormat(id, formats.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return styles
}

const isDateFormat = (id: number, code: string | undefined) =>
  code === undefined
    ? (id >= 14 && id <= 22) ||
      (id >= 27 && id <= 36) ||
      (id >= 45 && id <= 58 && id !== 48 && id !== 49)
    : /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|General/gi, ''))

async function readShared(archive: SheetArchive, part: string): Promise<string[]> {
  const texts: string[] = []
  let characters = 0
  let text = ''
  let isPhonetic = false
  const listener = {
    ...unheard,
    isListening: false,
    open(name: string) {
      if (name === 'si') text = ''
      else if (name === 'rPh') isPhonetic = true
      else if (name === 't') listener.isListening = !isPhonetic
    },
    text(piece: string) {
      text += piece
    },
    close(name: string) {
      if (name === 't') listener.isListening = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'si') {
        characters += text.length
        if (texts.length >= mostSharedTexts || characters > mostSharedCharacters)
          throw new SheetRefused('SHEET_TOO_LARGE')
        texts.push(unescaped(text))
      }
    },
  }
  await readXml(archive.read(part), listener)
  return texts
}

/** Tells each row once it is whole. */
function rowListener(book: Book, tell: (row: RawRow) => void) {
  let number = 0
  let cells: (RawCell | undefined)[] = []
  let column = -1
  let type = ''
  let style = 0
  let text = ''
  let isPhonetic = false
  const listener = {
    ...unheard,
    isListening: false,
    open(name: string, attributes: string) {
      if (name === 'row') {
        number = Number(attributeOf(attributes, 'r') ?? number + 1)
        cells = []
        column = -1
      } else if (name === 'c') {
        const reference = attributeOf(attributes, 'r')
        column = reference === undefined ? column + 1 : columnOf(reference)
        if (!(column < mostColumns)) throw new SheetRefused('SHEET_TOO_LARGE')
        type = attributeOf(attributes, 't') ?? 'n'
        style = Number(attributeOf(attributes, 's') ?? 0)
        text = ''
      } else if (name === 'rPh') isPhonetic = true
      else if (name === 'v' || name === 't') listener.isListening = !isPhonetic
    },
    text(piece: string) {
      text += piece
    },
    close(name: string) {
      if (name === 'v' || name === 't') listener.isListening = false
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'c') {
        if (text !== '') cells[column] = cellOf(book, type, style, text)
      } else if (name === 'row') tell({ number, cells })
    },
  }
  return listener
}

function cellOf(
  { shared, dateStyles, is1904 }: Book,
  type: string,
  style: number,
  text: string,
): RawCell {
  switch (type) {
    case 's':
      return { kind: 'text', text: shared[Number(text)] ?? '' }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: unescaped(text) }
    case 'e':
      return { kind: 'error', text }
    case 'b':
      return { kind: 'text', text: text === '1' ? '是' : '否' }
    case 'd':
      return { kind: 'text', text: text.slice(0, 10) }
    default:
      if (!dateStyles[style]) return { kind: 'number', text }
      return { kind: 'serial', text: is1904 ? String(Number(text) + 1462) : text }
  }
}

/** `C7` → 2. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    if (letter < 'A' || letter > 'Z') break
    column = column * 26 + (letter.charCodeAt(0) - 64)
  }
  return column - 1
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 22.9.2.19). */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text
