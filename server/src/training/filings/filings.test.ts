import {
  type Course,
  fileCourse,
  listCatalogue,
  listFilings,
  publishCourse,
  readCatalogueCourse,
  readCourse,
  returnCourse,
  stopCourse,
  submitCourse,
} from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeCourse } from '../../../test/factories/courses.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { genericPlan } from '../../../test/plan.ts'
import { checkDigit } from '../../platform/check-digit.ts'
import { catalogueQuery } from '../catalogue/store.ts'
import { decidingOffice } from '../offices/service.ts'
import { filingsQuery } from './store.ts'

let app: TestApp
let organiser: Desk
let officer: Desk
type Desk = Awaited<ReturnType<typeof seated>>
beforeAll(async () => {
  app = await testApp()
  await seated('hrss', { regionCode: guangdong })
  officer = await seated('hrss', { regionCode: tianhe })
  organiser = await seated('institution')
})
afterAll(() => app.close())

async function seated(
  kind: 'institution' | 'industry' | 'hrss',
  given: Parameters<typeof makeUnit>[1] = {},
) {
  const unit = await makeUnit(app, { capabilities: [kind], ...given })
  const { id, seatId, client } = await makeStaff(app, unit.id, { kind })
  return { accountId: id, seatId, client, unit }
}
const make = (until: Course['state'], form = {}) =>
  makeCourse(app, { desk: organiser, office: officer, until, form })
const of = ({ id, version }: Course) => ({ params: { id }, body: { version } })

const toldOf = async (id: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select(['topic', 'payload'])
    .where('kind', '=', 'message')
    .orderBy('id')
    .execute()
  return rows
    .map(({ topic, payload }) => ({ topic, ...(payload as { to: object; facts: { id: string } }) }))
    .filter(({ facts }) => facts.id === id)
}

describe('POST /courses/:id/file', () => {
  test('200: the course has a number with its check digit, and its organiser is told', async () => {
    const course = await make('submitted')
    const { status, body } = await officer.client.call(fileCourse, of(course))
    expect(status).toBe(200)
    expect(body.state).toBe('filed')
    const [, year = '', drawn = '', digit] = /^KC(\d{4})-(\d{8})(\d)$/.exec(body.number ?? '') ?? []
    expect([year, Number(digit)]).toEqual(['2026', checkDigit(year + drawn)])
    expect(await toldOf(course.id)).toMatchObject([
      { topic: 'course.waiting', to: { unitId: officer.unit.id } },
      {
        topic: 'course.filed',
        to: { unitId: organiser.unit.id },
        facts: { number: body.number, office: officer.unit.name },
      },
    ])
  })

  test('409 STALE when the course was withdrawn and sent again meanwhile', async () => {
    const course = await make('submitted')
    await app.platform.db
      .updateTable('courses')
      .set({ version: course.version + 2 })
      .where('id', '=', course.id)
      .execute()
    const { status, problem } = await officer.client.call(fileCourse, of(course))
    expect([status, problem.code]).toEqual([409, 'STALE'])
  })

  test('of two officers at once one files, and there is one number', async () => {
    const course = await make('submitted')
    const colleague = await makeStaff(app, officer.unit.id, { kind: 'hrss' })
    const answers = await Promise.all([
      officer.client.call(fileCourse, of(course)),
      colleague.client.call(fileCourse, of(course)),
    ])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
    const { body } = await officer.client.call(readCourse, { params: { id: course.id } })
    expect(body.timeline.filter(({ act }) => act === 'file')).toHaveLength(1)
  })
})

describe('POST /courses/:id/return', () => {
  test('200: the reason stands until it is submitted again, to the same office', async () => {
    const course = await make('submitted')
    const reason = '请写明授课老师'
    const returned = await officer.client.call(returnCourse, {
      params: { id: course.id },
      body: { version: course.version, reason },
    })
    expect([returned.body.state, returned.body.reason]).toEqual(['returned', reason])
    const again = await organiser.client.call(submitCourse, of(returned.body))
    expect(again.body).toMatchObject({ state: 'submitted', reason: null })
    expect(again.body.timeline.map(({ act, reason: why }) => [act, why])).toEqual([
      ['create', null],
      ['submit', null],
      ['return', reason],
      ['submit', null],
    ])
  })

  test('422 without a reason', async () => {
    const { id, version } = await make('submitted')
    const { problem } = await officer.client.call(returnCourse, {
      params: { id },
      body: { version, reason: ' ' },
    })
    expect(problem.fields).toEqual({ reason: 'TEXT_REQUIRED' })
  })
})

