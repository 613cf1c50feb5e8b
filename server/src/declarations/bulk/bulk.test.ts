import { randomUUID } from 'node:crypto'
import {
  bulkReview,
  type Declaration,
  listReviews,
  readDeclaration,
  recogniseDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { type declarationForm, makeSubmitted, pdf } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Client

beforeAll(async () => {
  app = await testApp()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
})
afterAll(() => app.close())

let day = 0
/** A record without flags: three files, and days of its own. */
const plain = (form: Parameters<typeof declarationForm>[0] = {}) => {
  day += 1
  const on = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10)
  const dated = { startOn: on, endOn: on, claimedTenths: 80, ...form }
  return makeSubmitted(app, person, { form: dated, files: [pdf(), pdf(), pdf()] })
}
const of = ({ id, version }: Pick<Declaration, 'id' | 'version'>) => ({ id, version })
const together = (
  client: Client,
  act: 'accept' | 'return' | 'undo',
  items: { id: string; version: number }[],
  { reason = null, key }: { reason?: string | null; key?: string } = {},
) =>
  client.call(bulkReview, {
    body: { act, items, reason },
    ...(key === undefined ? {} : { key }),
  })
const outcomes = ({ body }: Awaited<ReturnType<typeof together>>) =>
  body.results.map(({ refused }) => refused)
const states = async (...records: { id: string }[]) => {
  const rows = await app.platform.db
    .selectFrom('declarations')
    .select(['id', 'state'])
    .where(
      'id',
      'in',
      records.map(({ id }) => id),
    )
    .execute()
  return records.map(({ id }) => rows.find((row) => row.id === id)?.state)
}
const credits = async () =>
  (
    await app.platform.db
      .selectFrom('ledgerEntries')
      .select('id')
      .where('personId', '=', person.id)
      .execute()
  ).length

describe('POST /reviews/bulk', () => {
  test('200 accept: each by itself; what is flagged, stale or not theirs stays as it was', async () => {
    const [one, two] = [await plain(), await plain()]
    // More than its form may bring in a year.
    const above = { form: '04', startOn: '2026-03-02', endOn: '2026-03-05', claimedTenths: 320 }
    const flagged = await makeSubmitted(app, person, { form: above })
    const other = await makePerson(app)
    const foreign = await makeSubmitted(app, other)
    const stale = { ...of(await plain()), version: 1 }
    const answer = await together(clerk, 'accept', [
      of(one),
      of(flagged),
      of(foreign),
      stale,
      of(two),
    ])
    expect(answer.status).toBe(200)
    expect(outcomes(answer)).toEqual([null, 'FLAGGED', 'NOT_FOUND', 'STALE', null])
    expect(await states(one, two, flagged, foreign, stale)).toEqual([
      'recognised',
      'recognised',
      'submitted',
      'submitted',
      'submitted',
    ])
    const { body } = await clerk.call(readDeclaration, { params: { id: one.id } })
    expect(body).toMatchObject({ recognisedTenths: 80, reason: null })
  })

  test('200 accept passes on what another office still has to see', async () => {
    const record = await plain({ category: 'public' })
    expect(outcomes(await together(clerk, 'accept', [of(record)]))).toEqual([null])
    expect(await states(record)).toEqual(['underReview'])
  })

  test('200 return with one reason for all, which each person reads; 422 without', async () => {
    const [one, two] = [await plain(), await makeSubmitted(app, person)]
    const items = [of(one), of(two)]
    const refused = await together(clerk, 'return', items)
    expect([refused.status, refused.problem.code]).toEqual([422, 'REASON_REQUIRED'])
    const answer = await together(clerk, 'return', items, { reason: '请补充培训通知。' })
    expect(outcomes(answer)).toEqual([null, null])
    const { body } = await person.client.call(readDeclaration, { params: { id: two.id } })
    expect(body).toMatchObject({ state: 'returned', reason: '请补充培训通知。' })
  })

  test('200 undo by the versions that accepting answered with, but for what moved on meanwhile', async () => {
    const [one, two] = [await plain(), await plain()]
    const before = await credits()
    const accepted = await together(clerk, 'accept', [of(one), of(two)])
    const items = accepted.body.results.map(({ id, version }) => ({ id, version: version ?? 0 }))
    const [, last] = items
    if (!last) throw new Error('nothing was accepted')
    await together(clerk, 'undo', [last])
    expect(outcomes(await together(clerk, 'undo', items))).toEqual([null, 'WRONG_STATE'])
    expect(await states(one, two)).toEqual(['submitted', 'submitted'])
    expect(await credits()).toBe(before + 4)
  })

  test('asked again with the same key, nothing is done twice; what was refused is tried anew', async () => {
    const one = await plain()
    const two = { ...of(await plain()), version: 1 }
    const key = randomUUID()
    const before = await credits()
    const first = await together(clerk, 'accept', [of(one), two], { key })
    const second = await together(clerk, 'accept', [of(one), two], { key })
    expect(outcomes(first)).toEqual([null, 'STALE'])
    expect(second.body).toEqual(first.body)
    expect(await credits()).toBe(before + 1)
  })

  test('a person’s own is refused as everywhere; 403 for individuals; 422 for none or too many', async () => {
    const record = await plain()
    expect((await together(person.client, 'accept', [of(record)])).status).toBe(403)
    expect((await together(clerk, 'accept', [])).status).toBe(422)
    const many = Array.from({ length: 51 }, () => of(record))
    expect((await together(clerk, 'accept', many)).status).toBe(422)
  })
})

describe('flags in the queue', () => {
  test('are those of 送审: missing papers, overlap, a file used before, the cap', async () => {
    const { id: unitId } = await makeUnit(app)
    const seat = await makeStaff(app, unitId)
    const given = { unit: { id: unitId }, clerk: seat }
    const one = await makePerson(app, given)
    const two = await makePerson(app, given)
    const file = pdf()
    await makeSubmitted(app, one, { files: [pdf(), pdf(), pdf()] })
    await makeSubmitted(app, one, { files: [pdf(), file, pdf()] })
    await makeSubmitted(app, two, { files: [file] })
    const conference = { form: '04', claimedTenths: 160 }
    const files = () => [pdf(), pdf(), pdf()]
    const first = await makeSubmitted(app, two, { form: conference, files: files() })
    await seat.client.call(recogniseDeclaration, {
      params: { id: first.id },
      body: { version: first.version, recognisedTenths: 160, reason: null },
    })
    const later = { ...conference, startOn: '2026-05-11', endOn: '2026-05-12' }
    await makeSubmitted(app, two, { form: later, files: files() })
    const list = async (flags?: 'none' | 'some') =>
      (await seat.client.call(listReviews, { query: flags ? { flags } : {} })).body.items.map(
        (item) => item.flags,
      )
    expect(await list()).toEqual([[], ['OVERLAP'], ['FILE_USED_BEFORE'], ['ABOVE_YEARLY_CAP']])
    expect(await list('none')).toEqual([[]])
    expect((await list('some')).length).toBe(3)
  })
})
