import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportPeople, type PeopleFilter } from '@xueshi/contract/people/desk'
import { readTask, readTaskResult } from '@xueshi/contract/tasks'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { runTask } from '../../tasks/service.ts'
import { peopleWorks } from '../jobs.ts'

let app: TestApp
let desk: Desk
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  desk = await makeDesk(app)
})

/** The file of an export, as another program reads it: a row of text to a person. */
async function exported(given: { filter?: PeopleFilter; unmaskedReason?: string } = {}) {
  const body = { filter: given.filter ?? {}, unmaskedReason: given.unmaskedReason ?? null }
  const { client } = desk.clerk
  const begun = await client.call(exportPeople, { body })
  expect(begun.status).toBe(200)
  const params = { id: begun.body.id }
  await runTask(app.platform, { works: peopleWorks, actors }, params.id)
  const task = (await client.call(readTask, { params })).body
  expect(task).toMatchObject({ state: 'done', resultName: '人员名单 2026-06-01.xlsx' })
  const { url } = (await client.call(readTaskResult, { params })).body
  const answer = await app.server.inject({ method: 'GET', url, cookies: client.cookies })
  expect(answer.headers['content-disposition']).toContain('attachment')
  const path = join(app.platform.config.dataDir, `${params.id}.xlsx`)
  await writeFile(path, answer.rawPayload)
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const rows: ExcelJS.CellValue[][] = []
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as ExcelJS.CellValue[]).slice(1))) // a sparse array from 1
  const [headers = [], ...people] = rows
  return {
    people: people.map((row) =>
      Object.fromEntries(headers.map((head, at) => [JSON.stringify(head).slice(1, -1), row[at]])),
    ),
  }
}
const revealed = () =>
  app.platform.db
    .selectFrom('audit')
    .select(['recordId', 'facts'])
    .where('act', '=', 'person.reveal')
    .execute()

test('the list as it is shown, numbers and phones masked', async () => {
  const { documentNumber } = await makePerson(app, {
    unit: desk,
    clerk: desk.clerk,
    account: { name: '欧阳·明月' },
  })
  await makePerson(app)
  const { people } = await exported()
  expect(people).toEqual([
    expect.objectContaining({
      姓名: '欧阳·明月',
      证件号码: `${documentNumber.slice(0, 3)}***********${documentNumber.slice(-4)}`,
      联系电话: '138****5678',
      专业技术任职资格: '工程师',
      最高学历: '大学本科毕业',
      信息状态: '已确认',
    }),
  ])
  expect(JSON.stringify(people)).not.toContain(documentNumber)
  expect(await revealed()).toEqual([])
})

test('T26: what a person typed is no formula in another program', async () => {
  await makePerson(app, {
    unit: desk,
    clerk: desk.clerk,
    form: { specialty: '=HYPERLINK("http://x","y")' },
  })
  const { people } = await exported()
  const [cell] = people.map((row) => row['从事专业'])
  expect(cell).toEqual(expect.stringContaining('HYPERLINK'))
})

test('in full with a reason, and each person’s is on record', async () => {
  const { documentNumber, id } = await makePerson(app, { unit: desk, clerk: desk.clerk })
  const { people } = await exported({ unmaskedReason: '年度社保核对' })
  expect(people).toMatchObject([{ 证件号码: documentNumber, 联系电话: '13812345678' }])
  const rows = await revealed()
  expect(rows.map(({ recordId }) => recordId)).toEqual([id])
  expect(rows[0]?.facts).toMatchObject({ reason: '年度社保核对' })
  const { status } = await desk.clerk.client.call(exportPeople, {
    body: { filter: {}, unmaskedReason: '要' },
  })
  expect(status).toBe(422)
})

test('what is filtered is not in it', async () => {
  for (const series of ['01', '05'])
    await makePerson(app, {
      unit: desk,
      clerk: desk.clerk,
      form: { series },
      account: { name: series === '01' ? '林小溪' : '周大河' },
    })
  const { people } = await exported({ filter: { series: '01' } })
  expect(people.map((row) => row['姓名'])).toEqual(['林小溪'])
})
