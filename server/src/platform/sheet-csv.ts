import { createReadStream } from 'node:fs'
import { type RawCell, type RawRow, SheetRefused } from './sheet-cells.ts'

const mostCellCharacters = 100_000
const mostColumns = 500

/**
 * The rows of a file of text (RFC 4180, parted by comma, semicolon or tab) in UTF-8, UTF-16 or
 * GB18030, one by one as they are asked for. Rows are counted as a spreadsheet program does: a line
 * break inside quotes begins none.
 */
export async function* readCsv(path: string): AsyncGenerator<RawRow, void, undefined> {
  const encoding = await encodingOf(path)
  let parser: ReturnType<typeof csvParser> | undefined
  for await (const text of decoded(path, encoding)) {
    parser ??= csvParser(separatorOf(text))
    yield* parser.write(text)
  }
  if (parser) yield* parser.end()
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path)) {
    const text = decoder.decode(chunk as Buffer, { stream: true }) // a stream without an encoding
    if (text !== '') yield text
  }
  yield decoder.decode()
}

/** By its mark, else UTF-8 where every byte fits, else GB18030, in which Chinese Excel saves text. */
async function encodingOf(path: string): Promise<string> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Buffer // a stream without an encoding
      if (isFirst && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
      if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
      isFirst = false
      strict.decode(bytes, { stream: true })
    }
    strict.decode()
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

/** The likeliest by the first line. */
function separatorOf(text: string): string {
  const [line = ''] = text.split(/\r\n?|\n/, 1)
  const counts = [',', '\t', ';'].map((each) => [each, line.split(each).length] as const)
  return counts.toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? ','
}

function csvParser(separator: string) {
  let number = 0
  let cells: (RawCell | undefined)[] = []
  let text = ''
  /** Inside quotes; or just behind a quote that ends them or, doubled, stands for itself. */
  let quoting: 'no' | 'inside' | 'behind' = 'no'
  let isBehindReturn = false

  const endCell = () => {
    if (cells.length >= mostColumns) throw new SheetRefused('SHEET_TOO_LARGE')
    cells.push(text === '' ? undefined : { kind: 'text', text })
    text = ''
    quoting = 'no'
  }
  const endRow = (): RawRow => {
    endCell()
    number += 1
    const row = { number, cells }
    cells = []
    return row
  }
  const isLineEnd = (character: string) => character === '\n' || character === '\r'

  return {
    *write(piece: string): Generator<RawRow> {
      for (const character of piece) {
        const isSecondHalf = isBehindReturn && character === '\n'
        isBehindReturn = false
        if (isSecondHalf) continue
        if (quoting === 'inside') {
          if (character === '"') quoting = 'behind'
          else text += character
        } else if (character === '"' && (quoting === 'behind' || text === '')) {
          if (quoting === 'behind') text += character
          quoting = 'inside'
        } else if (character === separator) endCell()
        else if (isLineEnd(character)) {
          isBehindReturn = character === '\r'
          yield endRow()
        } else text += character
        if (text.length > mostCellCharacters) throw new SheetRefused('SHEET_BROKEN')
      }
    },
    *end(): Generator<RawRow> {
      if (text !== '' || cells.length > 0) yield endRow()
    },
  }
}
