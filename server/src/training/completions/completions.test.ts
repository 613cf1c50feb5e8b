import { readYear } from '@xueshi/contract/ledger'
import {
  type CompletionItem,
  findCompletion,
  listBatches,
  listCompletions,
  listOwnReportable,
  listReportable,
  readBatch,
  rematchCompletion,
  reportCompletions,
  reverseCompletion,
} from '@xueshi/contract/training/completions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { makeIndividual, residentNumber } from '../../../test/factories/accounts.ts'
import { makeCourse, officerFor, seatedActor } from '../../../test/factories/courses.ts'
import { guangdong, guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { completionItem, makeKey, programOf } from '../../../test/factories/programs.ts'
import { topicForm } from '../../../test/factories/topics.ts'
import { genericPlan } from '../../../test/plan.ts'
import { systemActor } from '../../orgs/service.ts'
import * as topics from '../topics/service.ts'
import * as recordsStore from '../completion-records/store.ts'
import { rematchAll } from '../completion-records/service.ts'

let app: TestApp
let unit: { id: string; code: string; name: string }
let clerk: Awaited<ReturnType<typeof makeStaff>>
let secrets: Awaited<ReturnType<typeof makeKey>>
let program: ReturnType<typeof programOf>
/** A course of twelve hours in two 科目 that the unit has published, and one only planned. */
let courseId: string
let plannedId: string
beforeAll(async () => {
  app = await testApp()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  unit = await makeUnit(app, { capabilities: ['institution'] })
  clerk = await makeStaff(app, unit.id, { kind: 'institution' })
  secrets = await makeKey(app, unit.id)
  program = programOf(app, secrets)
  const desk = { accountId: clerk.id, seatId: clerk.seatId }
  const waiting = await makeCourse(app, { desk, until: 'submitted' })
  plannedId = waiting.id
  const office = await officerFor(app, waiting.id)
  courseId = (await makeCourse(app, { desk, office, until: 'published' })).id
})
afterAll(() => app.close())

const report = async (...items: CompletionItem[]) => {
  const { status, body } = await program.call(reportCompletions, { body: { items } })
  expect(status).toBe(200)
  return body
}
const hoursOf = async (person: { client: Client }, year = 2026) => {
  const { body } = await person.client.call(readYear, { params: { year: String(year) } })
  return body.items.map(({ hoursTenths, reversed, sourceKind }) => ({
    hoursTenths,
    reversed,
    sourceKind,
  }))
}

describe('POST /v1/completions', () => {
  test('200: who is known and confirmed has the hours, each line its own result', async () => {
    const person = await makePerson(app)
    const unconfirmed = await makeIndividual(app)
    const good = completionItem(person, courseId)
    const lines = [
      good,
      completionItem({ documentNumber: residentNumber(), name: '无名氏' }, courseId),
      completionItem(unconfirmed, courseId),
      completionItem({ ...person, name: '李四' }, courseId),
      completionItem(person, courseId, { documentNumber: '440106198803070011' }),
      completionItem(person, courseId, { name: '' }),
      completionItem(person, courseId, { endOn: '2026-13-40' }),
      completionItem(person, courseId, { endOn: '2026-12-31' }),
      completionItem(person, plannedId),
      completionItem(person, 'not an id'),
      completionItem(person, courseId, { startOn: '2025-11-01', endOn: '2026-01-02' }),
      completionItem(person, courseId, { hoursTenths: 121 }),
      completionItem(person, courseId, { hoursTenths: 0 }),
      completionItem(person, courseId),
    ]
    const batch = await report(...lines)
    expect(batch.items.map(({ state, reason }) => reason ?? state)).toEqual([
      'credited',
      'PERSON_UNKNOWN',
      'PROFILE_NOT_CONFIRMED',
      'PERSON_UNKNOWN',
      'DOCUMENT_WRONG',
      'NAME_WRONG',
      'DATES_WRONG',
      'DATES_WRONG',
      'COURSE_UNKNOWN',
      'COURSE_UNKNOWN',
      'OUTSIDE_YEAR',
      'HOURS_WRONG',
      'HOURS_WRONG',
      'CREDITED_BEFORE',
    ])
    expect(batch).toMatchObject({ credited: 1, unmatched: 3, refused: 10, repeated: 0 })
    expect(await hoursOf(person)).toEqual([
      { hoursTenths: 120, reversed: false, sourceKind: 'platform' },
    ])
    const [row] = (
      await clerk.client.call(listCompletions, { query: { reference: good.reference } })
    ).body.items
    expect(row).toMatchObject({ name: person.name, state: 'credited', open: ['reverse'] })
    expect(row?.numberMasked).toMatch(/^\d{3}\*{11}[\dX]{4}$/)
  })

  test('200 the same for the same key, and nothing is credited twice', async () => {
    const person = await makePerson(app)
    const body = { items: [completionItem(person, courseId)] }
    const key = 'the-key-of-one-and-the-same-call'
    const first = await program.call(reportCompletions, { body, key })
    const again = await program.call(reportCompletions, { body, key })
    expect(again.body).toEqual(first.body)
    const reused = await program.call(reportCompletions, {
      body: { items: [completionItem(person, courseId)] },
      key,
    })
    expect([reused.status, reused.problem.code]).toEqual([422, 'KEY_REUSED'])
    // Another key, the same reference: it stands as it was.
    const later = await report(...body.items)
    expect(later).toMatchObject({ credited: 0, repeated: 1 })
    expect(later.items[0]).toMatchObject({ state: 'credited', repeated: true })
    expect(await hoursOf(person)).toHaveLength(1)
  })

  test('200: a refused line that is corrected is judged anew under its reference', async () => {
    const person = await makePerson(app)
    const wrong = completionItem(person, courseId, { hoursTenths: 999 })
    expect((await report(wrong)).items[0]?.reason).toBe('HOURS_WRONG')
    expect((await report({ ...wrong, hoursTenths: 80 })).items[0]?.state).toBe('credited')
    expect(await hoursOf(person)).toEqual([
      { hoursTenths: 80, reversed: false, sourceKind: 'platform' },
    ])
    const list = await clerk.client.call(listCompletions, { query: { reference: wrong.reference } })
    expect(list.body.items).toHaveLength(1)
  })

  test('200: of public subjects those that name the platform, in their region, made up a year later', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
    const officer = await makeStaff(app, office.id, { kind: 'hrss' })
    const actor = await seatedActor(app, { accountId: officer.id, seatId: officer.seatId })
    const publish = async (platformCode: string | null) => {
      const form = topicForm({
        year: 2025,
        openFrom: '2025-04-01',
        openTo: '2026-12-31',
        platformCode,
      })
      return (await topics.publish(actor, await topics.create(actor, form))).id
    }
    const [own, others] = [await publish(unit.code), await publish(null)]
    const person = await makePerson(app)
    const batch = await report(
      completionItem(person, own, { hoursTenths: 300 }),
      completionItem(person, others, { hoursTenths: 300 }),
    )
    expect(batch.items.map(({ state, reason }) => reason ?? state)).toEqual([
      'credited',
      'COURSE_UNKNOWN',
    ])
    expect(await hoursOf(person, 2025)).toHaveLength(1)
    const asked = { query: { year: '2025' } }
    const byProgram = await program.call(listReportable, asked)
    expect(byProgram.body.items.map(({ id }) => id)).toEqual([own])
    const byPage = await clerk.client.call(listOwnReportable, asked)
    expect(byPage.body).toEqual(byProgram.body)
  })

  test('200: a thousand lines at once', async () => {
    const people = [await makePerson(app), await makePerson(app)]
    const strangers = Array.from({ length: 998 }, () =>
      completionItem({ documentNumber: residentNumber(), name: '某某' }, courseId),
    )
    const batch = await report(
      ...people.map((person) => completionItem(person, courseId)),
      ...strangers,
    )
    expect(batch).toMatchObject({ credited: 2, unmatched: 998 })
  })

  test('one person and course by two calls at once: credited once', async () => {
    const person = await makePerson(app)
    const calls = Array.from({ length: 6 }, () => report(completionItem(person, courseId)))
    const batches = await Promise.all(calls)
    expect(batches.reduce((sum, { credited }) => sum + credited, 0)).toBe(1)
    expect(await hoursOf(person)).toHaveLength(1)
  })

  test('422 for a reference twice, for none, for none of its shape, and past a thousand', async () => {
    const person = { documentNumber: residentNumber(), name: '某某' }
    const item = completionItem(person, courseId)
    const twice = await program.call(reportCompletions, { body: { items: [item, item] } })
    expect(twice.problem.fields).toEqual({ 'items.1.reference': 'REFERENCE_TWICE' })
    const many = Array.from({ length: 1001 }, () => completionItem(person, courseId))
    for (const items of [[], [{ ...item, reference: '流水号' }], many]) {
      const { status } = await program.call(reportCompletions, { body: { items } })
      expect(status).toBe(422)
    }
  })

  test('401 for a wrong key, signature, moment or body; 403 without the scope; no effect', async () => {
    const person = await makePerson(app)
    const body = { items: [completionItem(person, courseId)] }
    const refused = async (sent: object, code: string) => {
      const { problem } = await program.call(reportCompletions, { body, ...sent })
      expect(problem.code).toBe(code)
    }
    await refused({ token: 'xs_nobody' }, 'API_KEY_WRONG')
    await refused({ signature: '' }, 'SIGNATURE_WRONG')
    await refused({ signature: `t=1,v1=${'0'.repeat(64)}` }, 'SIGNATURE_WRONG')
    const stolen = programOf(app, { ...secrets, signingSecret: 'another' })
    expect((await stolen.call(reportCompletions, { body })).problem.code).toBe('SIGNATURE_WRONG')
    const reader = programOf(app, await makeKey(app, unit.id, ['completions:read']))
    expect((await reader.call(reportCompletions, { body })).status).toBe(403)
    expect((await reader.call(findCompletion, { query: { reference: 'LS-0' } })).status).toBe(404)
    expect(await hoursOf(person)).toEqual([])
  })
})

