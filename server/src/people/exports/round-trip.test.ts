import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportPeople, importPeople } from '@xueshi/contract/people/desk'
import { readTask, readTaskResult } from '@xueshi/contract/tasks'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { isBattery } from '../../../test/battery.ts'
import { residentNumber } from '../../../test/factories/accounts.ts'
import { actorOf, type Desk, makeDesk } from '../../../test/factories/people.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import { hasLibreOffice, throughLibreOffice } from '../../../test/libreoffice.ts'
import { runTask } from '../../tasks/service.ts'
import { peopleWorks } from '../jobs.ts'

let app: TestApp
let desk: Desk
beforeAll(async () => {
  app = await testApp()
  desk = await makeDesk(app)
})
afterAll(() => app.close())

const headers = ['姓名', '证件号码', '联系电话', '内设部门', '到本单位时间']
const names = ['欧阳䶮', '吴𬱖', '𠮷娜', '阿依古丽·买买提', '冼㛃', '王伟']
const departments = [
  '=1+1',
  '＝cmd|x',
  '+86办公室',
  '-综合部',
  '@行政',
  "'引号部",
  "'引号部",
  '研发 一部',
]
const roster = Array.from({ length: 24 }, (_, at) => [
  names[at % names.length] ?? '',
  residentNumber(),
  `1391234${String(1000 + at)}`,
  departments[at % departments.length] ?? '',
  '2026-03-01',
])

/** Runs a task of the desk to its end; answers it. */
async function done(id: string) {
  await runTask(app.platform, { works: peopleWorks, actors }, id)
  const task = (await desk.clerk.client.call(readTask, { params: { id } })).body
  expect(task.state).toBe('done')
  return task
}

/** What became of the rows of a workbook. */
async function imported(bytes: Buffer) {
  const inputId = await makeInput(app, await actorOf(app, desk.clerk), bytes, { name: '人员.xlsx' })
  const begun = await desk.clerk.client.call(importPeople, { body: { inputId, dryRun: false } })
  const { counts } = await done(begun.body.id)
  return counts
}

/** The employer's people in full, in a file at the path. */
async function exportTo(path: string) {
  const { client } = desk.clerk
  const body = { filter: {}, unmaskedReason: '年度社保核对' }
  const { id } = (await client.call(exportPeople, { body })).body
  await done(id)
  const { url } = (await client.call(readTaskResult, { params: { id } })).body
  const answer = await app.server.inject({ method: 'GET', url, cookies: client.cookies })
  await writeFile(path, answer.rawPayload)
}

/** Name, number, phone, department and day of each row, whatever the order, as exceljs reads them. */
async function rosterIn(path: string) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const [sheet] = book.worksheets
  const head = (sheet?.getRow(1).values ?? []) as ExcelJS.CellValue[] // a sparse array from 1
  const places = headers.map((header) => head.indexOf(header))
  const rows: string[][] = []
  sheet?.eachRow((row, number) => {
    row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula))
    if (number > 1) rows.push(places.map((place) => row.getCell(place).text))
  })
  return rows
}

const byNumber = (rows: readonly (readonly string[])[]) =>
  rows.toSorted(([, one = ''], [, other = '']) => one.localeCompare(other))
/** As a program shows what could be taken for a formula: behind a mark that says it is text. */
const shown = (rows: readonly (readonly string[])[]) =>
  byNumber(rows).map((row) =>
    row.map((text) => (/^'*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text)),
  )

async function peopleOnFile() {
  const { rows } = await sql<{ name: string; department: string }>`
    SELECT r.name, d.name AS department FROM employments e JOIN people r ON r.id = e.person_id
    JOIN departments d ON d.id = e.department_id WHERE e.unit_id = ${desk.id} ORDER BY r.id`.execute(
    app.platform.db,
  )
  return rows
}

test('T26: a list of another program is put on file; what is exported is read by it, and imported again changes nothing', async () => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('名单').addRows([headers, ...roster])
  const bytes = Buffer.from(await book.xlsx.writeBuffer())
  expect(await imported(bytes)).toMatchObject({ rows: 24, added: 24, wrong: 0 })
  const before = await peopleOnFile()
  expect(before.map(({ name }) => name)).toHaveLength(24)

  const path = join(app.platform.config.dataDir, '导出.xlsx')
  await exportTo(path)
  expect(byNumber(await rosterIn(path))).toEqual(shown(roster))
  expect(await imported(await readFile(path))).toMatchObject({ rows: 24, unchanged: 24, wrong: 0 })
  expect(await peopleOnFile()).toEqual(before)

  // Opened and written anew by the other program, it is still the same list.
  await book.xlsx.readFile(path)
  const again = Buffer.from(await book.xlsx.writeBuffer())
  expect(await imported(again)).toMatchObject({ rows: 24, unchanged: 24, wrong: 0 })
  expect(await peopleOnFile()).toEqual(before)
})

// LibreOffice is no part of what `npm test` may ask of a machine, and opens a file in seven seconds.
const whereInstalled = isBattery && hasLibreOffice ? [''] : []
test.each(whereInstalled)(
  'T26: LibreOffice opens what is exported and finds text, and what it writes is imported',
  async () => {
    const folder = join(app.platform.config.dataDir, 'libreoffice')
    await mkdir(folder, { recursive: true })
    const path = join(app.platform.config.dataDir, '名单.xlsx')
    await exportTo(path)
    const before = await peopleOnFile()
    const written = await throughLibreOffice(path, { folder, type: 'xlsx' })
    expect(byNumber(await rosterIn(written))).toEqual(shown(roster))
    expect(await imported(await readFile(written))).toMatchObject({ unchanged: 24, wrong: 0 })
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76'
    const csv = await readFile(await throughLibreOffice(path, { folder, type: filter }), 'utf8')
    for (const row of shown(roster)) expect(csv).toContain(`${row[0]},`)
    expect(csv.split('\n').filter(Boolean)).toHaveLength(25)
    for (const [, number = ''] of roster) expect(csv).toContain(number)
    expect(await peopleOnFile()).toEqual(before)
  },
  120_000,
)
