import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openArchive } from './sheet-archive.ts'
import { type SheetColumn, writeSheet } from './sheet.ts'

const columns = [
  { key: 'name', header: '姓名 <&>"', kind: 'text' },
  { key: 'hours', header: '学时', kind: 'number' },
  { key: 'remark', header: '备注', kind: 'text' },
] as const satisfies readonly SheetColumn[]
const bare = { name: null, hours: null, remark: null }

let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-writing-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function placed(bytes: Buffer): Promise<string> {
  const path = join(folder, `${(made += 1)}.xlsx`)
  await writeFile(path, bytes)
  return path
}

/** The first sheet as another program reads it. */
async function opened(path: string): Promise<ExcelJS.Worksheet> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const [sheet] = book.worksheets
  if (!sheet) throw new Error('the workbook has no sheet')
  return sheet
}

test('an empty cell is not written, and whatever is typed into its column stays text', async () => {
  const rows = [{ ...bare, name: '陈嘉欣' }, bare, { ...bare, hours: Number.NaN }]
  const path = await placed(await buffer(writeSheet(columns, rows, { name: '学时' })))
  const archive = await openArchive(path)
  const xml = await text(archive.read('xl/worksheets/sheet1.xml'))
  expect(xml.match(/<c /g)).toHaveLength(columns.length + 1)
  const sheet = await opened(path)
  expect(sheet.rowCount).toBe(4)
  expect([sheet.getColumn(1).numFmt, sheet.getColumn(3).numFmt]).toEqual(['@', '@'])
  expect(sheet.getColumn(2).numFmt).not.toBe('@')
  expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
})

test('a text longer than a piece, its blanks and its line breaks; headers and a name with signs of XML', async () => {
  const long = `　头\n${'学时'.repeat(70_000)}\t尾 `
  const rows = Array.from({ length: 3 }, (_, at) => ({ name: long, hours: at, remark: '&lt;' }))
  const sheet = await opened(
    await placed(await buffer(writeSheet(columns, rows, { name: '"甲" & <乙>' }))),
  )
  expect(sheet.name).toBe('"甲" & <乙>')
  expect(sheet.getCell('A1').value).toBe('姓名 <&>"')
  for (const at of [0, 1, 2])
    expect(sheet.getRow(at + 2).values).toEqual([undefined, long, at, '&lt;'])
})

test('columns beyond Z', async () => {
  const many = Array.from({ length: 54 }, (_, at) => ({
    key: `c${at}`,
    header: `列${at}`,
    kind: 'number' as const,
  }))
  const row = Object.fromEntries(many.map(({ key }, at) => [key, at]))
  const sheet = await opened(await placed(await buffer(writeSheet(many, [row], { name: '列' }))))
  expect(['Z2', 'AA2', 'AZ2', 'BB2'].map((place) => sheet.getCell(place).value)).toEqual([
    25, 26, 51, 53,
  ])
})

test('rows are asked for as the file is read, and let go of when nobody reads on', async () => {
  let asked = 0
  let isLetGo = false
  function* endless() {
    try {
      for (;;) yield { name: `人${(asked += 1)}`, hours: asked, remark: crypto.randomUUID() }
    } finally {
      isLetGo = true
    }
  }
  const stream = writeSheet(columns, endless(), { name: '人员' })
  for await (const _ of stream) if (asked > 0) break
  await expect.poll(() => isLetGo).toBe(true)
  expect(asked).toBeLessThan(20_000)
})

test('what fails among the rows fails the file', async () => {
  async function* failing(): AsyncGenerator<typeof bare> {
    yield bare
    throw new Error('the database is away')
  }
  const stream = writeSheet(columns, failing(), { name: '人员' })
  await expect(buffer(stream)).rejects.toThrow('the database is away')
})
