import { randomUUID } from 'node:crypto'
import { listTaskIssues, readTask } from '@xueshi/contract/tasks'
import {
  courseTemplate,
  exportCourses,
  importCourses,
} from '@xueshi/contract/training/course-sheets'
import { listCourses, readCourse } from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeCourse, seatedActor } from '../../../test/factories/courses.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import { runTask } from '../../tasks/service.ts'
import { courseWorks } from './jobs.ts'
import { exportQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** Somebody who plans courses for a unit of their own. */
async function planner() {
  const unit = await makeUnit(app, { capabilities: ['institution'] })
  const staff = await makeStaff(app, unit.id, { kind: 'institution' })
  const desk = { accountId: staff.id, seatId: staff.seatId }
  return { ...staff, unitId: unit.id, desk, actor: await seatedActor(app, desk) }
}
type Planner = Awaited<ReturnType<typeof planner>>

const run = async ({ client }: Planner, id: string) => {
  await runTask(app.platform, { works: courseWorks, actors }, id)
  return (await client.call(readTask, { params: { id } })).body
}
const bring = async (by: Planner, file: Buffer | string, given: { dryRun?: boolean } = {}) => {
  const inputId = await makeInput(app, by.actor, file)
  const body = { inputId, year: 2026, dryRun: false, ...given }
  const begun = await by.client.call(importCourses, { body })
  expect(begun.status).toBe(200)
  return run(by, begun.body.id)
}
const coursesOf = async ({ client }: Planner) =>
  (await client.call(listCourses, { query: {} })).body.items

const header =
  '课程名称,课程类型,专业系列,职称层级,培训对象,课程简介,允许其他机构开班,科目名称,学时,授课老师姓名'
const sheet = (...lines: string[]) => [header, ...lines].join('\n')
const good = sheet(
  '绿色建筑前沿,专业课,工程技术,中级、副高级,建筑类人员,,是,绿色建筑概论,12.5,何穗生',
  '绿色建筑前沿,,,,,,,案例研讨,6,',
  '职业道德,选修课,,,,,,职业道德,18,',
)

describe('POST /courses/imports', () => {
  test('200: drafts with their 科目; what the year has already is passed over', async () => {
    const by = await planner()
    const task = await bring(by, good)
    expect(task).toMatchObject({ state: 'done', counts: { rows: 3, added: 2 }, issueCount: 0 })
    const rows = await coursesOf(by)
    expect(rows.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      '绿色建筑前沿 draft',
      '职业道德 draft',
    ])
    const id = rows.find(({ name }) => name === '绿色建筑前沿')?.id ?? ''
    const { body } = await by.client.call(readCourse, { params: { id } })
    expect(body).toMatchObject({
      category: 'professional',
      series: '05',
      levels: ['intermediate', 'associateSenior'],
      audience: '建筑类人员',
      shared: true,
      totalTenths: 185,
    })
    expect(
      body.subjects.map(({ name, hoursTenths, teachers }) => [name, hoursTenths, teachers]),
    ).toEqual([
      ['绿色建筑概论', 125, '何穗生'],
      ['案例研讨', 60, null],
    ])
    const again = await bring(by, good)
    expect(again.counts).toMatchObject({ unchanged: 2 })
    expect(await coursesOf(by)).toHaveLength(2)
  })

  test('one wrong row: every fault by row and column, and nothing is imported', async () => {
    const by = await planner()
    const task = await bring(
      by,
      sheet(
        '好课,选修课,,,,,,概论,12,',
        '坏课,其他,没有这个系列,特级,,,也许,概论,12.55,',
        '无系列,专业课,,,,,,概论,0,',
        '重名,选修课,,,,,,概论,1,',
        '重名,选修课,,,,,,概论,1,',
        '空科目,选修课,,,,,,,,',
      ),
    )
    expect(task).toMatchObject({ state: 'done', counts: { wrong: 4 } })
    const { body } = await by.client.call(listTaskIssues, {
      params: { id: task.id },
      query: {},
    })
    expect(body.items.map(({ row, field, code }) => `${row} ${field} ${code}`)).toEqual([
      '3 category NOT_OFFERED',
      '3 hours HOURS_TOO_PRECISE',
      '3 levels NOT_OFFERED',
      '3 series NOT_OFFERED',
      '3 shared NOT_OFFERED',
      '4 hours HOURS_NOT_POSITIVE',
      '6 subject SUBJECT_TWICE',
      '7 hours HOURS_REQUIRED',
      '7 subject TEXT_REQUIRED',
    ])
    expect(await coursesOf(by)).toEqual([])
  })

  test('a dry run tells and changes nothing', async () => {
    const by = await planner()
    const task = await bring(by, good, { dryRun: true })
    expect(task).toMatchObject({ state: 'done', dryRun: true, counts: { rows: 3 } })
    expect(await coursesOf(by)).toEqual([])
  })

  test('a file without the columns, or none at all, ends the task with its reason', async () => {
    const by = await planner()
    expect(await bring(by, '课程名称,学时\n一,1\n')).toMatchObject({
      state: 'failed',
      fault: 'SHEET_COLUMNS',
    })
    const body = { inputId: randomUUID(), year: 2026, dryRun: false }
    expect((await by.client.call(importCourses, { body })).problem.code).toBe('TASK_INPUT')
    const stranger = await planner()
    const foreign = await makeInput(app, stranger.actor, good)
    const taken = await by.client.call(importCourses, { body: { ...body, inputId: foreign } })
    expect(taken.problem.code).toBe('TASK_INPUT')
  })

  test('422 for a year that is over or too far', async () => {
    const by = await planner()
    const inputId = await makeInput(app, by.actor, good)
    for (const [year, code] of [
      [2025, 'YEAR_OVER'],
      [2028, 'YEAR_TOO_FAR'],
    ] as const) {
      const { problem } = await by.client.call(importCourses, {
        body: { inputId, year, dryRun: false },
      })
      expect(problem.fields).toEqual({ year: code })
    }
  })
})

