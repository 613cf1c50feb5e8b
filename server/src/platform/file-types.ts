import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import { holdsWordDocument } from './compound-file.ts'
import type { Content } from './content.ts'
import { contentOfBytes, contentOfFile } from './content.ts'
import { zipEntryNames } from './zip-names.ts'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Every type of file that evidence may have. */
export const fileTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/heic',
  'application/ofd',
  'application/msword',
  docx,
] as const

export type FileType = (typeof fileTypes)[number]

/**
 * The type that the content itself proves, or null for every other and every doubtful one. Neither
 * the name nor a declared type is asked. `source` is a path, the whole content, or a stream of at
 * most 32 MB (a longer one is null; a stored file is better given as a path).
 */
export async function sniff(
  source: string | Uint8Array | Readable,
): Promise<{ type: FileType } | null> {
  if (typeof source === 'string') {
    const handle = await open(source, 'r')
    try {
      const content = await contentOfFile(handle)
      return await judge(content, (await fileTypeFromFile(source))?.mime)
    } finally {
      await handle.close()
    }
  }
  const whole = source instanceof Uint8Array ? Buffer.from(source) : await collect(source)
  if (!whole) return null
  return judge(contentOfBytes(whole), (await fileTypeFromBuffer(whole))?.mime)
}

async function judge(content: Content, found: string | undefined) {
  const head = await content.bytes(0, 2048)
  const tail = await content.bytes(Math.max(0, content.sizeBytes - 2048), 2048)
  const type = await typeOf(content, head, tail, found)
  return type ? { type } : null
}

async function typeOf(
  content: Content,
  head: Buffer,
  tail: Buffer,
  found: string | undefined,
): Promise<FileType | null> {
  if (found === 'image/jpeg' || found === 'image/png') return found
  if (found?.startsWith('image/hei')) return isHeic(head) ? 'image/heic' : null
  if (found === 'application/pdf') return isPlainPdf(head, tail) ? found : null
  if (found === 'application/x-cfb') {
    return (await holdsWordDocument(content)) ? 'application/msword' : null
  }
  if (!head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return null
  const names = await zipEntryNames(content)
  if (!names) return null
  if (names.has('OFD.xml') && !names.has('[Content_Types].xml')) return 'application/ofd'
  const isWord = names.has('[Content_Types].xml') && names.has('word/document.xml')
  return isWord && !names.has('word/vbaProject.bin') && !names.has('OFD.xml') ? docx : null
}

// PDF readers accept the header anywhere in the first kilobyte and an archive behind the end, and
// browsers sniff markup: a file that is also a page or an archive is not plain evidence.
function isPlainPdf(head: Buffer, tail: Buffer): boolean {
  const start = head.toString('latin1')
  const end = tail.toString('latin1')
  return (
    /^%PDF-[12]\.\d/.test(start) &&
    !/<(!doctype|html|head|body|script|svg|iframe)\b/i.test(start) &&
    end.includes('%%EOF') &&
    !end.includes('PK\x05\x06')
  )
}

// ISO/IEC 23008-12: HEVC-coded brands; AVIF and sequences share the container but not the use.
function isHeic(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return false
  const brands = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), 256))
  return /heic|heix|heim|heis/.test(brands) && !/avi[fs]/.test(brands)
}

async function collect(stream: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array) // a stream of bytes, as the callers' are
    size += bytes.length
    if (size > 32 * 2 ** 20) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