describe('GET /v1/completion-batches/:id and GET /v1/completions', () => {
  test('200 for the unit’s own, 404 for another unit’s program', async () => {
    const item = completionItem(await makePerson(app), courseId)
    const batch = await report(item)
    const params = { id: batch.id }
    const query = { reference: item.reference }
    expect((await program.call(readBatch, { params })).body).toEqual(batch)
    expect((await program.call(findCompletion, { query })).body.state).toBe('credited')
    const other = await makeUnit(app, { capabilities: ['institution'] })
    const stranger = programOf(app, await makeKey(app, other.id))
    expect((await stranger.call(readBatch, { params })).status).toBe(404)
    expect((await stranger.call(findCompletion, { query })).status).toBe(404)
  })
})

describe('POST /completions/:id/rematch', () => {
  test('200 once the person is there; 409 for one that is credited', async () => {
    const documentNumber = residentNumber()
    const item = completionItem({ documentNumber, name: '陈嘉欣' }, courseId)
    await report(item)
    const find = async () =>
      (await clerk.client.call(listCompletions, { query: { reference: item.reference } })).body
        .items[0]
    const waiting = await find()
    if (!waiting) throw new Error('the line is not there')
    const of = ({ id, version }: { id: string; version: number }) => ({
      params: { id },
      body: { version },
    })
    const early = await clerk.client.call(rematchCompletion, of(waiting))
    expect(early.body).toMatchObject({ state: 'unmatched', reason: 'PERSON_UNKNOWN' })
    const person = await makePerson(app, { account: { documentNumber } })
    const late = await clerk.client.call(rematchCompletion, of(early.body))
    expect(late.body).toMatchObject({ state: 'credited', reason: null, open: ['reverse'] })
    expect(await hoursOf(person)).toHaveLength(1)
    const third = await clerk.client.call(rematchCompletion, of(late.body))
    expect(third.problem.code).toBe('WRONG_STATE')
    expect((await clerk.client.call(rematchCompletion, of(waiting))).problem.code).toBe('STALE')
  })

  test('every night those who have come meanwhile have their hours', async () => {
    const documentNumber = residentNumber()
    const item = completionItem({ documentNumber, name: '陈嘉欣' }, courseId)
    await report(item)
    const person = await makePerson(app, { account: { documentNumber } })
    await rematchAll(systemActor(app.platform))
    expect(await hoursOf(person)).toHaveLength(1)
    await rematchAll(systemActor(app.platform))
    expect(await hoursOf(person)).toHaveLength(1)
  })
})

