import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSheet, SheetRefused, sniffSheet, writeTemplate, type SheetColumn } from './sheet.ts'

const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'number', header: '证件号码', kind: 'text' },
] as const satisfies readonly SheetColumn[]

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-refused-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(content: Buffer | string): Promise<string> {
  const path = join(folder, String((made += 1)))
  await writeFile(path, content)
  return path
}

/** Why the file is refused; '' when it is read. */
async function refusal(content: Buffer | string, limit?: number): Promise<string> {
  const path = await file(content)
  try {
    await collected(readSheet(path, columns, limit === undefined ? {} : { limit }))
    return ''
  } catch (error) {
    if (!(error instanceof SheetRefused)) throw error
    return [error.code, ...error.missing].join(' ')
  }
}

type Part = { name: string; content: Buffer; says?: number }

/** An archive with the parts; `says` is the size that it claims for one. */
function archive(parts: readonly Part[]): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, says = content.length } of parts) {
    const packed = deflateRawSync(content)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50)
    header.writeUInt16LE(8, 8)
    header.writeUInt32LE(crc32(content), 14)
    header.writeUInt32LE(packed.length, 18)
    header.writeUInt32LE(says, 22)
    header.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc32(content), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(says, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    local.push(header, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += header.length + name.length + packed.length
  }
  const directoryBytes = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directoryBytes.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, directoryBytes, end])
}

const relation = (type: string, target: string) =>
  `<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`
const head = '<row r="1"><c t="str"><v>姓名</v></c><c t="str"><v>证件号码</v></c></row>'

/** A workbook whose sheet holds this, with parts in place of its own. */
function book(sheet: string | Buffer, others: readonly Part[] = []): Buffer {
  const own = [
    ['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'],
    ['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', sheet],
  ] as const
  const parts = own.map(([name, content]) => ({ name, content: Buffer.from(content) }))
  const named = new Set(others.map(({ name }) => name))
  return archive([...parts.filter(({ name }) => !named.has(name)), ...others])
}

describe('files that are not read', () => {
  test('the archive of this test is read when nothing is wrong with it', async () => {
    const path = await file(
      book(`<sheetData>${head}<row><c t="str"><v>甲</v></c></row></sheetData>`),
    )
    expect(await collected(readSheet(path, columns))).toEqual([
      { number: 2, cells: { name: '甲', number: null }, issues: {} },
    ])
  })

  test('neither a workbook nor text: SHEET_FORMAT', async () => {
    const oldExcel = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    expect(await refusal(Buffer.concat([oldExcel, Buffer.alloc(500)]))).toBe('SHEET_FORMAT')
    expect(await refusal(Buffer.from('%PDF-1.7\n\x00'))).toBe('SHEET_FORMAT')
    expect(await refusal('')).toBe('SHEET_FORMAT')
    expect(await sniffSheet(await file('姓名'))).toBe('text/csv')
  })

  test('headers that are missing are named: SHEET_COLUMNS', async () => {
    expect(await refusal('姓名,身份证\n甲,1')).toBe('SHEET_COLUMNS 证件号码')
    expect(await refusal(book('<sheetData/>'))).toBe('SHEET_COLUMNS 姓名 证件号码')
  })

  test('cut short, damaged, or another office document: SHEET_BROKEN', async () => {
    const template = await writeTemplate(columns, { name: '表', notes: [] })
    expect(await refusal(template)).toBe('')
    expect(await refusal(template.subarray(0, template.length / 2))).toBe('SHEET_BROKEN')
    const flipped = book(`<sheetData>${head}</sheetData>`)
    const sheet = flipped.indexOf('sheet1.xml')
    flipped.writeUInt8(flipped.readUInt8(sheet + 40) ^ 1, sheet + 40)
    expect(await refusal(flipped)).toBe('SHEET_BROKEN')
    const document = archive([{ name: 'word/document.xml', content: Buffer.from('<w:document/>') }])
    expect(await refusal(document)).toBe('SHEET_BROKEN')
    expect(await refusal(book(`<sheetData>${head}<row><c`))).toBe('SHEET_BROKEN')
  })

  test('more rows, columns or shared text than may be: SHEET_TOO_LARGE', async () => {
    expect(await refusal('姓名,证件号码\n甲,1\n乙,2\n', 2)).toBe('')
    expect(await refusal('姓名,证件号码\n甲,1\n乙,2\n丙,3\n', 2)).toBe('SHEET_TOO_LARGE')
    const far = `<sheetData>${head}<row><c r="XFD2"><v>1</v></c></row></sheetData>`
    expect(await refusal(book(far))).toBe('SHEET_TOO_LARGE')
    expect(await refusal(`姓名${','.repeat(600)}\n`)).toBe('SHEET_TOO_LARGE')
  })
})

