import type { Content } from './content.ts'

const endOfChain = 0xffff_fff0

/**
 * Whether a Compound File (MS-CFB) holds the stream `WordDocument`, which makes it a Word 97-2003
 * document rather than a workbook, an installer or a message. False for a damaged one.
 */
export async function holdsWordDocument(content: Content): Promise<boolean> {
  const header = await content.bytes(0, 512)
  if (header.length < 512) return false
  const sectorShift = header.readUInt16LE(30)
  if (sectorShift !== 9 && sectorShift !== 12) return false
  const sectorBytes = 2 ** sectorShift
  let sector = header.readUInt32LE(48)
  // A document's directory is a few sectors; the bound also ends a chain that bites its tail.
  for (let step = 0; step < 256 && sector < endOfChain; step += 1) {
    const entries = await content.bytes((sector + 1) * sectorBytes, sectorBytes)
    for (let at = 0; at + 128 <= entries.length; at += 128) {
      const nameLength = entries.readUInt16LE(at + 64)
      if (nameLength < 2 || nameLength > 64) continue
      const isStream = entries[at + 66] === 2
      if (isStream && entries.toString('utf16le', at, at + nameLength - 2) === 'WordDocument') {
        return true
      }
    }
    const next = await nextSector(content, header, sector, sectorBytes)
    if (next === null) return false
    sector = next
  }
  return false
}

// MS-CFB 2.5: the first 109 sectors of the allocation table are listed in the header, the rest in a
// chain of list sectors, each ending with the number of the next one.
async function nextSector(content: Content, header: Buffer, sector: number, sectorBytes: number) {
  const perSector = sectorBytes / 4
  const wanted = Math.floor(sector / perSector)
  const table = await tableSector(content, header, wanted, sectorBytes)
  if (table === null || table >= endOfChain) return null
  return numberAt(content, (table + 1) * sectorBytes + (sector % perSector) * 4)
}

async function tableSector(content: Content, header: Buffer, wanted: number, sectorBytes: number) {
  if (wanted < 109) return header.readUInt32LE(76 + wanted * 4)
  const perList = sectorBytes / 4 - 1
  let list: number | null = header.readUInt32LE(68)
  for (let skip = Math.floor((wanted - 109) / perList); skip > 0; skip -= 1) {
    if (list === null || list >= endOfChain) return null
    list = await numberAt(content, (list + 1) * sectorBytes + perList * 4)
  }
  if (list === null || list >= endOfChain) return null
  return numberAt(content, (list + 1) * sectorBytes + ((wanted - 109) % perList) * 4)
}

async function numberAt(content: Content, offset: number): Promise<number | null> {
  const cell = await content.bytes(offset, 4)
  return cell.length === 4 ? cell.readUInt32LE(0) : null
}
