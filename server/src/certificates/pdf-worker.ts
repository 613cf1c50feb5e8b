import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import QRCode from 'qrcode'
import type { CertificateFacts } from './rules.ts'

/** What the printer asks: the photo is a JPEG or PNG, or null for an empty frame. */
export type PrintRequest = { id: number; facts: CertificateFacts; photo: Uint8Array | null }

/** What it gets: the document, or why there is none and the characters that no font has. */
export type PrintReply =
  | { id: number; pdf: Uint8Array }
  | { id: number; message: string; unprintable: string[] }

const template = fileURLToPath(new URL('./certificate.typ', import.meta.url))
const folder = dirname(template)

const fontFolder = (weight: '400Regular' | '700Bold') =>
  dirname(
    fileURLToPath(
      import.meta.resolve(`@expo-google-fonts/noto-serif-sc/${weight}/NotoSerifSC_${weight}.ttf`),
    ),
  )

const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontPaths: [fontFolder('400Regular'), fontFolder('700Bold')] }],
})

// Laid beside the template in memory alone; inputs by the compiler's own arguments would make it
// evaluate the whole template anew each time.
function lay(name: string, content: Uint8Array): void {
  compiler.mapShadow(join(folder, name), Buffer.from(content))
}

/**
 * The certificate as PDF/A-2a: archival, tagged for screen readers, and refused by the compiler if
 * any character has no glyph in the package's font or the machine's. Same facts, same bytes.
 */
function print(facts: CertificateFacts, photo: Uint8Array | null): Buffer {
  lay('facts.json', Buffer.from(JSON.stringify({ ...facts, photo: photo !== null })))
  lay('qr.svg', Buffer.from(qrCode(facts.verifyUrl)))
  if (photo) lay('photo', photo)
  const compiled = compiler.compile({ mainFilePath: template })
  if (!compiled.result) {
    const error = compiled.takeError()
    throw new Error(JSON.stringify(error?.shortDiagnostics ?? 'the template did not compile'))
  }
  const pdf = compiler.pdf(compiled.result, { pdfStandard: 'a-2a' })
  compiler.evictCache(1)
  return pdf
}

/** The QR code as SVG, one unit a module; the page around it is its quiet zone. */
function qrCode(text: string): string {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
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

parentPort?.on('message', ({ id, facts, photo }: PrintRequest) => {
  let reply: PrintReply
  try {
    reply = { id, pdf: print(facts, photo) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    reply = { id, message, unprintable: charactersWithoutGlyph(message) }
  }
  parentPort?.postMessage(reply)
})
