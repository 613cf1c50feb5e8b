import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

export const zipType = 'application/zip'

/** One file of an archive, as it is; or in pieces, to be compressed as they come. */
export type ZipEntry =
  | { name: string; bytes: Buffer }
  | { name: string; pieces: AsyncIterable<Buffer> | Iterable<Buffer> }

type Figures = { checksum: number; packedBytes: number; plainBytes: number }

const versionFrom2010 = 20
const utf8 = 0x0800
/** Sizes and checksum stand behind the file, since nobody knows them before it. */
const figuresBehind = 0x0008
const firstDay = 0x3c21
const kept = 0
const deflated = 8
const unix = 3
/** A file that everybody may read. */
const plainFile = 0o100644
const mostBytes = 0xffff_ffff
const mostEntries = 0xffff
/** Half the time of zlib's own choice, for a file of the same length. */
const level = 5

/**
 * A ZIP archive (APPNOTE 6.3), written file after file as they come, so that it never lies in memory as
 * a whole: PDFs and what else is compressed in itself stay as they are. Names are UTF-8. Throws plainly
 * beyond 4 GB or 65,535 files.
 */
export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let at = 0
  for await (const entry of entries) {
    const name = Buffer.from(entry.name)
    const start = at
    const figures = { checksum: 0, packedBytes: 0, plainBytes: 0 }
    if ('bytes' in entry) {
      const length = entry.bytes.length
      const checksum = crc32(entry.bytes)
      Object.assign(figures, { checksum, packedBytes: length, plainBytes: length })
    }
    const method = 'bytes' in entry ? kept : deflated
    const head = [Buffer.from('PK\x03\x04'), fieldsOf(method, figures, name.length), name]
    yield* counted(head)
    if ('bytes' in entry) yield* counted([entry.bytes])
    else {
      for await (const piece of packed(entry.pieces, figures)) yield* counted([piece])
      yield* counted([Buffer.from('PK\x07\x08'), figuresOf(figures)])
    }
    directory.push(directoryEntry(fieldsOf(method, figures, name.length), name, start))
    if (at > mostBytes || figures.plainBytes > mostBytes || directory.length > mostEntries)
      throw new Error('the archive is too large')
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  yield central
  yield end

  function* counted(pieces: readonly Buffer[]) {
    for (const piece of pieces) at += piece.length
    yield* pieces
  }
}

/** The pieces compressed on another thread, while the next are made; `figures` are whole at the end. */
async function* packed(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  figures: Figures,
): AsyncGenerator<Buffer> {
  async function* told() {
    for await (const piece of pieces) {
      figures.checksum = crc32(piece, figures.checksum)
      figures.plainBytes += piece.length
      yield piece
    }
  }
  const source = Readable.from(told())
  const deflate = createDeflateRaw({ level, chunkSize: 64 * 1024 })
  source.once('error', (error) => deflate.destroy(error))
  try {
    for await (const piece of source.pipe(deflate)) {
      const { length } = piece as Buffer // a stream without an encoding
      figures.packedBytes += length
      yield piece as Buffer
    }
  } finally {
    source.destroy()
    deflate.destroy()
  }
}

/** What the file's own head and its line in the directory say alike. */
function fieldsOf(method: number, figures: Figures, nameLength: number): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(versionFrom2010, 0)
  fields.writeUInt16LE(method === kept ? utf8 : utf8 | figuresBehind, 2)
  fields.writeUInt16LE(method, 4)
  fields.writeUInt16LE(firstDay, 8)
  figuresOf(figures).copy(fields, 10)
  fields.writeUInt16LE(nameLength, 22)
  return fields
}

function figuresOf({ checksum, packedBytes, plainBytes }: Figures): Buffer {
  const figures = Buffer.alloc(12)
  figures.writeUInt32LE(checksum, 0)
  figures.writeUInt32LE(packedBytes, 4)
  figures.writeUInt32LE(plainBytes, 8)
  return figures
}

function directoryEntry(fields: Buffer, name: Buffer, start: number): Buffer {
  const head = Buffer.alloc(6)
  head.write('PK\x01\x02', 'latin1')
  // Made as on Unix: some programs take names of other hosts for another encoding, whatever the flag says.
  head.writeUInt16LE((unix << 8) | versionFrom2010, 4)
  const place = Buffer.alloc(14)
  place.writeUInt32LE((plainFile << 16) >>> 0, 6)
  place.writeUInt32LE(start, 10)
  return Buffer.concat([head, fields, place, name])
}
