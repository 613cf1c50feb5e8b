import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { addLicence } from '@xueshi/contract/orgs/licences'
import {
  changeContact,
  readOwnUnit,
  registerUnit,
  saveUnit,
  submitUnit,
  type UnitForm,
} from '@xueshi/contract/orgs/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import {
  attachLicence,
  creditCode,
  guangzhou,
  makeRegistrant,
  makeStaff,
  makeUnit,
  makeWaitingUnit,
  unitForm,
} from '../../test/factories/orgs.ts'
import * as orgs from './service.ts'
import { findPlace } from './licences/store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const messagesOf = async (unitId: string, topic: string) =>
  (await app.platform.db.selectFrom('outbox').select(['topic', 'payload']).execute()).filter(
    (row) => row.topic === topic && JSON.stringify(row.payload).includes(unitId),
  )

describe('POST /units', () => {
  test('200: the unit is a draft, and the account has its seat without a new login', async () => {
    const { client } = await makeIndividual(app)
    const form = unitForm()
    const { status, body } = await client.call(registerUnit, { body: form })
    expect(status).toBe(200)
    const session = await client.call(readSession, {})
    expect(session.body.seats).toEqual([
      { id: body.seatId, kind: 'employer', level: 'manager', unitId: body.id, unitName: form.name },
    ])
    const atSeat = clientOf(app.server, { cookies: client.cookies, seatId: body.seatId })
    const unit = (await atSeat.call(readOwnUnit, {})).body
    expect(unit).toMatchObject({
      id: body.id,
      state: 'draft',
      version: 1,
      regionPath: '广东省广州市天河区',
      contactPhone: '020-87654321',
      licence: null,
      open: ['save', 'submit', 'discard'],
    })
    // Nobody can choose it yet, and its code is still free.
    expect((await client.call(searchUnits, { query: { search: form.name } })).body.items).toEqual(
      [],
    )
    const again = await client.call(registerUnit, { body: { ...form, name: '另一家' } })
    expect(again.status).toBe(200)
  })

  test('200: the same key presents the same unit', async () => {
    const { client } = await makeIndividual(app)
    const asked = { body: unitForm(), key: 'a-key-of-the-unit-registration' }
    const first = await client.call(registerUnit, asked)
    expect((await client.call(registerUnit, asked)).body).toEqual(first.body)
    expect((await client.call(readSession, {})).body.seats).toHaveLength(1)
  })

  test.each<[string, Partial<UnitForm>, Record<string, string>]>([
    [
      'a wrong check character',
      { code: '914401010000000010' },
      { code: 'CREDIT_CODE_CHECK_DIGIT' },
    ],
    ['a region elsewhere', { regionCode: '110101' }, { regionCode: 'NOT_OFFERED' }],
    ['an unknown trade', { industryCodes: ['magic'] }, { industryCodes: 'NOT_OFFERED' }],
    ['a trade twice', { industryCodes: ['water', 'water'] }, { industryCodes: 'NOT_OFFERED' }],
    ['no phone of anybody', { contactPhone: '12' }, { contactPhone: 'CONTACT_PHONE_FORMAT' }],
    [
      'a unit above it that is none',
      { parentId: '00000000-0000-4000-8000-000000000000' },
      { parentId: 'NOT_OFFERED' },
    ],
  ])('422: %s', async (_, given, fields) => {
    const { client } = await makeIndividual(app)
    const answer = await client.call(registerUnit, { body: unitForm(given) })
    expect([answer.status, answer.problem.fields]).toEqual([422, fields])
  })

  test('422: a unit has the code already, wherever it stands in its review', async () => {
    const { client } = await makeIndividual(app)
    const approved = await makeUnit(app)
    const { unit } = await makeWaitingUnit(app)
    for (const { code } of [approved, unit]) {
      const answer = await client.call(registerUnit, { body: unitForm({ code }) })
      expect(answer.problem.fields).toEqual({ code: 'CREDIT_CODE_TAKEN' })
    }
  })

  test('429: nobody registers more than ten units a day', async () => {
    const { client } = await makeIndividual(app)
    const statuses: number[] = []
    for (let count = 0; count < 11; count += 1)
      statuses.push((await client.call(registerUnit, { body: unitForm() })).status)
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429])
  })
})

