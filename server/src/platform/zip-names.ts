import type { Content } from './content.ts'

/**
 * The names in a ZIP archive's central directory (APPNOTE 6.3 §4.3), or null when the bytes are not
 * one plain archive: something before it, behind it or between, encrypted, split or 64-bit, or with
 * more than 10,000 entries. Nothing is unpacked.
 */
export async function zipEntryNames(content: Content): Promise<Set<string> | null> {
  const end = await endOfDirectory(content)
  if (!end) return null
  const directory = await content.bytes(end.start, end.sizeBytes)
  const names = new Set<string>()
  let at = 0
  for (let entry = 0; entry < end.entries; entry += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return null
    const encrypted = (directory.readUInt16LE(at + 8) & 1) === 1
    const nameLength = directory.readUInt16LE(at + 28)
    const restLength = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    if (encrypted || names.has(name)) return null
    names.add(name)
    at += 46 + nameLength + restLength
  }
  return at === directory.length ? names : null
}

async function endOfDirectory(content: Content) {
  const tailLength = Math.min(content.sizeBytes, 65_557)
  const tail = await content.bytes(content.sizeBytes - tailLength, tailLength)
  const at = tail.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (at < 0 || at + 22 > tail.length) return null
  const entries = tail.readUInt16LE(at + 10)
  const sizeBytes = tail.readUInt32LE(at + 12)
  const start = tail.readUInt32LE(at + 16)
  const commentLength = tail.readUInt16LE(at + 20)
  const endStart = content.sizeBytes - tailLength + at
  const plain =
    tail.readUInt32LE(at + 4) === 0 &&
    tail.readUInt16LE(at + 8) === entries &&
    entries <= 10_000 &&
    start + sizeBytes === endStart &&
    at + 22 + commentLength === tail.length
  return plain ? { entries, sizeBytes, start } : null
}
