import { crc32 } from 'node:zlib'

export const zipType = 'application/zip'

/** One file of an archive. */
export type ZipEntry = { name: string; bytes: Buffer }

const storedFrom2010 = { version: 20, utf8: 0x0800, day: 0x3c21 }
const unix = 3
/** A file that everybody may read. */
const plainFile = 0o100644
const mostBytes = 0xffff_ffff
const mostEntries = 0xffff

/**
 * A ZIP archive (APPNOTE 6.3) of files that are compressed in themselves, such as PDFs: they are kept
 * as they are, one after another as they come, so that the archive never lies in memory as a whole.
 * Names are UTF-8. Throws plainly beyond 4 GB or 65,535 files.
 */
export async function* writeZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let at = 0
  for await (const { name, bytes } of entries) {
    const fields = fieldsOf(bytes, Buffer.byteLength(name))
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name)])
    directory.push(directoryEntry(fields, Buffer.from(name), at))
    at += local.length + bytes.length
    if (at > mostBytes || directory.length > mostEntries)
      throw new Error('the archive is too large')
    yield local
    yield bytes
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
}

/** What the file's own head and its line in the directory say alike. */
function fieldsOf(bytes: Buffer, nameLength: number): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(storedFrom2010.version, 0)
  fields.writeUInt16LE(storedFrom2010.utf8, 2)
  fields.writeUInt16LE(storedFrom2010.day, 8)
  fields.writeUInt32LE(crc32(bytes), 10)
  fields.writeUInt32LE(bytes.length, 14)
  fields.writeUInt32LE(bytes.length, 18)
  fields.writeUInt16LE(nameLength, 22)
  return fields
}

function directoryEntry(fields: Buffer, name: Buffer, start: number): Buffer {
  const head = Buffer.alloc(6)
  head.write('PK\x01\x02', 'latin1')
  // Made as on Unix: some programs take names of other hosts for another encoding, whatever the flag says.
  head.writeUInt16LE((unix << 8) | storedFrom2010.version, 4)
  const place = Buffer.alloc(14)
  place.writeUInt32LE((plainFile << 16) >>> 0, 6)
  place.writeUInt32LE(start, 10)
  return Buffer.concat([head, fields, place, name])
}