describe('PUT /unit', () => {
  test('200: what was wrong is put right, and the office of its region changes with it', async () => {
    const { client, unit } = await makeRegistrant(app)
    const form = unitForm({ regionCode: '441900', industryCodes: [], contactPhone: '13800138000' })
    const saved = await client.call(saveUnit, { body: { version: unit.version, form } })
    expect(saved.body).toMatchObject({
      version: 2,
      regionPath: '广东省东莞市',
      industryCodes: [],
      contactPhone: '13800138000',
    })
    const { db } = app.platform
    const rows = await db
      .selectFrom('unitCapabilities')
      .select('regionCode')
      .where('unitId', '=', unit.id)
      .execute()
    expect(rows).toEqual([{ regionCode: '441900' }])
  })

  test('409: an older version, and a unit that waits', async () => {
    const { client, unit } = await makeRegistrant(app)
    const body = { version: unit.version, form: unitForm() }
    expect((await client.call(saveUnit, { body })).status).toBe(200)
    expect((await client.call(saveUnit, { body })).problem.code).toBe('STALE')
    const waiting = await makeWaitingUnit(app)
    const late = { version: waiting.unit.version, form: unitForm() }
    expect((await waiting.client.call(saveUnit, { body: late })).problem.code).toBe('WRONG_STATE')
  })
})

describe('POST /unit/contact', () => {
  const contact = {
    contactName: '黄木棉',
    contactPhone: '0755-88886666-12',
    industryCodes: ['water', 'energy'],
  }
  test('200: it holds at once, whoever of the staff changed it', async () => {
    const { id } = await makeUnit(app)
    const { client } = await makeStaff(app, id)
    const { status, body } = await client.call(changeContact, { body: { version: 1, ...contact } })
    expect([status, body.version]).toEqual([200, 2])
    expect((await client.call(readOwnUnit, {})).body).toMatchObject({
      ...contact,
      industryCodes: ['energy', 'water'],
    })
  })

  test('422 409: no phone of anybody, an older version, a unit that is not in force', async () => {
    const { client } = await makeStaff(app, (await makeUnit(app)).id)
    const wrong = { version: 1, ...contact, contactPhone: '110' }
    const answer = await client.call(changeContact, { body: wrong })
    expect(answer.problem.fields).toEqual({ contactPhone: 'CONTACT_PHONE_FORMAT' })
    const old = await client.call(changeContact, { body: { ...contact, version: 9 } })
    expect(old.problem.code).toBe('STALE')
    const draft = await makeRegistrant(app)
    const early = await draft.client.call(changeContact, { body: { version: 1, ...contact } })
    expect(early.problem.code).toBe('WRONG_STATE')
  })
})

describe('the scan', () => {
  test('200: a later one takes the place of the former, whose file goes', async () => {
    const { actor, client, unit } = await makeRegistrant(app)
    await attachLicence(app, actor)
    const second = await attachLicence(app, actor, 'image/png')
    const { licence, version } = (await client.call(readOwnUnit, {})).body
    expect(licence).toMatchObject({ name: '营业执照.pdf', type: 'image/png' })
    expect(version).toBe(unit.version + 2)
    const { db } = app.platform
    const rows = await db
      .selectFrom('unitLicences')
      .select('id')
      .where('unitId', '=', unit.id)
      .execute()
    expect(rows).toEqual([{ id: second }])
    const seen = await app.server.inject({ url: licence?.url ?? '', cookies: client.cookies })
    expect([seen.statusCode, seen.headers['content-type']]).toEqual([200, 'image/png'])
    const stranger = await makeIndividual(app)
    const tried = { url: licence?.url ?? '', cookies: stranger.client.cookies }
    expect((await app.server.inject(tried)).statusCode).toBe(404)
  })

  test('415: a Word file closes its place', async () => {
    const { actor } = await makeRegistrant(app)
    const docx = attachLicence(
      app,
      actor,
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    )
    await expect(docx).rejects.toMatchObject({ code: 'FILE_TYPE' })
    const { unit } = await makeRegistrant(app)
    expect(unit.licence).toBe(null)
  })

  test('413 422 409: too large, empty, and once the unit waits', async () => {
    const { client } = await makeRegistrant(app)
    const place = (sizeBytes: number) => ({ body: { name: '执照.pdf', sizeBytes } })
    expect((await client.call(addLicence, place(11 * 1024 * 1024))).status).toBe(413)
    expect((await client.call(addLicence, place(0))).problem.code).toBe('FILE_EMPTY')
    const waiting = await makeWaitingUnit(app)
    expect((await waiting.client.call(addLicence, place(10))).problem.code).toBe('WRONG_STATE')
  })

  test('a place is known to the unit’s staff alone', async () => {
    const { client, accountId } = await makeRegistrant(app)
    const { body } = await client.call(addLicence, { body: { name: '执照.pdf', sizeBytes: 10 } })
    expect(await findPlace(app.platform.db, body.id, accountId)).toMatchObject({ sizeBytes: 10 })
    const stranger = await makeIndividual(app)
    expect(await findPlace(app.platform.db, body.id, stranger.id)).toBeUndefined()
  })
})