describe('GET /course-filings', () => {
  test('200: what waits oldest first, all newest first, none of another office’s', async () => {
    const office = await seated('hrss', { regionCode: '440300' })
    const theirs = await seated('institution', { regionCode: '440303' })
    const waiting: string[] = []
    for (let at = 0; at < 3; at += 1) {
      app.clock.set(new Date(app.clock.now().getTime() + 60_000))
      const { id } = await makeCourse(app, { desk: theirs, until: 'submitted' })
      waiting.push(id)
    }
    const filed = await makeCourse(app, { desk: theirs, office, until: 'filed' })
    await makeCourse(app, { desk: theirs })
    const listed = async (query: { state?: 'submitted' | 'filed'; name?: string }) =>
      (await office.client.call(listFilings, { query })).body.items.map(({ id }) => id)
    expect(await listed({ state: 'submitted' })).toEqual(waiting)
    expect(await listed({})).toEqual([filed.id, ...waiting.toReversed()])
    expect(await listed({ state: 'filed' })).toEqual([filed.id])
    expect(await listed({ name: filed.name })).toEqual([filed.id])
    const { body } = await officer.client.call(listFilings)
    expect(body.items.map(({ id }) => id)).not.toContain(filed.id)
  })

  test('200 page by page without a gap or a repetition', async () => {
    const office = await seated('hrss', { regionCode: '440400' })
    const theirs = await seated('institution', { regionCode: '440402' })
    // All at one instant: then the id alone tells them apart.
    for (let at = 0; at < 23; at += 1) await makeCourse(app, { desk: theirs, until: 'submitted' })
    for (const query of [{ state: 'submitted' as const }, {}]) {
      const first = (await office.client.call(listFilings, { query })).body
      const after = first.next ?? ''
      const second = (await office.client.call(listFilings, { query: { ...query, after } })).body
      const ids = [...first.items, ...second.items].map(({ id }) => id)
      expect([first.items.length, new Set(ids).size, ids.length]).toEqual([20, 23, 23])
    }
  })

  test('they are read along their indexes, whatever the plan', async () => {
    const unitId = officer.unit.id
    const viewer = { kind: 'hrss', unitId, accountId: unitId } as const
    const after = ['2026-06-01T00:00:00Z', unitId] as const
    const waiting = await genericPlan(
      app.platform.db,
      filingsQuery(viewer, { state: 'submitted', after }, 21),
    )
    expect(waiting).toContain('courses_waiting')
    const all = await genericPlan(app.platform.db, filingsQuery(viewer, { after }, 21))
    expect(all).toContain('courses_office')
    for (const plan of [waiting, all]) expect(plan).not.toContain('Seq Scan')
  })
})

