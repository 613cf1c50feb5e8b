import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Query } from '@xueshi/contract/endpoint'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { listEnrolments, readEnrolment } from '@xueshi/contract/training/enrolments'
import {
  exportNominations,
  listCandidates,
  listNominations,
  nominate,
  recallNomination,
} from '@xueshi/contract/training/nominations'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import { readSheet } from '../../platform/sheet.ts'
import { columns } from './rules.ts'

type Person = Awaited<ReturnType<typeof makePerson>>
let app: TestApp
let institution: Staffed
/** Three of one employer, and somebody of another. */
let ours: Person[]
let other: Person
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  const first = await makePerson(app)
  const of = { unit: { id: first.unitId }, clerk: first.clerk }
  ours = [first, await makePerson(app, of), await makePerson(app, of)]
  other = await makePerson(app)
})
afterAll(() => app.close())
beforeEach(() => app.clock.set(new Date('2026-06-01T02:00:00Z')))

const desk = async ({ clerk }: Person) =>
  clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
const name = async (by: Person, classId: string, personIds: string[]) =>
  (await desk(by)).call(nominate, { params: { id: classId }, body: { personIds } })
const ids = (people: readonly Person[]) => people.map(({ id }) => id)
const everybody = { series: [], levels: [], regionCode: null, units: [], unitsOnly: false }

describe('POST /open-classes/:id/nominations', () => {
  test('200: in the order of the list, told by whom; who is not theirs or is in already stays out', async () => {
    const [first, second, third] = ours
    if (!first || !second || !third) throw new Error('nobody to nominate')
    const { id } = await makeOpenClass(app, institution)
    await enrol(app, second, id)
    const { status, body } = await name(first, id, ids([third, second, other, first]))
    expect(status).toBe(200)
    expect(body.items.map(({ personId, state, refused }) => [personId, state, refused])).toEqual([
      [third.id, 'applied', null],
      [second.id, null, 'ENROLLED_ALREADY'],
      [other.id, null, 'NOT_OURS'],
      [first.id, 'applied', null],
    ])
    const list = await institution.clerk.client.call(listTrainees, { params: { id }, query: {} })
    expect(
      list.body.items.map(({ number, nominatedBy }) => [number, nominatedBy !== null]),
    ).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.nominated')
      .execute()
    const texts = told.map(({ payload }) => JSON.stringify(payload))
    for (const { id: personId } of [first, third])
      expect(texts.filter((one) => one.includes(personId))).toHaveLength(1)
    expect(texts.some((one) => one.includes(other.id))).toBe(false)
    const mine = await (
      await clientFor(app, { accountId: third.id })
    ).call(listEnrolments, {
      query: {},
    })
    expect(mine.body.items.map(({ classId }) => classId)).toContain(id)
    const made = await (await desk(first)).call(listNominations, { query: {} })
    expect(made.body.items.filter(({ classId }) => classId === id)).toHaveLength(2)
  })

  test('200 with NOT_ELIGIBLE for whom the class does not admit, as the candidates say before', async () => {
    const [first] = ours
    if (!first) throw new Error('nobody to nominate')
    const admission = { ...everybody, series: ['04'] }
    const { id } = await makeOpenClass(app, institution, { form: { admission } })
    const client = await desk(first)
    const seen = await client.call(listCandidates, { params: { id }, query: {} })
    expect(seen.body.items.map(({ issues }) => issues)).toEqual(
      ours.map(() => ({ series: 'SERIES_NOT_ADMITTED' })),
    )
    const { body } = await name(first, id, ids(ours))
    expect(body.items.map(({ refused }) => refused)).toEqual(ours.map(() => 'NOT_ELIGIBLE'))
  })

  test('200: places kept for the unit are theirs before anybody else’s, the rest wait in the order of the list', async () => {
    const [first, second, third] = ours
    if (!first || !second || !third) throw new Error('nobody to nominate')
    const admission = { ...everybody, units: [{ unitId: first.unitId, kept: 2 }] }
    const form = { plan: 2, confirmation: 'first' as const, admission }
    const { id } = await makeOpenClass(app, institution, { form })
    expect(await enrol(app, other, id)).toMatchObject({
      state: 'waitlisted',
      waiting: { why: 'KEPT' },
    })
    const { body } = await name(first, id, ids([second, third, first]))
    expect(body.items.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'waitlisted'])
  })

  test('409 SIGN_UP_CLOSED when the class takes nobody; 404 for a seat that is no employer’s', async () => {
    const [first] = ours
    if (!first) throw new Error('nobody to nominate')
    const closed = await makeClassIn(app, institution, 'closed')
    const refused = await name(first, closed.id, ids(ours))
    expect([refused.status, refused.problem.code]).toEqual([409, 'SIGN_UP_CLOSED'])
    const { id } = await makeOpenClass(app, institution)
    const call = { params: { id }, body: { personIds: ids(ours) } }
    const { status } = await institution.clerk.client.call(nominate, call)
    expect([403, 404]).toContain(status)
  })
})

