import { SheetRefused } from './sheet-cells.ts'

/** What is told of XML as it passes. Names come without their prefix. */
export type XmlListener = {
  /** Text is decoded and told only while this is true. */
  isListening: boolean
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}

/** Longer than any cell, and than any tag that a spreadsheet program writes. */
const mostTokenBytes = 2 ** 20
const [less, greater, slash, bang, question, quote, apostrophe] = Buffer.from('<>/!?"\'')
const declarations = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const

/**
 * Reads XML in chunks of bytes, as the parts of a workbook are too large to be held whole. Anything
 * that declares a document type is refused: nothing is ever expanded or fetched (XXE, entity bombs).
 */
export function xmlReader(listener: XmlListener): { write(chunk: Buffer): void; end(): void } {
  let pending: Buffer = Buffer.alloc(0)

  /** Reads one token at `at` and answers where it ends; -1 when it is not whole yet. */
  const readToken = (bytes: Buffer, at: number): number => {
    if (bytes[at] !== less) return readText(bytes, at)
    switch (bytes[at + 1]) {
      case undefined:
        return -1
      case bang:
        return readDeclaration(bytes, at)
      case question:
        return endOf(bytes, '?>', at)
      default:
        return readTag(bytes, at)
    }
  }

  const readText = (bytes: Buffer, at: number): number => {
    const end = bytes.indexOf(less ?? 0, at)
    if (end > at && listener.isListening)
      listener.text(withoutEntities(bytes.toString('utf8', at, end)))
    return end
  }

  const readDeclaration = (bytes: Buffer, at: number): number => {
    if (bytes.length - at < 9) return -1
    for (const [begin, close] of declarations) {
      if (bytes.toString('latin1', at, at + begin.length) !== begin) continue
      const end = endOf(bytes, close, at + begin.length)
      if (end > 0 && close === ']]>' && listener.isListening)
        listener.text(bytes.toString('utf8', at + begin.length, end - close.length))
      return end
    }
    throw new SheetRefused('SHEET_BROKEN')
  }

  const readTag = (bytes: Buffer, at: number): number => {
    const end = tagEnd(bytes, at + 1)
    if (end < 0) return -1
    if (bytes[at + 1] === slash) {
      listener.close(localName(bytes.toString('utf8', at + 2, end).trim()))
      return end + 1
    }
    const isEmpty = bytes[end - 1] === slash
    const tag = bytes.toString('utf8', at + 1, isEmpty ? end - 1 : end)
    const space = tag.search(/\s/)
    const name = localName(space < 0 ? tag : tag.slice(0, space))
    listener.open(name, space < 0 ? '' : tag.slice(space))
    if (isEmpty) listener.close(name)
    return end + 1
  }

  return {
    write(chunk) {
      const bytes = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk
      let at = 0
      while (at < bytes.length) {
        const end = readToken(bytes, at)
        if (end < 0) break
        at = end
      }
      pending = bytes.subarray(at)
      if (pending.length > mostTokenBytes) throw new SheetRefused('SHEET_BROKEN')
    },
    end() {
      if (pending.toString('latin1').trim() !== '') throw new SheetRefused('SHEET_BROKEN')
    },
  }
}

/** Reads a whole part. */
export async function readXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const reader = xmlReader(listener)
  for await (const chunk of chunks) reader.write(chunk)
  reader.end()
}

/** Where the tag's `>` stands: one inside a quoted value is not it. */
function tagEnd(bytes: Buffer, from: number): number {
  let open = 0
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (open !== 0) {
      if (byte === open) open = 0
    } else if (byte === greater) return at
    else if (byte === quote || byte === apostrophe) open = byte
  }
  return -1
}

function endOf(bytes: Buffer, mark: string, from: number): number {
  const at = bytes.indexOf(mark, from, 'latin1')
  return at < 0 ? -1 : at + mark.length
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

const patterns = new Map<string, RegExp>()

/** The value of a tag's attribute, or undefined; `name` may stand for one with any prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name)
  if (!pattern) {
    pattern = new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    patterns.set(name, pattern)
  }
  const found = pattern.exec(attributes)
  const value = found?.[1] ?? found?.[2]
  return value === undefined ? undefined : withoutEntities(value)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities of XML and numbers; any other stays as it is written. */
function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,8});/gi, (whole, reference: string) => {
    if (!reference.startsWith('#')) return named[reference] ?? whole
    const isHex = reference.charAt(1).toLowerCase() === 'x'
    const code = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
