import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

/**
 * A backup file: named sections with data, zstd-compressed, between two frames that zstd's own
 * tools skip (RFC 8878 §3.1.2): the format's name before, a SHA-256 of everything after. Inside,
 * each piece is a letter, a length of 4 bytes and its bytes: `S` opens a section with a JSON
 * header, `D` is data, `E` closes it with length and SHA-256, `Z` ends the archive.
 */
export type Piece = { kind: 'S' | 'E' | 'Z'; value: unknown } | { kind: 'D'; data: Buffer }

const skippable = (content: Buffer) => {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a50, 0)
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

const magic = skippable(Buffer.from('xueshi backup 1\n'))
const footerBytes = 8 + 32

const frame = (kind: string, body: Buffer) => {
  const head = Buffer.alloc(5)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return [head, body]
}

const encode = async function* (pieces: AsyncIterable<Piece>) {
  for await (const piece of pieces) {
    const body = piece.kind === 'D' ? piece.data : Buffer.from(JSON.stringify(piece.value))
    yield* frame(piece.kind, body)
  }
}

/**
 * Writes an archive, readable by its owner alone; it has its name only when it is complete and on
 * the disk. Throws when the file exists.
 */
export const writeArchive = async (file: string, pieces: AsyncIterable<Piece>) => {
  const draft = `${file}.partial`
  const existing = await open(file, 'wx', 0o600)
  await existing.close()
  try {
    const handle = await open(draft, 'w', 0o600)
    try {
      const digest = createHash('sha256').update(magic)
      await handle.write(magic)
      const hashing = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          digest.update(chunk)
          done(null, chunk)
        },
      })
      const write = async (compressed: AsyncIterable<Buffer>) => {
        for await (const chunk of compressed) await handle.write(chunk)
      }
      await pipeline(Readable.from(encode(pieces)), createZstdCompress(), hashing, write)
      await handle.write(skippable(digest.digest()))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    await rm(file, { force: true })
    throw error
  }
}

const damaged = (what: string) => new Error(`The backup is damaged: ${what}. Nothing was restored`)

/** Throws unless every byte of the archive is as it was written. Returns where its content ends. */
export const verifyArchive = async (file: string) => {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    if (size < magic.length + footerBytes) throw damaged('it is too short')
    const head = Buffer.alloc(magic.length)
    const footer = Buffer.alloc(footerBytes)
    await handle.read(head, 0, head.length, 0)
    await handle.read(footer, 0, footer.length, size - footerBytes)
    if (!head.equals(magic)) throw damaged('it does not begin as a backup of this format')
    const digest = createHash('sha256')
    const end = size - footerBytes
    for await (const chunk of createReadStream(file, { end: end - 1 }))
      digest.update(chunk as Buffer)
    if (!skippable(digest.digest()).equals(footer)) throw damaged('its checksum does not match')
    return end
  } finally {
    await handle.close()
  }
}

const parseJson = (body: Buffer): unknown => JSON.parse(body.toString('utf8'))

/** The pieces of an archive that verifyArchive has found whole; throws where it breaks off. */
export const readArchive = async function* (
  file: string,
  end: number,
): AsyncGenerator<Piece, undefined> {
  const compressed = createReadStream(file, { start: magic.length, end: end - 1 })
  const plain = compressed.pipe(createZstdDecompress())
  compressed.on('error', (error) => plain.destroy(error))
  let rest = Buffer.alloc(0)
  for await (const chunk of plain) {
    // A stream of bytes yields buffers; the type of the iterator does not say so.
    rest = Buffer.concat([rest, chunk as Buffer])
    for (;;) {
      if (rest.length < 5) break
      const length = rest.readUInt32BE(1)
      if (rest.length < 5 + length) break
      const kind = rest.toString('latin1', 0, 1)
      const body = rest.subarray(5, 5 + length)
      rest = rest.subarray(5 + length)
      if (kind === 'D') yield { kind, data: body }
      else if (kind === 'S' || kind === 'E' || kind === 'Z') yield { kind, value: parseJson(body) }
      else throw damaged('an unknown piece')
      if (kind === 'Z') return undefined
    }
  }
  throw damaged('it breaks off')
}