describe('POST /unit/submit', () => {
  test('200: it waits, people may choose it, and the office nearest up is told', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const { client, unit } = await makeRegistrant(app, { isLicensed: true })
    const { status, body } = await client.call(submitUnit, { body: { version: unit.version } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'submitted', office: office.name, open: ['withdraw'] })
    const found = await client.call(searchUnits, { query: { search: unit.name } })
    expect(found.body.items).toMatchObject([{ id: unit.id, state: 'submitted' }])
    expect(await messagesOf(unit.id, 'unit.submitted')).toMatchObject([
      { payload: { to: { unitId: office.id } } },
    ])
  })

  test('422: nothing without the scan', async () => {
    const { client, unit } = await makeRegistrant(app)
    const { problem } = await client.call(submitUnit, { body: { version: unit.version } })
    expect(problem).toMatchObject({ code: 'NOT_COMPLETE', fields: { licence: 'LICENCE_REQUIRED' } })
  })

  test('422: of two drafts with one code, sent at once, one is in time', async () => {
    const code = creditCode()
    for (let round = 0; round < 4; round += 1) {
      const pair = await Promise.all(
        [1, 2].map(() =>
          makeRegistrant(app, { form: { code }, isLicensed: true }).catch(() => null),
        ),
      )
      const drafts = pair.flatMap((one) => (one ? [one] : []))
      if (round > 0) {
        expect(drafts).toEqual([])
        continue
      }
      const answers = await Promise.all(
        drafts.map(({ client, unit }) =>
          client.call(submitUnit, { body: { version: unit.version } }),
        ),
      )
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        200, 422,
      ])
      const refused = answers.find(({ status }) => status === 422)
      expect(refused?.problem.fields).toEqual({ code: 'CREDIT_CODE_TAKEN' })
    }
  })

  test('409: an older version, and twice', async () => {
    const { client, unit } = await makeRegistrant(app, { isLicensed: true })
    const old = await client.call(submitUnit, { body: { version: unit.version - 1 } })
    expect(old.problem.code).toBe('STALE')
    const { body } = await client.call(submitUnit, { body: { version: unit.version } })
    const twice = await client.call(submitUnit, { body: { version: body.version } })
    expect(twice.problem.code).toBe('WRONG_STATE')
  })

  test('403: whoever looks from no seat of a unit', async () => {
    const { client } = await makeIndividual(app)
    expect((await client.call(submitUnit, { body: { version: 1 } })).status).toBe(403)
    const other = await makeStaff(app, (await makeUnit(app)).id)
    const { problem } = await other.client.call(submitUnit, { body: { version: 1 } })
    expect(problem.code).toBe('WRONG_STATE')
  })
})

test('a unit that waits sees nothing of anybody', async () => {
  const { accountId, seatId } = await makeWaitingUnit(app)
  const actor = await orgs.actorFor(app.platform, { accountId, seatId })
  expect(actor.scope.kind).toBe('nothing')
})