describe('POST /completions/:id/reverse', () => {
  test('200: the hours are taken back with the reason; the reference stays reversed', async () => {
    const person = await makePerson(app)
    const item = completionItem(person, courseId)
    await report(item)
    const [row] = (
      await clerk.client.call(listCompletions, { query: { reference: item.reference } })
    ).body.items
    const body = { version: row?.version ?? 0, reason: '学习时长异常' }
    const params = { id: row?.id ?? '' }
    const reversed = await clerk.client.call(reverseCompletion, { params, body })
    expect(reversed.body).toMatchObject({
      state: 'reversed',
      reversedWhy: '学习时长异常',
      open: [],
    })
    expect(await hoursOf(person)).toEqual([
      { hoursTenths: 120, reversed: true, sourceKind: 'platform' },
    ])
    expect((await report(item)).items[0]).toMatchObject({ state: 'reversed', repeated: true })
    const twice = await clerk.client.call(reverseCompletion, { params, body })
    expect(twice.problem.code).toBe('STALE')
    const other = await makeUnit(app, { capabilities: ['institution'] })
    const stranger = await makeStaff(app, other.id, { kind: 'institution' })
    const foreign = await stranger.client.call(reverseCompletion, { params, body })
    expect(foreign.status).toBe(404)
  })
})