describe('POST /nominations/:id/recall', () => {
  const recall = async (by: Person, id: string, version: number, reason = '另有任务') =>
    (await desk(by)).call(recallNomination, { params: { id }, body: { version, reason } })
  /** The first of ours has the only place, the second waits. */
  async function named() {
    const [first, second] = ours
    if (!first || !second) throw new Error('nobody to nominate')
    const form = { plan: 1, confirmation: 'first' as const }
    const { id: classId } = await makeOpenClass(app, institution, { form })
    await name(first, classId, ids([first, second]))
    const { body } = await (await desk(first)).call(listNominations, { query: {} })
    const of = (person: Person, state: string) =>
      body.items.find((one) => one.classId === classId && one.state === state) ??
      expect.fail(`${person.id} was not named`)
    return {
      first,
      second,
      classId,
      placed: of(first, 'confirmed'),
      waits: of(second, 'waitlisted'),
    }
  }

  test('200: the place goes to the next, the person is told why, and may come back by themselves', async () => {
    const { first, second, classId, placed } = await named()
    expect(placed.open).toEqual(['recall'])
    const { status, body } = await recall(first, placed.id, placed.version)
    expect([status, body.state, body.reason, body.open]).toEqual([200, 'withdrawn', '另有任务', []])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.recalled')
      .execute()
    expect(JSON.stringify(told)).toContain('另有任务')
    const mine = await clientFor(app, { accountId: first.id })
    const { body: seen } = await mine.call(readEnrolment, { params: { id: placed.id } })
    expect(seen.timeline.at(-1)).toMatchObject({ act: 'recall', reason: '另有任务' })
    const next = await clientFor(app, { accountId: second.id })
    const states = await next.call(listEnrolments, { query: {} })
    expect(states.body.items.find((one) => one.classId === classId)?.state).toBe('confirmed')
    expect((await enrol(app, first, classId)).state).toBe('waitlisted')
  })

  test('409 STALE in another version, WRONG_STATE once it began or was taken back; 422 without a reason', async () => {
    const { first, placed, waits, classId } = await named()
    const stale = await recall(first, waits.id, waits.version + 1)
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    expect((await recall(first, waits.id, waits.version, ' ')).status).toBe(422)
    expect((await recall(first, waits.id, waits.version)).status).toBe(200)
    expect((await recall(first, waits.id, waits.version + 1)).problem.code).toBe('WRONG_STATE')
    const { startsAt } = await app.platform.db
      .selectFrom('classes')
      .select('startsAt')
      .where('id', '=', classId)
      .executeTakeFirstOrThrow()
    app.clock.set(startsAt)
    expect((await recall(first, placed.id, placed.version)).problem.code).toBe('WRONG_STATE')
  })

  test('404 for another unit’s, and WRONG_STATE for somebody who has left', async () => {
    const { first, placed } = await named()
    expect((await recall(other, placed.id, placed.version)).status).toBe(404)
    const { db } = app.platform
    const of = (unitId: string) =>
      db
        .updateTable('enrolments')
        .set({ nominatedBy: unitId })
        .where('id', '=', placed.id)
        .execute()
    await of(other.unitId)
    expect((await recall(other, placed.id, placed.version)).problem.code).toBe('WRONG_STATE')
    await of(first.unitId)
  })
})

describe('GET /nominations and its sheet', () => {
  test('200: found by person, class and state; the file says the same', async () => {
    const [first, second] = ours
    if (!first || !second) throw new Error('nobody to nominate')
    const one = await makeOpenClass(app, institution)
    await name(first, one.id, ids([first, second]))
    const client = await desk(first)
    const found = async (query: Query<typeof exportNominations>) =>
      (await client.call(listNominations, { query })).body.items.length
    const className = one.name
    expect(await found({ className })).toBe(2)
    expect(await found({ className, state: 'applied' })).toBe(2)
    expect(await found({ className, state: 'refused' })).toBe(0)
    expect(await found({ className, name: '没有这个人' })).toBe(0)
    const file = await client.call(exportNominations, { query: { className } })
    expect(file.headers['content-disposition']).toContain('.xlsx')
    const rows: unknown[] = []
    const path = join(await mkdtemp(join(tmpdir(), 'xueshi-')), 'nominations.xlsx')
    await writeFile(path, Buffer.from(file.body as Buffer))
    for await (const { cells } of readSheet(path, columns, { limit: 10 })) rows.push(cells)
    expect(rows).toMatchObject([
      { className, category: '选修课', state: '已报名待确认', startsOn: one.startsOn },
      { className },
    ])
  })
})
