import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  readSheet,
  type SheetCells,
  type SheetColumn,
  type SheetRow,
  writeSheet,
  writeTemplate,
} from './sheet.ts'

const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'number', header: '证件号码', kind: 'text' },
  { key: 'hours', header: '学时', kind: 'number', isOptional: true },
  { key: 'endedOn', header: '结束日期', kind: 'day', isOptional: true },
] as const satisfies readonly SheetColumn[]
type Cells = SheetCells<typeof columns>
const bare = { name: null, number: null, hours: null, endedOn: null }

let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-sheet-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const placeFor = (ending: string) => join(folder, `${(made += 1)}.${ending}`)

async function written(rows: Iterable<Cells>): Promise<string> {
  const path = placeFor('xlsx')
  await pipeline(writeSheet(columns, rows, { name: '学时' }), createWriteStream(path))
  return path
}

/** A workbook by another hand. */
async function byExcelJs(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('表一'), book)
  const path = placeFor('xlsx')
  await book.xlsx.writeFile(path)
  return path
}

async function text(content: string | Buffer): Promise<string> {
  const path = placeFor('csv')
  await writeFile(path, content)
  return path
}

async function rowsOf(path: string) {
  const rows: SheetRow<typeof columns>[] = []
  for await (const row of readSheet(path, columns)) rows.push(row)
  return rows
}
const cellsOf = async (path: string) => (await rowsOf(path)).map(({ cells }) => cells)

describe('what is written', () => {
  const rows: Cells[] = [
    { name: '欧阳·明月', number: '440103199001010011', hours: 12.5, endedOn: '2026-03-01' },
    { name: '𬱖䶮 & <b>"x"</b>', number: '=HYPERLINK("http://x")', hours: null, endedOn: null },
    { name: '_x000D_ 其名', number: "'=1", hours: -3, endedOn: null },
    { name: '＝1+1', number: '+852 91234567', hours: 0, endedOn: null },
  ]

  test('is read again as it was', async () => {
    const read = await rowsOf(await written(rows))
    expect(read.map(({ cells }) => cells)).toEqual(rows)
    expect(read.map(({ number }) => number)).toEqual([2, 3, 4, 5])
    expect(read.every(({ issues }) => Object.keys(issues).length === 0)).toBe(true)
  })

  test('T26: holds no formula for another program, and text where digits matter', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(await written(rows))
    const sheet = book.getWorksheet('学时')
    expect(sheet?.getRow(1).values).toEqual([undefined, '姓名', '证件号码', '学时', '结束日期'])
    expect(sheet?.getRow(2).getCell(2).value).toBe('440103199001010011')
    expect(sheet?.getRow(2).getCell(2).numFmt).toBe('@')
    expect(sheet?.getRow(2).getCell(3).value).toBe(12.5)
    sheet?.eachRow((row) =>
      row.eachCell((cell) => {
        expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)
        expect(cell.text).not.toMatch(/^[=+@\t\r＝＋－＠]/)
      }),
    )
  })

  test('T22 T26: any text comes back, whatever it begins with', async () => {
    const beginning = fc.constantFrom(
      '',
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '＝',
      '＋',
      '－',
      '＠',
      "'",
      "'='",
    )
    const kept = fc
      .tuple(beginning, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }))
      .map(([begin, rest]) => begin + rest.replaceAll(/[\s\p{Cc}\p{Cn}\p{Cs}\uFEFF]/gu, '') + '尾')
    await fc.assert(
      fc.asyncProperty(fc.array(kept, { minLength: 1, maxLength: 40 }), async (names) => {
        const path = await written(names.map((name) => ({ ...bare, name })))
        expect((await cellsOf(path)).map(({ name }) => name)).toEqual(names)
      }),
      { numRuns: 25, seed: 4 },
    )
  })
  test('a template is empty, keeps digits and offers choices', async () => {
    const choices = [{ ...columns[0], choices: ['专业课', '公需课'] }, columns[1]]
    const path = placeFor('xlsx')
    await writeFile(path, await writeTemplate(choices, { name: '导入', notes: ['第一行不要改动'] }))
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const [sheet, notes] = book.worksheets
    expect(sheet?.getRow(1).values).toEqual([undefined, '姓名*', '证件号码*'])
    expect(sheet?.getRow(500).getCell(2).numFmt).toBe('@')
    expect(sheet?.getCell('A2').dataValidation.formulae).toEqual(['"专业课,公需课"'])
    expect(notes?.getCell('A1').value).toBe('第一行不要改动')
    expect(await rowsOf(path)).toEqual([])
  })
})