describe('GET /completions and GET /completion-batches', () => {
  test('200 page by page without a gap, by state, along their indexes', async () => {
    const other = await makeUnit(app, { capabilities: ['institution'] })
    const reader = await makeStaff(app, other.id, { kind: 'institution' })
    const sender = programOf(app, await makeKey(app, other.id))
    const items = Array.from({ length: 25 }, () =>
      completionItem({ documentNumber: residentNumber(), name: '某某' }, courseId),
    )
    for (let at = 0; at < 21; at += 1)
      await sender.call(reportCompletions, {
        body: { items: items.slice(at, at === 20 ? 25 : at + 1) },
      })
    const first = (await reader.client.call(listCompletions, { query: {} })).body
    const rest = (await reader.client.call(listCompletions, { query: { after: first.next ?? '' } }))
      .body
    expect(rest.next).toBeNull()
    const seen = [...first.items, ...rest.items].map(({ reference }) => reference)
    expect(seen.toSorted()).toEqual(items.map(({ reference }) => reference).toSorted())
    const credited = await reader.client.call(listCompletions, { query: { state: 'credited' } })
    expect(credited.body.items).toEqual([])
    const batches = (await reader.client.call(listBatches, { query: {} })).body
    expect([batches.items.length, batches.next === null]).toEqual([20, false])
    const [last] = batches.items
    const ofLast = await reader.client.call(listCompletions, { query: { batch: last?.id ?? '' } })
    expect(ofLast.body.items.map(({ reference }) => reference).toSorted()).toEqual(
      items
        .slice(20)
        .map(({ reference }) => reference)
        .toSorted(),
    )
    const { db } = app.platform
    const plans = [
      recordsStore.listQuery(db, other.id, {}, 21),
      recordsStore.listQuery(db, other.id, { state: 'refused', after: other.id }, 21),
      recordsStore.listQuery(db, other.id, { batch: other.id, after: other.id }, 21),
      recordsStore.batchesQuery(db, other.id, other.id, 21),
    ]
    for (const query of plans) {
      const plan = await genericPlan(db, query)
      expect(plan).not.toMatch(/Seq Scan on completion|Sort/)
    }
  })
})