describe('POST /courses/exports', () => {
  test('what is exported by one unit is imported by another as it was', async () => {
    const by = await planner()
    await bring(by, good)
    await makeCourse(app, { desk: by.desk, form: { year: 2027 } })
    const begun = (await by.client.call(exportCourses, { body: { year: '2026' } })).body
    const task = await run(by, begun.id)
    expect(task).toMatchObject({
      state: 'done',
      resultName: '课程计划.xlsx',
      counts: { written: 3 },
    })
    const { key } = await app.platform.db
      .selectFrom('tasks')
      .innerJoin('files', 'files.id', 'tasks.resultFileId')
      .select('files.key')
      .where('tasks.id', '=', begun.id)
      .executeTakeFirstOrThrow()
    const chunks: Buffer[] = []
    for await (const chunk of await app.platform.locker.read(key)) chunks.push(chunk as Buffer)
    const other = await planner()
    const brought = await bring(other, Buffer.concat(chunks))
    expect(brought).toMatchObject({ state: 'done', issueCount: 0, counts: { added: 2 } })
    const contents = async (one: Planner) =>
      Promise.all(
        (await coursesOf(one))
          .filter(({ year }) => year === 2026)
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(async ({ id }) => {
            const { body } = await one.client.call(readCourse, { params: { id } })
            const { name, category, series, levels, audience, shared, totalTenths } = body
            return { name, category, series, levels, audience, shared, totalTenths }
          }),
      )
    expect(await contents(other)).toEqual(await contents(by))
  })

  test('along the index of the unit', async () => {
    const { unitId } = await planner()
    const query = exportQuery(unitId, { after: [2026, unitId] }, 200)
    // The sort below it is of one course’s 科目.
    expect(await genericPlan(app.platform.db, query)).toMatch(
      /^Limit.*\n  ->  Index Scan using courses_unit on courses/,
    )
  })
})

test('GET /courses/template: a workbook to be filled in', async () => {
  const { status, headers, body } = await app.visitor().call(courseTemplate)
  expect([status, headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ])
  expect(Buffer.from(body as Buffer).toString('latin1', 0, 2)).toBe('PK')
})