describe('T25: files that mean harm', () => {
  const grown = async (content: Buffer) => {
    const before = process.memoryUsage().rss
    const code = await refusal(content)
    return { code, megabytes: (process.memoryUsage().rss - before) / 2 ** 20 }
  }

  test('a bomb that says what it is, and one that lies', async () => {
    const spaces = (megabytes: number) =>
      Buffer.concat([Buffer.from(`<sheetData>${head}<!--`), Buffer.alloc(megabytes * 2 ** 20, ' ')])
    const sheet = (content: Buffer, says: number) =>
      book('', [{ name: 'xl/worksheets/sheet1.xml', content, says }])
    const honest = sheet(spaces(1), 450 * 2 ** 20)
    const lying = sheet(spaces(64), 1000)
    expect(honest.length).toBeLessThan(2 ** 20)
    const first = await grown(honest)
    expect(first.code).toBe('SHEET_TOO_LARGE')
    expect(first.megabytes).toBeLessThan(150)
    const second = await grown(lying)
    expect(second.code).toBe('SHEET_BROKEN')
    expect(second.megabytes).toBeLessThan(150)
  })

  test('one tag, one text or one comment without an end', async () => {
    for (const begin of ['<c r="', `<row><c t="str"><v>`, '<!--']) {
      const endless = Buffer.concat([
        Buffer.from(`<sheetData>${head}${begin}`),
        Buffer.alloc(8 * 2 ** 20, 'a'),
      ])
      expect(
        await refusal(book('', [{ name: 'xl/worksheets/sheet1.xml', content: endless }])),
      ).toBe('SHEET_BROKEN')
    }
  })

  test('a document type, entities that grow, and what lies outside', async () => {
    const secret = await file('geheim')
    const entities = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY f SYSTEM "file://${secret}">]>`
    expect(await refusal(book(`${entities}<sheetData>${head}</sheetData>`))).toBe('SHEET_BROKEN')
    // Without the declaration an unknown entity stays as it is written.
    const path = await file(
      book(`<sheetData>${head}<row><c t="str"><v>&f;&amp;&#x9648;</v></c></row></sheetData>`),
    )
    const [row] = await collected(readSheet(path, columns))
    expect(row?.cells.name).toBe('&f;&陈')
  })

  test('parts that lie elsewhere or twice, and a sheet that is none', async () => {
    const elsewhere = relation('worksheet', '../../../../etc/passwd')
    const parts = [{ name: 'xl/_rels/workbook.xml.rels', content: Buffer.from(elsewhere) }]
    expect(await refusal(book('<sheetData/>', parts))).toBe('SHEET_BROKEN')
    const sheet = { name: 'xl/worksheets/sheet1.xml', content: Buffer.from('<sheetData/>') }
    expect(await refusal(archive([sheet, sheet]))).toBe('SHEET_BROKEN')
  })
})

test('whoever stops reading leaves nothing open', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `<row><c t="str"><v>${at}</v></c></row>`)
  const path = await file(book(`<sheetData>${head}${rows.join('')}</sheetData>`))
  /** This process's open files, where the machine tells them. */
  const isOpen = async () => {
    const folderOfOpen = '/proc/self/fd'
    const names = await readdir(folderOfOpen).catch(() => [])
    const links = names.map((name) => readlink(join(folderOfOpen, name)).catch(() => ''))
    return (await Promise.all(links)).includes(path)
  }
  for await (const row of readSheet(path, columns)) if (row.number === 3) break
  await expect.poll(isOpen).toBe(false)
})