describe('what other programs write', () => {
  test('is read whatever the order of columns, with a title above and a star at a header', async () => {
    const path = await byExcelJs((sheet) => {
      sheet.addRow(['2026 年度学时'])
      sheet.addRow(['证件 号码 *', '备注', '姓名'])
      sheet.addRow(['440103199001010011', '无', '  陈嘉欣　'])
      sheet.addRow([])
      sheet.addRow([null, '只有备注'])
      sheet.addRow(['44010319900101002X', null, '黎晓彤'])
    })
    expect(await rowsOf(path)).toEqual([
      { number: 3, cells: { ...bare, name: '陈嘉欣', number: '440103199001010011' }, issues: {} },
      { number: 6, cells: { ...bare, name: '黎晓彤', number: '44010319900101002X' }, issues: {} },
    ])
  })

  test('rich text, what a formula gave, days, and the first sheet that shows', async () => {
    const path = await byExcelJs((sheet, book) => {
      sheet.state = 'hidden'
      const shown = book.addWorksheet('表二')
      shown.addRow(['姓名', '证件号码', '学时', '结束日期'])
      const rich = { richText: [{ text: '陈', font: { bold: true } }, { text: '嘉欣' }] }
      shown.addRow([rich, 7, { formula: 'A1*2', result: 12.3 }, new Date('2026-03-01T00:00:00Z')])
      shown.addRow(['黎晓彤', 'A1', '1,200', '2026年3月1日'])
      shown.addRow(['黎晓彤', true, '2.50', 20260301])
    })
    const day = '2026-03-01'
    expect(await cellsOf(path)).toEqual([
      { name: '陈嘉欣', number: '7', hours: 12.3, endedOn: day },
      { name: '黎晓彤', number: 'A1', hours: 1200, endedOn: day },
      { name: '黎晓彤', number: '是', hours: 2.5, endedOn: day },
    ])
  })

  test('a number of more than 15 digits has lost some: an issue, never a wrong number', async () => {
    const path = await byExcelJs((sheet) => {
      sheet.addRow(['姓名', '证件号码', '学时', '结束日期'])
      sheet.addRow(['陈嘉欣', Number('440103199001010011'), '很多', '2026-02-30'])
      sheet.addRow(['黎晓彤', 123456789012345, { error: '#REF!' }, 45.5])
    })
    const [first, second] = await rowsOf(path)
    expect(first?.cells).toEqual({ ...bare, name: '陈嘉欣' })
    expect(first?.issues).toEqual({
      number: 'CELL_DIGITS_LOST',
      hours: 'CELL_NOT_A_NUMBER',
      endedOn: 'CELL_NOT_A_DAY',
    })
    expect(second?.cells.number).toBe('123456789012345')
    expect(second?.issues).toEqual({ hours: 'CELL_ERROR', endedOn: 'CELL_NOT_A_DAY' })
  })
})

describe('files of text', () => {
  const expected = [{ ...bare, name: '欧阳,"明月"', number: '440103199001010011' }]
  const lines = '姓名,证件号码\r\n"欧阳,""明月""",440103199001010011\r\n'

  test.each([
    ['UTF-8', Buffer.from(lines)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${lines}`)],
    ['UTF-16', Buffer.from(`\uFEFF${lines}`, 'utf16le')],
    ['tabs', Buffer.from('姓名\t证件号码\n"欧阳,""明月"""\t="440103199001010011"')],
    // 姓名, 证件号码, 欧阳 and 明月 as Chinese Excel saves them.
    [
      'GB18030',
      Buffer.concat([
        Buffer.from('d0d5c3fb2cd6a4bcfebac5c2eb0d0a', 'hex'),
        Buffer.from('22c5b7d1f42c2222c3f7d4c2222222', 'hex'),
        Buffer.from(',440103199001010011\r\n'),
      ]),
    ],
  ])('%s', async (_, content) => {
    expect(await cellsOf(await text(content))).toEqual(expected)
  })

  test('rows are counted as they are seen: line breaks in quotes begin none', async () => {
    const path = await text('姓名,证件号码\n"甲\n乙",1\n\n丙,4.40103E+17\n')
    expect(await rowsOf(path)).toEqual([
      { number: 2, cells: { ...bare, name: '甲\n乙', number: '1' }, issues: {} },
      { number: 4, cells: { ...bare, name: '丙' }, issues: { number: 'CELL_DIGITS_LOST' } },
    ])
  })
})
