import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importPeople, listPeople } from '@xueshi/contract/people/desk'
import { listTaskIssues, readTask } from '@xueshi/contract/tasks'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeIndividual, residentNumber } from '../../../test/factories/accounts.ts'
import { actorOf, type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import { readSheet } from '../../platform/sheet.ts'
import { reviveLost, runTask, type Works } from '../../tasks/service.ts'
import { peopleWorks } from '../jobs.ts'
import { columns } from './rules.ts'
import { run, template } from './service.ts'

let app: TestApp
let desk: Desk
let folder: string
beforeAll(async () => {
  app = await testApp()
  folder = await mkdtemp(join(tmpdir(), 'xueshi-import-'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  desk = await makeDesk(app)
})

type Cells = Partial<Record<(typeof columns)[number]['header'], string>>
const row = (given: Cells = {}): Cells => ({
  姓名: '林小溪',
  证件号码: residentNumber(),
  联系电话: '13912345678',
  ...given,
})
/** All that a profile asks for. */
const whole = (given: Cells = {}): Cells =>
  row({
    邮箱: 'lin@example.com',
    民族: '汉族',
    籍贯: '广东省广州市天河区',
    最高学历: '大学本科毕业',
    参加工作时间: '2012-07-01',
    专业技术任职资格: '工程师',
    取得资格时间: '2018-12-01',
    专业系列: '工程技术',
    从事专业: '计算机软件',
    ...given,
  })
const csv = (rows: readonly Cells[]) => {
  const headers = [...new Set(rows.flatMap((each) => Object.keys(each)))] as (keyof Cells)[] // keys of our own rows
  const quoted = (text = '') => `"${text.replaceAll('"', '""')}"`
  return [headers, ...rows.map((each) => headers.map((header) => each[header]))]
    .map((line) => line.map(quoted).join(','))
    .join('\n')
}

/** The import of a file, run to its end; its task, and the errors by row. */
async function imported(file: string | Buffer, { dryRun = false, name = '人员.csv' } = {}) {
  const { clerk } = desk
  const seat = await actorOf(app, clerk)
  const inputId = await makeInput(app, seat, file, { name })
  const begun = await clerk.client.call(importPeople, { body: { inputId, dryRun } })
  expect(begun.status).toBe(200)
  await runTask(app.platform, { works: peopleWorks, actors }, begun.body.id)
  const params = { id: begun.body.id }
  const task = (await clerk.client.call(readTask, { params })).body
  const issues = (await clerk.client.call(listTaskIssues, { params })).body.items
  return { task, issues: issues.map((each) => [each.row, each.field, each.code]) }
}
const staff = async () => (await desk.clerk.client.call(listPeople)).body.items

describe('导入人员', () => {
  test('puts strangers on file as unclaimed, with a profile in force where the row says all of it', async () => {
    const { task, issues } = await imported(
      csv([whole(), row({ 姓名: '周大河', 内设部门: '技术部' })]),
    )
    expect(issues).toEqual([])
    expect(task).toMatchObject({
      state: 'done',
      done: 2,
      total: 2,
      counts: { rows: 2, added: 2, changed: 0, unchanged: 0, wrong: 0 },
    })
    expect(await staff()).toMatchObject([
      {
        name: '林小溪',
        standing: 'confirmed',
        title: '工程师',
        lacks: ['account', 'photo', 'phone'],
      },
      { name: '周大河', standing: 'none', departmentName: '技术部' },
    ])
  })

  test('a dry run says the same and changes nothing', async () => {
    const file = csv([whole(), row({ 姓名: '' })])
    const { task, issues } = await imported(file, { dryRun: true })
    expect(task).toMatchObject({ dryRun: true, counts: { rows: 2, added: 1, wrong: 1 } })
    expect(issues).toEqual([[3, 'name', expect.any(String)]])
    expect(await staff()).toEqual([])
  })

  test('the same file again changes nothing; another department moves the person', async () => {
    const rows = [row({ 内设部门: '技术部' }), row({ 姓名: '周大河' })]
    await imported(csv(rows))
    const again = await imported(csv(rows))
    expect(again.task.counts).toMatchObject({ added: 0, unchanged: 2, wrong: 0 })
    const moved = await imported(csv([{ ...rows[0], 内设部门: '质检部' }]))
    expect(moved.task.counts).toMatchObject({ changed: 1 })
    expect((await staff())[0]).toMatchObject({ name: '林小溪', departmentName: '质检部' })
  })

  test('says by row what is wrong, and takes the others', async () => {
    const twice = residentNumber()
    const { issues, task } = await imported(
      csv([
        whole(),
        whole({ 证件号码: '440106198803070010' }),
        row({ 联系电话: '12345' }),
        row({ 姓名: '王\u200b小明' }),
        whole({ 民族: '火星族' }),
        whole({ 参加工作时间: '2099-01-01' }),
        whole({ 专业技术任职资格: '飞天师' }),
        row({ 证件号码: twice }),
        row({ 证件号码: twice }),
        row({ 性别: '女' }),
        row({ 证件类型: '护照' }),
      ]),
    )
    expect(issues.map(([line, field]) => [line, field])).toEqual([
      [3, 'documentNumber'],
      [4, 'phone'],
      [5, 'name'],
      [6, 'ethnicity'],
      [7, 'startedWorkOn'],
      [8, 'title'],
      [10, 'documentNumber'],
      [11, 'sex'],
      [12, 'documentType'],
    ])
    expect(issues.find(([line]) => line === 10)?.[2]).toBe('ROW_TWICE')
    expect(task.counts).toMatchObject({ rows: 11, added: 2, wrong: 9 })
    expect(await staff()).toHaveLength(2)
  })

  test('refuses a number that Excel kept as a number, with the reason', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('人员')
    sheet.addRow(['姓名', '证件号码', '联系电话'])
    sheet.addRow(['林小溪', 440_106_198_803_070_000, 13_912_345_678])
    sheet.addRow(['周大河', residentNumber(), 13_912_345_678])
    const file = Buffer.from(await book.xlsx.writeBuffer())
    const { task, issues } = await imported(file, { name: '人员.xlsx' })
    expect(issues).toEqual([[2, 'documentNumber', 'CELL_DIGITS_LOST']])
    expect(task.counts).toMatchObject({ added: 1, wrong: 1 })
  })

  test('takes nobody from another unit, and asks those who have an account to come themselves', async () => {
    const elsewhere = await makePerson(app, { account: { name: '林小溪' } })
    const free = await makeIndividual(app, { name: '周大河' })
    const { issues } = await imported(
      csv([
        row({ 证件号码: elsewhere.documentNumber }),
        row({ 姓名: '周大河', 证件号码: free.documentNumber }),
        row({ 姓名: '周大江', 证件号码: free.documentNumber }),
      ]),
    )
    expect(issues).toEqual([
      [2, 'documentNumber', 'EMPLOYED_ELSEWHERE'],
      [3, 'documentNumber', 'MUST_APPLY'],
      [4, 'documentNumber', 'ROW_TWICE'],
    ])
    const asked = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'employment.asked')
      .execute()
    expect(asked.map(({ payload }) => JSON.stringify(payload).includes(free.id))).toContain(true)
    expect(await staff()).toEqual([])
  })

  test('a name other than that of the document’s owner is refused and tells nothing of them', async () => {
    const free = await makeIndividual(app, { name: '周大河' })
    const { issues } = await imported(csv([row({ 证件号码: free.documentNumber })]))
    expect(issues).toEqual([[2, 'name', 'NAME_DISAGREES']])
  })

  test('two units that import one stranger at once: one of them has the person', async () => {
    const other = await makeDesk(app)
    const file = csv([row()])
    const first = desk
    const importAt = (at: Desk) => {
      desk = at
      return imported(file)
    }
    const ends = await Promise.all([importAt(first), importAt(other)])
    expect(ends.flatMap(({ task }) => task.state)).toEqual(['done', 'done'])
    const people = await app.platform.db
      .selectFrom('employments')
      .select('unitId')
      .where('unitId', 'in', [first.id, other.id])
      .execute()
    expect(people).toHaveLength(1)
  })

  test('goes on after a stop where it was, once: some hundred rows to a step', async () => {
    const rows = Array.from({ length: 1_600 }, (_, at) =>
      row({ 姓名: at % 2 ? '周大河' : '林小溪' }),
    )
    const seat = await actorOf(app, desk.clerk)
    const inputId = await makeInput(app, seat, csv(rows))
    const { body } = await desk.clerk.client.call(importPeople, {
      body: { inputId, dryRun: false },
    })
    const stop = new AbortController()
    const stopping: Works = {
      'people.import': (task) =>
        run({
          ...task,
          step: async (...given) => {
            await task.step(...given)
            stop.abort()
          },
        }),
    }
    await runTask(app.platform, { works: stopping, actors }, body.id, stop.signal)
    const params = { id: body.id }
    const halfway = (await desk.clerk.client.call(readTask, { params })).body
    expect(halfway).toMatchObject({ state: 'running', done: 250, counts: { added: 250 } })
    expect(await reviveLost(app.platform, actors)).toBe(1)
    await runTask(app.platform, { works: peopleWorks, actors }, body.id)
    const { counts, state } = (await desk.clerk.client.call(readTask, { params })).body
    expect([state, counts['added'], counts['rows']]).toEqual(['done', 1_600, 1_600])
    const { count } = await app.platform.db
      .selectFrom('people')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('unitId', '=', desk.id)
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(1_600)
  }, 30_000)
})

describe('GET /people/template', () => {
  test('200: what it asks for is what is read; another program opens it', async () => {
    const seat = await actorOf(app, desk.clerk)
    const { bytes } = await template(seat)
    const path = join(folder, 'template.xlsx')
    await writeFile(path, bytes)
    const rows = []
    for await (const each of readSheet(path, columns)) rows.push(each)
    expect(rows).toEqual([])
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    expect(book.worksheets[0]?.getRow(1).cellCount).toBe(columns.length)
  })
})
