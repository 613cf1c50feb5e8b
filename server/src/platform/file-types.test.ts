import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sniff } from './file-types.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const zipEnd = 22

/** A ZIP archive that holds empty files of these names. */
function zip(names: string[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const name of names) {
    const text = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(text.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(text.length, 28)
    central.writeUInt32LE(offset, 42)
    locals.push(local, text)
    directory.push(central, text)
    offset += local.length + text.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(zipEnd)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(names.length, 8)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

/** A compound file whose directory spans two sectors and names these streams. */
function compoundFile(names: string[]): Buffer {
  const file = Buffer.alloc(512 * 4)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(1, 48)
  file.writeUInt32LE(0xffff_fffe, 68)
  file.fill(0xff, 76, 512)
  file.writeUInt32LE(0, 76)
  const table = [0xffff_fffd, 2, 0xffff_fffe]
  table.forEach((next, sector) => file.writeUInt32LE(next, 512 + sector * 4))
  names.forEach((name, index) => {
    const at = 1024 + index * 128
    file.write(name, at, 'utf16le')
    file.writeUInt16LE(name.length * 2 + 2, at + 64)
    file.writeUInt8(name === 'Root Entry' ? 5 : 2, at + 66)
  })
  return file
}

function ftyp(brands: string): Buffer {
  const box = Buffer.from(`....ftyp${brands}`)
  box.writeUInt32BE(box.length, 0)
  return Buffer.concat([box, Buffer.alloc(64)])
}

const canvas = createCanvas(20, 20)
const png = canvas.toBuffer('image/png')
const jpeg = canvas.toBuffer('image/jpeg')
const docx = zip(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'])
const ofd = zip(['OFD.xml', 'Doc_0/Document.xml'])
const doc = compoundFile(['Root Entry', 'Data', '1Table', '\x05SummaryInformation', 'WordDocument'])

describe('sniff', () => {
  it.each([
    ['PDF', pdf, 'application/pdf'],
    ['JPEG', jpeg, 'image/jpeg'],
    ['PNG', png, 'image/png'],
    ['HEIC', ftyp('heic\0\0\0\0mif1heic'), 'image/heic'],
    ['HEIC under the general brand', ftyp('mif1\0\0\0\0mif1heic'), 'image/heic'],
    ['OFD', ofd, 'application/ofd'],
    ['Word 97', doc, 'application/msword'],
    ['Word', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ])('knows %s', async (_name, content, type) => {
    expect(await sniff(content)).toEqual({ type })
  })

  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
  const program = Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(500)])
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a program', program],
    ['SVG', svg],
    ['SVG behind an XML declaration', Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg])],
    ['HTML', html],
    ['text', Buffer.from('hours')],
    ['HTML before PDF', Buffer.concat([html, pdf])],
    ['HTML inside the head of PDF', Buffer.concat([Buffer.from('%PDF-1.4\n'), html, pdf])],
    ['PDF that is also an archive', Buffer.concat([pdf, zip(['OFD.xml'])])],
    ['PDF without its end', pdf.subarray(0, 40)],
    ['a program before an archive', Buffer.concat([program, docx])],
    ['an archive with something behind it', Buffer.concat([docx, html])],
    ['an archive cut off', docx.subarray(0, -5)],
    ['any other archive', zip(['a.txt'])],
    ['a workbook', zip(['[Content_Types].xml', 'xl/workbook.xml'])],
    ['Word with macros', zip(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'])],
    ['OFD that is also Word', zip(['OFD.xml', '[Content_Types].xml', 'word/document.xml'])],
    ['a name twice', zip(['OFD.xml', 'OFD.xml'])],
    ['an old workbook', compoundFile(['Root Entry', 'Workbook'])],
    ['a compound file cut off', doc.subarray(0, 600)],
    ['AVIF', ftyp('avif\0\0\0\0mif1heic')],
    ['a film', ftyp('isom\0\0\0\0mp42')],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;')],
  ])('does not take %s', async (_name, content) => {
    expect(await sniff(content)).toBeNull()
  })

  it('ends on a compound file whose directory goes in circles', async () => {
    const circle = compoundFile(['Root Entry'])
    circle.writeUInt32LE(1, 512 + 4)
    expect(await sniff(circle)).toBeNull()
  })

  describe('by path and stream', () => {
    let directory: string
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'sniff-'))
    })
    afterAll(() => rm(directory, { recursive: true, force: true }))

    it.each([
      ['evidence.pdf', program, null],
      ['evidence.exe', pdf, { type: 'application/pdf' }],
      ['evidence.zip', ofd, { type: 'application/ofd' }],
      ['evidence.bin', doc, { type: 'application/msword' }],
    ])('does not believe the name %s', async (name, content, expected) => {
      const path = join(directory, name)
      await writeFile(path, content)
      expect(await sniff(path)).toEqual(expected)
      expect(await sniff(Readable.from([content]))).toEqual(expected)
    })
  })
})
