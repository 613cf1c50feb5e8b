import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { SheetRefused } from './sheet-cells.ts'

/** One part of the archive: where its bytes lie and how many they are once inflated. */
type Entry = {
  headerStart: number
  packedBytes: number
  inflatedBytes: number
  method: number
  checksum: number
}

/** The parts of a workbook, each read as a stream that ends when it grows past its bounds. */
export type SheetArchive = {
  has(name: string): boolean
  /** The part's bytes in chunks. Refuses what inflates to more than it says, or than all may hold. */
  read(name: string): AsyncGenerator<Buffer, void, undefined>
}

/** All parts of one workbook together, unless told. A sheet of 100,000 rows and 20 columns has 75 MB. */
const mostInflatedBytes = 400 * 2 ** 20
const mostEntries = 2_000
const stored = 0
const deflated = 8

/**
 * The archive at the path (APPNOTE 6.3 §4.3), by its central directory alone. What it says of its
 * sizes is added up before a byte is inflated, and held against what comes while it is: a bomb is
 * refused by the first, a bomb that lies by the second.
 */
export async function openArchive(
  path: string,
  inflatedBytes = mostInflatedBytes,
): Promise<SheetArchive> {
  const entries = await entriesOf(path)
  let left = inflatedBytes
  for (const entry of entries.values()) left -= entry.inflatedBytes
  if (left < 0) throw new SheetRefused('SHEET_TOO_LARGE')
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name)
      if (!entry) throw new SheetRefused('SHEET_BROKEN')
      let inflated = 0
      let checksum = 0
      for await (const chunk of inflatedChunks(path, entry)) {
        inflated += chunk.length
        if (inflated > entry.inflatedBytes) throw new SheetRefused('SHEET_BROKEN')
        checksum = crc32(chunk, checksum)
        yield chunk
      }
      if (inflated !== entry.inflatedBytes || checksum !== entry.checksum)
        throw new SheetRefused('SHEET_BROKEN')
    },
  }
}

async function* inflatedChunks(path: string, entry: Entry): AsyncGenerator<Buffer> {
  const start = await dataStart(path, entry)
  if (entry.packedBytes === 0) return
  const packed = createReadStream(path, { start, end: start + entry.packedBytes - 1 })
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  packed.once('error', (error) => inflate.destroy(error))
  const source = entry.method === stored ? packed : packed.pipe(inflate)
  try {
    for await (const chunk of source) yield chunk as Buffer // neither stream has an encoding
  } catch (error) {
    throw error instanceof SheetRefused ? error : new SheetRefused('SHEET_BROKEN')
  } finally {
    packed.destroy()
    inflate.destroy()
  }
}

/** Behind the local header, whose name and extra field may be longer than the directory's. */
async function dataStart(path: string, { headerStart }: Entry): Promise<number> {
  const header = await bytesAt(path, headerStart, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw new SheetRefused('SHEET_BROKEN')
  return headerStart + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

async function entriesOf(path: string): Promise<Map<string, Entry>> {
  const { start, sizeBytes, count } = await directoryOf(path)
  const directory = await bytesAt(path, start, sizeBytes)
  const entries = new Map<string, Entry>()
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50)
      throw new SheetRefused('SHEET_BROKEN')
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, nameEnd)
    const method = directory.readUInt16LE(at + 10)
    const isEncrypted = (directory.readUInt16LE(at + 8) & 1) === 1
    if (isEncrypted || entries.has(name) || (method !== stored && method !== deflated))
      throw new SheetRefused('SHEET_BROKEN')
    entries.set(name, {
      method,
      checksum: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      inflatedBytes: directory.readUInt32LE(at + 24),
      headerStart: directory.readUInt32LE(at + 42),
    })
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** The directory's place, from the record at the end of the file; a 64-bit archive has none here. */
async function directoryOf(path: string) {
  const sizeBytes = await sizeOf(path)
  const tailStart = Math.max(0, sizeBytes - 65_557)
  const tail = await bytesAt(path, tailStart, sizeBytes - tailStart)
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (at < 0 || at + 22 > tail.length) throw new SheetRefused('SHEET_BROKEN')
  const directory = {
    count: tail.readUInt16LE(at + 10),
    sizeBytes: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
  }
  const fits = directory.start + directory.sizeBytes <= tailStart + at
  if (!fits || directory.count > mostEntries) throw new SheetRefused('SHEET_BROKEN')
  return directory
}

async function sizeOf(path: string): Promise<number> {
  const handle = await open(path, 'r')
  try {
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

async function bytesAt(path: string, start: number, length: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
