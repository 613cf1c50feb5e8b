import { execFileSync } from 'node:child_process'
import {
  printClassNotice,
  printOwnNotice,
  printRoster,
  printSignInSheet,
} from '@xueshi/contract/training/class-papers'
import type { ClassForm } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeClassIn,
  makeInstitution,
  type Staffed,
} from '../../../test/factories/training.ts'
import { genericPlan } from '../../../test/plan.ts'
import { timeText } from './rules.ts'
import { rosterQuery } from './store.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app), await makePerson(app)]
})
afterAll(async () => {
  await app.close()
})
const client = () => institution.clerk.client

/** A class that takes people in the order in which they come: one place, and one who waits. */
const opened = (form: Partial<ClassForm> = {}) =>
  makeClassIn(app, institution, 'accepting', { form: { confirmation: 'first', plan: 1, ...form } })

/** What a reader sees in the document, as an ordinary tool tells it, line by line without blanks. */
const textOf = (pdf: unknown): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf as Buffer })
    .toString()
    .replaceAll(/[^\S\n]/g, '')
const nameOf = async ({ id }: { id: string }) =>
  (
    await app.platform.db
      .selectFrom('people')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).name

describe('GET /classes/:id/roster', () => {
  test('200: whoever has a place, nobody who waits', async () => {
    const { id, name } = await opened()
    const enrolled = []
    for (const person of people) enrolled.push(await enrol(app, person, id))
    expect(enrolled.map(({ state }) => state)).toEqual(['confirmed', 'waitlisted'])
    const { status, headers, body } = await client().call(printRoster, { params: { id } })
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf'])
    const text = textOf(body)
    for (const shown of ['学员名册', name, await nameOf(people[0] ?? { id: '' }), '1人'])
      expect(text).toContain(shown)
    // All of them are called alike: one is there.
    expect(text.split(await nameOf(people[1] ?? { id: '' }))).toHaveLength(2)
  })

  test('along the order of the class', async () => {
    const plan = await genericPlan(app.platform.db, rosterQuery(institution.id, 20))
    // By state or by number: on a table without rows both look alike.
    expect(plan).toMatch(/enrolments_order|enrolments_class_id_number_key/)
    expect(plan).not.toContain('Seq Scan on enrolments')
  })
})

test('GET /classes/:id/sessions/:sessionId/sign-in-sheet: the session’s own, 404 for one of another class', async () => {
  const one = await opened()
  await enrol(app, people[0] ?? { id: '' }, one.id)
  const [first] = one.sessions
  const print = (sessionId = '') =>
    client().call(printSignInSheet, { params: { id: one.id, sessionId } })
  const { body } = await print(first?.id ?? '')
  for (const shown of ['签到表', '2026-06-01周一15:00—18:00', '规范与标准', '班主任签名'])
    expect(textOf(body)).toContain(shown)
  const other = await opened()
  expect((await print(other.sessions[0]?.id ?? '')).status).toBe(404)
})

describe('开班通知', () => {
  test('200 for the institution: when, where, who to ask and the rule of the class', async () => {
    const { id } = await opened()
    const { body } = await client().call(printClassNotice, { params: { id } })
    for (const shown of ['开班通知', '020-87654321', '出勤不低于80%', '案例研讨', '12学时'])
      expect(textOf(body)).toContain(shown)
  })

  test('200: of what the class is passed by, no more than it has: a score of 实操, nothing to attend', async () => {
    const notice = async (form: Partial<ClassForm>) => {
      const { id } = await opened(form)
      return textOf((await client().call(printClassNotice, { params: { id } })).body)
    }
    const practical = await notice({ exam: 'practical' })
    expect(practical).toContain('出勤不低于80%，考核成绩不低于60分的')
    expect(await notice({ exam: 'exempt' })).not.toContain('考核成绩')
    expect(await notice({ exam: 'assessment' })).toContain('出勤不低于80%，考查合格的')
    const july = { startsOn: '2026-07-11', endsOn: '2026-07-12', signUpToOn: '2026-07-06' } as const
    expect(await notice({ exam: 'exempt', attendancePercent: 0 })).toContain('至少到课一节')
    const free = { ...july, organisation: 'online', exam: 'exempt' } as const
    const alone = await notice({ ...free, sessions: [] })
    expect(alone).toContain('完成学习的')
    expect(alone).not.toContain('出勤不低于')
  })

  test('200 for whoever has a place; 404 for who waits and for a stranger', async () => {
    const { id, name } = await opened()
    const [first, second] = people
    if (!first || !second) throw new Error('two people')
    const placed = await enrol(app, first, id)
    const waiting = await enrol(app, second, id)
    const read = async (person: { id: string }, enrolmentId: string) =>
      (await clientFor(app, { accountId: person.id })).call(printOwnNotice, {
        params: { id: enrolmentId },
      })
    expect(textOf((await read(first, placed.id)).body)).toContain(name)
    expect((await read(second, waiting.id)).status).toBe(404)
    expect((await read(second, placed.id)).status).toBe(404)
  })
})

test('404 for every paper of another institution’s class', async () => {
  const one = await opened()
  const { clerk } = await makeInstitution(app)
  const params = { id: one.id }
  const sessionId = one.sessions[0]?.id ?? ''
  for (const { status } of [
    await clerk.client.call(printRoster, { params }),
    await clerk.client.call(printClassNotice, { params }),
    await clerk.client.call(printSignInSheet, { params: { ...params, sessionId } }),
  ])
    expect(status).toBe(404)
})

test('times stand as clocks in Asia/Shanghai show them', () => {
  const session = {
    startsAt: new Date('2026-12-31T16:30:00Z'),
    endsAt: new Date('2026-12-31T17:30:00Z'),
  }
  expect(timeText(session)).toBe('2027-01-01 周五 00:30—01:30')
})
