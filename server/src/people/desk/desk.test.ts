import {
  addDepartment,
  assignDepartment,
  endEmployments,
  listDepartments,
  listPeople,
  removeDepartment,
  renameDepartment,
} from '@xueshi/contract/people/desk'
import { listEmployments } from '@xueshi/contract/people/employments'
import type * as z from 'zod/mini'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor, residentNumber } from '../../../test/factories/accounts.ts'
import { makeStaff } from '../../../test/factories/orgs.ts'
import {
  actorOf,
  type Desk,
  makeApplicant,
  makeDesk,
  makeMover,
  makePartTimer,
  makePerson,
  makePhoto,
} from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as people from '../service.ts'
import { confirmedPerson } from '../service.ts'
import { staffQuery } from './store.ts'

let app: TestApp
let desk: Desk
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  desk = await makeDesk(app)
})

const hire = (name: string, given: Parameters<typeof makePerson>[1] = {}) =>
  makePerson(app, { unit: desk, clerk: desk.clerk, account: { name }, ...given })
type Asked = z.input<typeof listPeople.parts.query>
const list = (request: { query?: Asked }) => desk.clerk.client.call(listPeople, request)
const names = async (query: Asked) => (await list({ query })).body.items.map(({ name }) => name)
const chosen = async () =>
  (await list({ query: {} })).body.items.map(({ employmentId: id, version }) => ({ id, version }))

describe('GET /people', () => {
  test('200: by the letters of the names, of this unit alone, with what each lacks', async () => {
    await hire('欧阳明月')
    await hire('陈嘉欣')
    await makePerson(app, { account: { name: '白云山' } })
    await makeApplicant(app, { unitId: desk.id, account: { name: '安小安' } })
    const { body } = await list({})
    expect(body.items.map(({ name }) => name)).toEqual(['陈嘉欣', '欧阳明月'])
    expect(body.items[0]).toMatchObject({
      kind: 'main',
      standing: 'confirmed',
      title: '工程师',
      series: '05',
      startedOn: '2026-06-01',
      lacks: ['photo', 'phone'],
      mayEnd: true,
    })
    expect(JSON.stringify(body)).not.toMatch(/\d{17}[\dX]/)
  })

  test.each([
    ['a part of the name', '阳明', ['欧阳明月']],
    ['its pinyin', 'mingyue', ['欧阳明月']],
    ['its initials', 'oym', ['欧阳明月']],
    ['in capitals, with blanks', 'OU YANG', ['欧阳明月']],
    ['nobody’s', '张三', []],
  ])('200: searched by %s', async (_, search, found) => {
    await hire('欧阳明月')
    await hire('陈嘉欣')
    expect(await names({ search })).toEqual(found)
  })

  test('200: searched by the last four of the number', async () => {
    const { documentNumber } = await hire('陈嘉欣')
    await hire('欧阳明月')
    expect(await names({ search: documentNumber.slice(-4).toLowerCase() })).toEqual(['陈嘉欣'])
  })

  test('200: sifted by series, department, state and what is lacking', async () => {
    await hire('陈嘉欣', { form: { series: '01', title: '讲师' } })
    const person = await hire('欧阳明月')
    await makePhoto(app, person)
    expect(await names({ series: '01' })).toEqual(['陈嘉欣'])
    expect(await names({ lack: 'photo' })).toEqual(['陈嘉欣', '欧阳明月'])
    expect(await names({ lack: 'profile' })).toEqual([])
    expect(await names({ standing: 'confirmed', series: '05' })).toEqual(['欧阳明月'])
    const { body } = await desk.clerk.client.call(addDepartment, { body: { name: '技术部' } })
    const [, last] = await chosen()
    const assigned = { employments: [last ?? { id: '', version: 0 }], departmentId: body.id }
    expect((await desk.clerk.client.call(assignDepartment, { body: assigned })).status).toBe(200)
    expect(await names({ departmentId: body.id })).toEqual(['欧阳明月'])
    const stranger = await makeDesk(app)
    const { body: foreign } = await stranger.clerk.client.call(listPeople, {
      query: { departmentId: body.id },
    })
    expect(foreign.items).toEqual([])
  })

  test('200: part-timers stand in a list of their own', async () => {
    await hire('陈嘉欣')
    const { application, name } = await makePartTimer(app, desk.id)
    const seat = await actorOf(app, desk.clerk)
    await people.partTime.confirm(seat, application)
    expect(await names({})).toEqual(['陈嘉欣'])
    expect(await names({ kind: 'partTime' })).toEqual([name])
  })

  test('200 page by page, 422 for a cursor that is none', async () => {
    for (let made = 0; made < 21; made += 1) await hire('陈嘉欣')
    const first = await list({})
    expect(first.body.items).toHaveLength(20)
    const second = await list({ query: { after: first.body.next ?? '' } })
    expect([second.body.items.length, second.body.next]).toEqual([1, null])
    const ids = [...first.body.items, ...second.body.items].map(({ personId }) => personId)
    expect(new Set(ids).size).toBe(21)
    expect((await list({ query: { after: 'x' } })).problem.fields).toEqual({
      after: 'WRONG_FORMAT',
    })
  })

  test.each([
    ['the people of a unit', false, /Index Scan using people_unit on people r/],
    ['its part-timers', true, /employments_(unit|part_time)\w* on employments e/],
  ])('%s are one range of an index', async (_, partTime, index) => {
    const filter = {
      unitId: desk.id,
      belowIds: null,
      search: null,
      departmentId: null,
      series: null,
      standing: null,
    }
    const after = ['chen', desk.id] as const
    const query = staffQuery({ ...filter, lack: null, partTime }, after, 21)
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toMatch(index)
    expect(plan).not.toContain('Seq Scan')
    if (!partTime) expect(plan).not.toContain('Sort')
  })
})