describe('which office decides', () => {
  const officeFor = (unitId: string, category: 'public' | 'professional', series: string | null) =>
    decidingOffice(app.platform.db, { unitId, category, series })

  test('of 专业课 the authority of the trade nearest up, of others the HR&SS office', async () => {
    const region = { regionCode: '440500' }
    const office = await seated('hrss', region)
    const city = await seated('industry', { ...region, industryCode: 'water' })
    const province = await seated('industry', { regionCode: guangdong, industryCode: 'water' })
    const health = await seated('industry', { regionCode: guangdong, industryCode: 'health' })
    const school = await seated('institution', {
      regionCode: '440507',
      industryCodes: ['water'],
    })
    const { id } = school.unit
    expect(await officeFor(id, 'public', null)).toMatchObject({ id: office.unit.id, kind: 'hrss' })
    expect(await officeFor(id, 'professional', '05')).toMatchObject({ id: city.unit.id })
    // 卫生技术 belongs to the health authority, whatever the organiser's trade is.
    expect(await officeFor(id, 'professional', '04')).toMatchObject({ id: health.unit.id })
    // An authority that teaches does not file its own: the one above it does, and above that HR&SS.
    expect(await officeFor(city.unit.id, 'professional', '05')).toMatchObject({
      id: province.unit.id,
      kind: 'industry',
    })
    const top = await officeFor(province.unit.id, 'professional', '05')
    expect(top.kind).toBe('hrss')
  })

  test('without an authority of the trade the HR&SS office stands in', async () => {
    const school = await seated('institution', { industryCodes: ['sports'] })
    const office = await officeFor(school.unit.id, 'professional', '14')
    expect(office).toEqual({ id: officer.unit.id, name: officer.unit.name, kind: 'hrss' })
  })

  test('an HR&SS office that teaches is judged by the one above it', async () => {
    const city = await seated('hrss', { regionCode: '440700' })
    const county = await makeUnit(app, {
      capabilities: ['hrss', 'institution'],
      regionCode: '440703',
    })
    expect((await officeFor(county.id, 'public', null)).id).toBe(city.unit.id)
  })
})

describe('the public catalogue', () => {
  const catalogue = async (query: Partial<{ series: string; name: string; category: 'public' }>) =>
    (await app.visitor().call(listCatalogue, { query: { year: '2026', ...query } })).body.items

  test('200: what is published, of its year, to anybody; none that is only filed', async () => {
    const filed = await make('filed')
    const closed = await make('closed')
    const engineers = await make('published', { series: '05' })
    const all = await make('published')
    const ids = async (query = {}) => (await catalogue(query)).map(({ id }) => id)
    expect(await ids()).toEqual(expect.arrayContaining([all.id, engineers.id]))
    for (const id of [filed.id, closed.id]) expect(await ids()).not.toContain(id)
    expect(await ids({ series: '05' })).toEqual(expect.arrayContaining([all.id, engineers.id]))
    expect(await ids({ series: '17' })).not.toContain(engineers.id)
    expect(await ids({ name: engineers.name })).toEqual([engineers.id])
    const next = await app.visitor().call(listCatalogue, { query: { year: '2027' } })
    expect(next.body.items).toEqual([])
  })

  test('a stopped course leaves the list and can still be looked up; its organiser knows why', async () => {
    const course = await make('published')
    const reason = '与备案内容不符'
    const seen = await officer.client.call(readCourse, { params: { id: course.id } })
    await officer.client.call(stopCourse, {
      params: { id: course.id },
      body: { version: seen.body.version, reason },
    })
    expect((await catalogue({})).map(({ id }) => id)).not.toContain(course.id)
    const look = await app.visitor().call(readCatalogueCourse, { params: { id: course.id } })
    expect([look.status, look.body.isOffered]).toEqual([200, false])
    expect(JSON.stringify(look.body)).not.toContain(reason)
    expect((await toldOf(course.id)).at(-1)).toMatchObject({
      topic: 'course.stopped',
      to: { unitId: organiser.unit.id },
      facts: { reason },
    })
  })

  test('404 for one that was never published, as for one that does not exist', async () => {
    const closed = await make('closed')
    const { status } = await app.visitor().call(readCatalogueCourse, { params: { id: closed.id } })
    expect(status).toBe(404)
  })

  test('409 for a course that is published already', async () => {
    const course = await make('published')
    const { problem } = await organiser.client.call(publishCourse, of(course))
    expect(problem.code).toBe('WRONG_STATE')
  })

  test('it is read along its index, whatever the plan', async () => {
    const after = ['2026-06-01T00:00:00Z', organiser.unit.id] as const
    const plan = await genericPlan(app.platform.db, catalogueQuery({ year: 2026, after }, 21))
    expect(plan).toContain('courses_catalogue')
    expect(plan).not.toContain('Seq Scan')
  })
})

test('a city office sees nothing of what its county files', async () => {
  const city = await seated('hrss', { regionCode: guangzhou })
  const course = await make('submitted')
  const { status } = await city.client.call(readCourse, { params: { id: course.id } })
  expect(status).toBe(404)
})
