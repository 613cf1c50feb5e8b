import { readTask, listTaskIssues } from '@xueshi/contract/tasks'
import { listAttendance } from '@xueshi/contract/training/attendance'
import { attendanceSheet, importAttendance } from '@xueshi/contract/training/attendance-sheets'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import {
  makeClassIn,
  makeInstitution,
  type Staffed,
  todayForm,
} from '../../../test/factories/training.ts'
import { runTask } from '../../tasks/service.ts'
import * as attendance from '../attendance/service.ts'
import { attendanceWorks } from './jobs.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app), await makePerson(app), await makePerson(app)]
})
beforeEach(() => app.clock.set(new Date('2026-06-01T02:00:00Z')))
afterAll(() => app.close())
const client = () => institution.clerk.client

/** In five minutes one may sign in for its session. */
const soon = todayForm({
  signUpToAt: '10:05',
  sessions: (todayForm().sessions ?? []).map((line) => ({ ...line, from: '10:35' })).slice(0, 1),
})

/** A session of a class with three trainees, whose names stand in the order of their numbers. */
async function running() {
  const { id, sessions } = await makeClassIn(app, institution, 'running', { people, form: soon })
  app.clock.advance(5 * 60_000)
  const ids = { id, sessionId: sessions[0]?.id ?? '' }
  const { items } = await attendance.list(institution.actor, ids, {})
  return { ids, names: items.map(({ name }) => name) }
}
type Running = Awaited<ReturnType<typeof running>>

const bring = async ({ ids }: Running, file: Buffer | string, dryRun = false) => {
  const inputId = await makeInput(app, institution.actor, file)
  const begun = await client().call(importAttendance, { params: ids, body: { inputId, dryRun } })
  expect(begun.status).toBe(200)
  await runTask(app.platform, { works: attendanceWorks, actors }, begun.body.id)
  return (await client().call(readTask, { params: { id: begun.body.id } })).body
}
const marksOf = async ({ ids }: Running) =>
  (await client().call(listAttendance, { params: ids, query: {} })).body.items.map(({ mark, by }) =>
    mark === null ? null : `${mark} ${by}`,
  )
const sheet = (...lines: string[]) => ['报名序号,姓名,工作单位,考勤', ...lines].join('\n')

describe('POST /classes/:id/sessions/:sessionId/imports', () => {
  test('200: what the sheet marks stands, its empty rows say nothing, and again it changes nothing', async () => {
    const one = await running()
    const [first = '', second = '', third = ''] = one.names
    const file = sheet(`1,${first},,出勤`, `2,${second},,迟到`, `3,${third},,`)
    const task = await bring(one, file)
    expect(task).toMatchObject({ state: 'done', counts: { rows: 3, changed: 2, unchanged: 1 } })
    expect(await marksOf(one)).toEqual(['present sheet', 'late sheet', null])
    const again = await bring(one, file)
    expect(again.counts).toMatchObject({ unchanged: 3, changed: 0 })
  })

  test('one wrong row: every fault by row and column, and nothing is marked', async () => {
    const one = await running()
    const [first = '', second = ''] = one.names
    const task = await bring(
      one,
      sheet(
        `1,${first},,出勤`,
        `1,${first},,迟到`,
        `2,某某,,出勤`,
        `2,${second},,到了`,
        '9,某某,,出勤',
        'x,某某,,出勤',
        ',某某,,出勤',
      ),
    )
    expect(task).toMatchObject({ state: 'done', counts: { wrong: 6 } })
    const { body } = await client().call(listTaskIssues, { params: { id: task.id }, query: {} })
    expect(body.items.map(({ row, field, code }) => `${row} ${field} ${code}`)).toEqual([
      '3 number NUMBER_TWICE',
      '4 name NAME_NOT_OF_NUMBER',
      '5 number NUMBER_TWICE',
      '6 number NOT_A_TRAINEE',
      '7 number CELL_NOT_A_NUMBER',
      '8 number REQUIRED',
    ])
    expect(await marksOf(one)).toEqual([null, null, null])
  })

  test('a mark that stands is changed by the reason beside it, and by nothing else', async () => {
    const one = await running()
    const [first = '', second = ''] = one.names
    await attendance.mark(institution.actor, one.ids, { marks: [], unmarked: 'absent' })
    const file = (...lines: string[]) => ['报名序号,姓名,考勤,更改原因', ...lines].join('\n')
    const unsaid = await bring(one, file(`1,${first},出勤,`, `2,${second},缺勤,`))
    expect(unsaid).toMatchObject({ state: 'done', counts: { wrong: 1 } })
    const issues = await client().call(listTaskIssues, { params: { id: unsaid.id }, query: {} })
    expect(issues.body.items).toMatchObject([{ row: 2, field: 'reason', code: 'MARK_STANDS' }])
    expect(await marksOf(one)).toEqual(['absent list', 'absent list', 'absent list'])
    const said = await bring(one, file(`1,${first},出勤,签在纸上`))
    expect(said).toMatchObject({ state: 'done', counts: { changed: 1 } })
    const { body } = await client().call(listAttendance, { params: one.ids, query: {} })
    expect(body.items[0]).toMatchObject({
      mark: 'present',
      by: 'sheet',
      changes: [{ former: 'absent', formerBy: 'list', reason: '签在纸上' }],
    })
  })

  test('a dry run tells and changes nothing', async () => {
    const one = await running()
    const task = await bring(one, sheet(`1,${one.names[0]},,出勤`), true)
    expect(task).toMatchObject({ state: 'done', dryRun: true, counts: { rows: 1 } })
    expect(await marksOf(one)).toEqual([null, null, null])
  })

  test('a file without its columns ends the task with the reason', async () => {
    const task = await bring(await running(), '姓名,考勤\n某某,出勤\n')
    expect(task).toMatchObject({ state: 'failed', fault: 'SHEET_COLUMNS' })
  })

  test('404 for another institution’s class, 409 before the class has started', async () => {
    const one = await running()
    const stranger = await makeInstitution(app)
    const inputId = await makeInput(app, stranger.actor, sheet())
    const body = { inputId, dryRun: false }
    const foreign = await stranger.clerk.client.call(importAttendance, { params: one.ids, body })
    expect(foreign.status).toBe(404)
    const open = await makeClassIn(app, institution, 'accepting')
    const early = await client().call(importAttendance, {
      params: { id: open.id, sessionId: open.sessions[0]?.id ?? '' },
      body: { inputId: await makeInput(app, institution.actor, sheet()), dryRun: false },
    })
    expect([early.status, early.problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})

describe('GET /classes/:id/sessions/:sessionId/sheet', () => {
  test('200: what is downloaded is imported as it was, whatever was changed meanwhile', async () => {
    const one = await running()
    const first = { marks: [], unmarked: 'absent' } as const
    await attendance.mark(institution.actor, one.ids, { ...first, marks: [] })
    const { body, headers } = await client().call(attendanceSheet, { params: one.ids })
    expect(headers['content-disposition']).toContain('.xlsx')
    const task = await bring(one, Buffer.from(body as Buffer))
    expect(task.counts).toMatchObject({ rows: 3, unchanged: 3, changed: 0 })
  })

  test('404 for another institution’s class', async () => {
    const one = await running()
    const { clerk } = await makeInstitution(app)
    expect((await clerk.client.call(attendanceSheet, { params: one.ids })).status).toBe(404)
  })
})
