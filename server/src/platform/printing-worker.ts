import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import QRCode from 'qrcode'

/** A document to be printed. Its template reads all of it from beside itself. */
export type Print = {
  /** A `.typ` file of a domain; `new URL('./certificate.typ', import.meta.url)`. */
  template: URL
  /** What the template reads as `facts.json`. */
  facts: unknown
  /** Texts whose QR codes the template reads from `qr.json`, as SVG by the text. */
  qrCodes?: readonly string[]
  /** Pictures (JPEG, PNG) under the names by which the template reads them. */
  files?: Readonly<Record<string, Uint8Array>>
}

/** What the printer asks; the template by its path. */
export type PrintRequest = Omit<Print, 'template'> & { id: number; template: string }

/** What it gets: the document, or why there is none and the characters that no font has. */
export type PrintReply =
  | { id: number; pdf: Uint8Array }
  | { id: number; message: string; unprintable: string[] }

const fontFolder = (weight: '400Regular' | '700Bold') =>
  dirname(
    fileURLToPath(
      import.meta.resolve(`@expo-google-fonts/noto-serif-sc/${weight}/NotoSerifSC_${weight}.ttf`),
    ),
  )

// Templates lie beside the domains that they are of, and take from paper.typ what they share.
const compiler = NodeCompiler.create({
  workspace: fileURLToPath(new URL('..', import.meta.url)),
  fontArgs: [{ fontPaths: [fontFolder('400Regular'), fontFolder('700Bold')] }],
})

/**
 * The document as PDF/A-2a: archival, tagged for screen readers, and refused by the compiler if any
 * character has no glyph in the package's font or the machine's. Same request, same bytes.
 */
function print({ template, facts, qrCodes = [], files = {} }: PrintRequest): Buffer {
  const drawn = Object.fromEntries(qrCodes.map((text) => [text, qrCode(text)]))
  // Laid beside the template in memory alone; inputs by the compiler's own arguments would make it
  // evaluate the whole template anew each time.
  const laid: Record<string, Uint8Array> = {
    ...files,
    'facts.json': Buffer.from(JSON.stringify(facts)),
    'qr.json': Buffer.from(JSON.stringify(drawn)),
  }
  const placeOf = (name: string) => join(dirname(template), name)
  for (const [name, content] of Object.entries(laid))
    compiler.mapShadow(placeOf(name), Buffer.from(content))
  try {
    const compiled = compiler.compile({ mainFilePath: template })
    if (!compiled.result) {
      const error = compiled.takeError()
      throw new Error(JSON.stringify(error?.shortDiagnostics ?? 'the template did not compile'))
    }
    return compiler.pdf(compiled.result, { pdfStandard: 'a-2a' })
  } finally {
    for (const name of Object.keys(laid)) compiler.unmapShadow(placeOf(name))
    compiler.evictCache(1)
  }
}

/**
 * The QR code as SVG, one unit a module; the page around it is its quiet zone. The text goes as bytes and
 * under one mask: to look for shorter ways to write parts of it, and for the best of eight masks, takes
 * longer than all the rest, and gives an address with a signature nothing.
 */
function qrCode(text: string): string {
  const whole = [{ data: Buffer.from(text), mode: 'byte' as const }]
  const { size, data } = QRCode.create(whole, {
    errorCorrectionLevel: 'M',
    maskPattern: 3,
  }).modules
  let path = ''
  for (let row = 0; row < size; row += 1) {
    for (let start = 0; start < size; start += 1) {
      if (!data[row * size + start]) continue
      let end = start + 1
      while (end < size && data[row * size + end]) end += 1
      path += `M${start} ${row}h${end - start}v1h${start - end}z`
      start = end
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`
}

// The compiler names such text in Rust's notation, with escapes for what its own font cannot show.
function charactersWithoutGlyph(message: string): string[] {
  const texts = [...message.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/g)]
  const unescaped = texts.map(([, text = '']) =>
    text.replaceAll(/\\+u\{([0-9a-f]+)\}/g, (_, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, 16)),
    ),
  )
  return [...new Set(unescaped)]
}

parentPort?.on('message', (request: PrintRequest) => {
  const { id } = request
  let reply: PrintReply
  try {
    reply = { id, pdf: print(request) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    reply = { id, message, unprintable: charactersWithoutGlyph(message) }
  }
  parentPort?.postMessage(reply)
})