describe('内设部门', () => {
  test('200: added, called otherwise, removed; its people stay', async () => {
    const { client } = desk.clerk
    const { body } = await client.call(addDepartment, { body: { name: '质检部' } })
    await hire('陈嘉欣')
    await client.call(assignDepartment, {
      body: { employments: await chosen(), departmentId: body.id },
    })
    const params = { id: body.id }
    const renamed = await client.call(renameDepartment, {
      params,
      body: { version: 1, name: '质量部' },
    })
    expect(renamed.body).toMatchObject({ name: '质量部', version: 2 })
    expect((await list({})).body.items[0]?.departmentName).toBe('质量部')
    expect((await client.call(removeDepartment, { params, body: { version: 1 } })).status).toBe(409)
    expect((await client.call(removeDepartment, { params, body: { version: 2 } })).status).toBe(200)
    expect((await client.call(listDepartments)).body.items).toEqual([])
    expect((await list({})).body.items).toMatchObject([{ name: '陈嘉欣', departmentName: null }])
  })

  test('422 for a name that the unit has, 404 for another unit’s', async () => {
    const { client } = desk.clerk
    const { body } = await client.call(addDepartment, { body: { name: '质检部' } })
    const twice = await client.call(addDepartment, { body: { name: '质检部' } })
    expect(twice.problem.fields).toEqual({ name: 'DEPARTMENT_TAKEN' })
    const other = await makeDesk(app)
    const request = { params: { id: body.id }, body: { version: 1, name: '别处' } }
    expect((await other.clerk.client.call(renameDepartment, request)).status).toBe(404)
    expect((await other.clerk.client.call(removeDepartment, request)).status).toBe(404)
    const assigned = { employments: [{ id: body.id, version: 1 }], departmentId: null }
    expect((await client.call(assignDepartment, { body: assigned })).status).toBe(404)
  })
})

describe('POST /people/endings', () => {
  const end = (
    employments: { id: string; version: number }[],
    given: { endedOn?: string; reason?: 'left' | 'retired' } = {},
  ) =>
    desk.clerk.client.call(endEmployments, {
      body: { employments, reason: 'retired', endedOn: '2026-05-31', ...given },
    })

  test('200: all of them, told each; the people have no unit', async () => {
    const hired = [await hire('陈嘉欣'), await hire('欧阳明月')]
    expect((await end(await chosen())).status).toBe(200)
    expect((await list({})).body.items).toEqual([])
    for (const { client, id } of hired) {
      const [only] = (await client.call(listEmployments)).body.items
      expect(only).toMatchObject({ state: 'ended', endedOn: '2026-05-31', endReason: 'retired' })
      expect(await confirmedPerson(app.platform.db, id)).toBeNull()
    }
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'employment.closed')
      .execute()
    const text = JSON.stringify(told)
    expect(hired.every(({ id }) => text.includes(id))).toBe(true)
  })

  test('409 and nobody’s, when one of them changed; 404 when one is another unit’s', async () => {
    await hire('陈嘉欣')
    await hire('欧阳明月')
    const all = await chosen()
    const [first, last] = all
    if (!first || !last) throw new Error('two were hired')
    const stale = await end([first, { ...last, version: 9 }])
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    const other = await makeDesk(app)
    const foreign = await makePerson(app, { unit: other, clerk: other.clerk })
    const [theirs] = (await foreign.client.call(listEmployments)).body.items
    expect((await end([first, { id: theirs?.id ?? '', version: 1 }])).status).toBe(404)
    expect(await chosen()).toEqual(all)
  })

  test('422 for a day to come; 403 for one’s own', async () => {
    const person = await hire('陈嘉欣')
    const future = await end(await chosen(), { endedOn: '2026-06-02' })
    expect(future.problem.fields).toEqual({ endedOn: 'DATE_IN_FUTURE' })
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: person.id })
      .where('id', '=', desk.clerk.seatId)
      .execute()
    const self = await clientFor(app, { accountId: person.id, seatId: desk.clerk.seatId })
    const [mine] = (await self.call(listPeople)).body.items
    expect(mine?.mayEnd).toBe(false)
    const { status, problem } = await self.call(endEmployments, {
      body: {
        employments: [{ id: mine?.employmentId ?? '', version: mine?.version ?? 0 }],
        reason: 'left',
        endedOn: '2026-06-01',
      },
    })
    expect([status, problem.code]).toEqual([403, 'OWN_RECORD'])
  })

  test('200: whoever is on their way to another unit is taken up there', async () => {
    const mover = await makeMover(app, { former: desk, isAccepted: true })
    expect((await end(await chosen(), { reason: 'left' })).status).toBe(200)
    expect((await confirmedPerson(app.platform.db, mover.id))?.unitId).toBe(mover.to.id)
  })

  test('200 for one of two clerks at once', async () => {
    await hire('陈嘉欣', { account: { name: '陈嘉欣', documentNumber: residentNumber() } })
    const colleague = await makeStaff(app, desk.id)
    const body = { employments: await chosen(), reason: 'left', endedOn: '2026-06-01' } as const
    const answers = await Promise.all(
      [desk.clerk, colleague].map(({ client }) => client.call(endEmployments, { body })),
    )
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409,
    ])
  })
})
