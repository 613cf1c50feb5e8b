import { readHourOrigin } from '@xueshi/contract/insight/origins'
import { readPersonYear, readYear, type YearItem } from '@xueshi/contract/ledger'
import { reportCompletions } from '@xueshi/contract/training/completions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '../../../test/app.ts'
import { makeCourse, officerFor } from '../../../test/factories/courses.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { credit, newSource } from '../../../test/factories/ledger.ts'
import { makeCommitted, pastRow, runLegacy } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { actorOf, makePerson } from '../../../test/factories/people.ts'
import { completionItem, makeKey, programOf } from '../../../test/factories/programs.ts'
import * as legacy from '../../legacy/service.ts'
import type { Actor } from '../../platform/actor.ts'
import { newId } from '../../platform/ids.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
let unit: { id: string; name: string }
beforeAll(async () => {
  app = await testApp()
  const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  office = await makeStaff(app, id, { kind: 'hrss', name: '韦国强' })
  actor = await actorOf(app, office)
  unit = await makeUnit(app, { capabilities: ['institution'] })
})
afterAll(() => app.close())

type Reader = { client: Client }
const readBy = ({ client }: Reader, id: string) => client.call(readHourOrigin, { params: { id } })
const hoursOf = async ({ client }: Reader, year: number): Promise<readonly YearItem[]> =>
  (await client.call(readYear, { params: { year: String(year) } })).body.items
const onlyHour = async (reader: Reader, year: number): Promise<string> => {
  const [hour, ...more] = await hoursOf(reader, year)
  expect(more).toEqual([])
  return hour?.id ?? ''
}

/** Somebody of an employer whose clerk can be asked. */
async function makePersonHere() {
  const employer = await makeUnit(app)
  const clerk = await makeStaff(app, employer.id)
  return { ...(await makePerson(app, { unit: employer, clerk })), clerk }
}

/** Somebody whose employer stands in the office's region, with a row of a past ledger. */
async function makePast() {
  const person = await makePersonHere()
  const cells = { 证件号码: person.documentNumber, 姓名: person.name, 课程名称: '公文写作' }
  const batch = await makeCommitted(app, actor, [pastRow({ 姓名: '何绮雯' }), pastRow(cells)])
  return { person, batch, hour: await onlyHour(person, 2015) }
}

describe('GET /hour-origins/:id of a past year', () => {
  test('200: by which row of which file, who brought it in and when, to the person and whoever answers', async () => {
    const { person, batch, hour } = await makePast()
    const { status, body } = await readBy(person, hour)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      personName: person.name,
      year: 2015,
      name: '公文写作',
      hoursTenths: 180,
      recognisedBy: '广州木棉机械厂',
      reversal: null,
      reported: null,
      imported: {
        batchId: batch.id,
        batchName: '2015 年度台账',
        fileName: '台账.csv',
        row: 3,
        state: 'committed',
        checkedBy: '韦国强',
        importedBy: '韦国强',
        importedAt: batch.committedAt,
        personName: person.name,
        own: false,
      },
    })
    expect(body.imported?.fileSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(body.imported?.documentNumberMasked).toContain('*')
    expect(JSON.stringify(body)).not.toContain(person.documentNumber)
    // The office that brought it in has its page; the employer reads the same and has none.
    expect((await readBy(office, hour)).body.imported).toMatchObject({ own: true, row: 3 })
    expect((await readBy(person.clerk, hour)).body.imported).toMatchObject({ own: false, row: 3 })
    const params = { id: person.id, year: '2015' }
    const seen = await office.client.call(readPersonYear, { params })
    expect(seen.body.detail.items.map(({ id }) => id)).toEqual([hour])
  })

  test('200: taken back, it says when and why, and still where it came from', async () => {
    const { person, batch, hour } = await makePast()
    const { id, version } = batch
    const { taskId } = await legacy.undo(actor, { id, version, reason: '年度填错' })
    await runLegacy(app, taskId)
    expect((await readBy(person, hour)).body).toMatchObject({
      reversal: { at: app.clock.now().toISOString(), reason: '年度填错' },
      imported: { state: 'undone', row: 3 },
    })
  })

  test('404: for somebody else, another unit and an office of another place', async () => {
    const { hour } = await makePast()
    const other = await makePersonHere()
    const away = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const stranger = await makeStaff(app, away.id, { kind: 'hrss' })
    for (const reader of [other, other.clerk, stranger])
      expect((await readBy(reader, hour)).status).toBe(404)
  })
})

describe('GET /hour-origins/:id of a completion', () => {
  test('200: by which platform, under its own number, when it came and with what', async () => {
    await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const clerk = await makeStaff(app, unit.id, { kind: 'institution' })
    const desk = { accountId: clerk.id, seatId: clerk.seatId }
    const waiting = await makeCourse(app, { desk, until: 'submitted' })
    const filing = await officerFor(app, waiting.id)
    const course = await makeCourse(app, { desk, office: filing, until: 'published' })
    const program = programOf(app, await makeKey(app, unit.id))
    const person = await makePersonHere()
    const item = completionItem(person, course.id)
    const { body: batch } = await program.call(reportCompletions, { body: { items: [item] } })
    expect(batch.credited).toBe(1)
    const hour = await onlyHour(person, 2026)
    for (const reader of [person, person.clerk, office])
      expect((await readBy(reader, hour)).body).toMatchObject({
        personName: person.name,
        hoursTenths: item.hoursTenths,
        imported: null,
        reported: {
          institutionName: unit.name,
          reference: item.reference,
          receivedAt: batch.receivedAt,
          keyName: '学习平台',
          itemCount: 1,
          state: 'credited',
          personName: person.name,
          hoursTenths: item.hoursTenths,
        },
      })
  })
})

test('404: what was declared has a page of its own, and nobody has what is not there', async () => {
  const person = await makePerson(app)
  const { id } = await makeSubmitted(app, person)
  const source = { ...newSource(), id }
  await credit(app, person.id, { category: 'professional', hoursTenths: 160, source })
  expect((await readBy(person, await onlyHour(person, 2026))).status).toBe(404)
  expect((await readBy(person, newId())).status).toBe(404)
})
