import {
  confirmProfile,
  listProfiles,
  readOwnProfile,
  readProfile,
  returnProfile,
  saveProfile,
  withdrawProfile,
} from '@xueshi/contract/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor, makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorOf, makeApplicant, makePerson, profileForm } from '../../test/factories/people.ts'
import * as people from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A unit with a clerk, and somebody who waits for it. */
async function waiting() {
  const unit = await makeUnit(app)
  const clerk = await makeStaff(app, unit.id)
  const applicant = await makeApplicant(app, { unitId: unit.id })
  const asked = { params: { id: applicant.profile.id }, body: { version: 1 } }
  return { unit, clerk, applicant, asked }
}
const employmentsOf = (personId: string) =>
  app.platform.db
    .selectFrom('employments')
    .select(['unitId', 'state', 'kind', 'endedAt'])
    .where('personId', '=', personId)
    .orderBy('id')
    .execute()
const toldTo = (to: object, topic: string) =>
  app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', topic)
    .where('payload', '@>', JSON.stringify({ to }))
    .execute()

describe('GET /profiles', () => {
  test('200 oldest first in pages of twenty, of this unit alone', async () => {
    const { unit, clerk } = await waiting()
    await makeApplicant(app)
    const ids: string[] = []
    for (let made = 0; made < 21; made += 1) {
      app.clock.advance(made % 2 === 0 ? 1000 : 0) // two at a time have one instant
      const { profile } = await makeApplicant(app, { unitId: unit.id })
      ids.push(profile.id)
    }
    const first = await clerk.client.call(listProfiles)
    expect(first.status).toBe(200)
    expect(first.body.items).toHaveLength(20)
    expect(first.body.items[1]).toMatchObject({
      id: ids[0],
      version: 1,
      joins: true,
      title: '工程师',
    })
    expect(first.body.items[1]?.documentNumberMasked).toMatch(/^440\*{11}\d{3}[\dX]$/)
    const second = await clerk.client.call(listProfiles, {
      query: { after: first.body.next ?? '' },
    })
    expect(second.body.next).toBeNull()
    const listed = [...first.body.items, ...second.body.items].map(({ id }) => id)
    expect(listed.slice(1)).toEqual(ids)
  })

  test('200 says who is here already', async () => {
    const unit = await makeUnit(app)
    const { client, documentNumber, clerk } = await makePerson(app, { unit })
    const form = profileForm(documentNumber, { unitId: unit.id })
    await client.call(saveProfile, { body: { version: null, form } })
    const clerkClient = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
    const { body } = await clerkClient.call(listProfiles)
    expect(body.items.map(({ joins }) => joins)).toEqual([false])
  })

  test('401 and 403 for those who are no employer', async () => {
    const { client } = await makeIndividual(app)
    expect((await app.visitor().call(listProfiles)).status).toBe(401)
    expect((await client.call(listProfiles)).status).toBe(403)
  })

  test.each([
    'nonsense',
    'WyJ4IiwieSJd',
    Buffer.from('["2026-06-01T02:00:00.000Z"]').toString('base64url'),
  ])('422 with a cursor that is not ours: %s', async (after) => {
    const { clerk } = await waiting()
    const { status, problem } = await clerk.client.call(listProfiles, { query: { after } })
    expect([status, problem.fields]).toEqual([422, { after: 'WRONG_FORMAT' }])
  })
})

describe('GET /profiles/:id', () => {
  test('200 with the phone masked and what may be done', async () => {
    const { clerk, applicant } = await waiting()
    const { status, body } = await clerk.client.call(readProfile, {
      params: { id: applicant.profile.id },
    })
    expect(status).toBe(200)
    expect(body.form.phone).toBe('138****5678')
    expect(body).toEqual({
      ...applicant.profile,
      form: { ...applicant.profile.form, phone: '138****5678' },
      open: ['return', 'confirm'],
    })
  })

  test('404 for another unit’s, a draft, an unknown id and no id, all alike', async () => {
    const { clerk, applicant } = await waiting()
    const elsewhere = await makeApplicant(app)
    await applicant.client.call(withdrawProfile, {
      params: { id: applicant.profile.id },
      body: { version: 1 },
    })
    const unknown = '0198b000-0000-7000-8000-000000000099'
    for (const id of [elsewhere.profile.id, applicant.profile.id, unknown, 'no-id']) {
      const { status, problem } = await clerk.client.call(readProfile, { params: { id } })
      expect([status, problem.code]).toEqual([404, 'NOT_FOUND'])
    }
  })
})

describe('POST /profiles/:id/confirm', () => {
  test('200 the profile is in force, the person belongs to the unit and is told', async () => {
    const { unit, clerk, applicant, asked } = await waiting()
    expect(await people.confirmedPerson(app.platform.db, applicant.id)).toBeNull()
    const { status, body } = await clerk.client.call(confirmProfile, asked)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'confirmed', version: 2, open: [] })
    expect(body.decidedAt).toBe(app.clock.now().toISOString())
    expect(await employmentsOf(applicant.id)).toEqual([
      { unitId: unit.id, state: 'confirmed', kind: 'main', endedAt: null },
    ])
    expect(await people.confirmedPerson(app.platform.db, applicant.id)).toEqual({
      personId: applicant.id,
      photoId: null,
      name: applicant.name,
      unitId: unit.id,
      unitName: unit.name,
      series: '05',
      titleLevel: 'intermediate',
      title: '工程师',
      specialty: '计算机软件',
      workRegion: '440106',
    })
    const told = await toldTo({ accountId: applicant.id }, 'profile.confirmed')
    expect(told.map(({ payload }) => payload)).toMatchObject([{ facts: { unitName: unit.name } }])
    const row = await app.platform.db
      .selectFrom('profiles')
      .select('decidedBy')
      .where('id', '=', body.id)
      .executeTakeFirst()
    expect(row?.decidedBy).toBe(clerk.id)
    const audited = await app.platform.db
      .selectFrom('audit')
      .select(['act', 'actorId', 'actorUnitId'])
      .where('recordId', '=', body.id)
      .where('act', '=', 'profile.confirm')
      .execute()
    expect(audited).toEqual([{ act: 'profile.confirm', actorId: clerk.id, actorUnitId: unit.id }])
  })

  test('200 a later version takes the place of the former one, and history stays as it is', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    const { id, client, documentNumber, profile } = await makePerson(app, { unit, clerk })
    const ids = [profile.id]
    for (const title of ['高级工程师', '正高级工程师']) {
      const form = profileForm(documentNumber, { unitId: unit.id, title })
      const next = await client.call(saveProfile, { body: { version: null, form } })
      ids.push(next.body.id)
      const request = { params: { id: next.body.id }, body: { version: 1 } }
      expect((await clerk.client.call(confirmProfile, request)).status).toBe(200)
    }
    const versions = await Promise.all(
      ids.map((version) => clerk.client.call(readProfile, { params: { id: version } })),
    )
    expect(versions.map(({ body }) => [body.state, body.version, body.form.title])).toEqual([
      ['superseded', 3, '工程师'],
      ['superseded', 3, '高级工程师'],
      ['confirmed', 2, '正高级工程师'],
    ])
    const { body } = await client.call(readOwnProfile)
    expect([body.current, body.confirmed?.id]).toEqual([null, ids[2]])
    expect(await employmentsOf(id)).toHaveLength(1)
  })

  test('200 a new employer accepts, and takes the person up when the former one agrees', async () => {
    const former = await makeUnit(app)
    const { id, client, clerk, documentNumber } = await makePerson(app, { unit: former })
    const unit = await makeUnit(app)
    const form = profileForm(documentNumber, { unitId: unit.id })
    const sent = await client.call(saveProfile, { body: { version: null, form } })
    const next = await makeStaff(app, unit.id)
    const request = { params: { id: sent.body.id }, body: { version: 1 } }
    expect((await next.client.call(confirmProfile, request)).status).toBe(200)
    // Until the former one has decided, the person is where they were.
    expect(await people.confirmedPerson(app.platform.db, id)).toMatchObject({ unitId: former.id })
    const seat = await actorOf(app, clerk)
    const [asked] = (await people.transfers.list(seat, {})).items
    if (!asked) throw new Error('the former employer was not asked')
    await people.transfers.release(seat, asked)
    expect(await employmentsOf(id)).toEqual([
      { unitId: former.id, state: 'ended', kind: 'main', endedAt: app.clock.now() },
      { unitId: unit.id, state: 'confirmed', kind: 'main', endedAt: null },
    ])
    expect(await people.confirmedPerson(app.platform.db, id)).toMatchObject({ unitId: unit.id })
    expect(await toldTo({ unitId: former.id }, 'employment.ended')).toHaveLength(1)
  })

  test('200 twice with one key: one effect, the same answer', async () => {
    const { clerk, applicant, asked } = await waiting()
    const request = { ...asked, key: `confirm-${applicant.id}` }
    const first = await clerk.client.call(confirmProfile, request)
    const second = await clerk.client.call(confirmProfile, request)
    expect([second.status, second.body]).toEqual([200, first.body])
    expect(await toldTo({ accountId: applicant.id }, 'profile.confirmed')).toHaveLength(1)
    const other = await clerk.client.call(confirmProfile, { ...request, body: { version: 2 } })
    expect([other.status, other.problem.code]).toEqual([422, 'KEY_REUSED'])
  })

  test('200 for one of several clerks at once, 409 with the record for the others', async () => {
    for (let round = 0; round < 5; round += 1) {
      const unit = await makeUnit(app)
      const clerks = await Promise.all([1, 2, 3].map(() => makeStaff(app, unit.id)))
      const [first] = clerks
      // Half of the rounds have a version in force that must step aside once and not thrice.
      const person =
        round % 2 === 0 || !first
          ? await makeApplicant(app, { unitId: unit.id })
          : await makePerson(app, { unit, clerk: first })
      let { id } = person.profile
      if (person.profile.state === 'confirmed') {
        const form = profileForm(person.documentNumber, { unitId: unit.id })
        const next = await person.client.call(saveProfile, { body: { version: null, form } })
        id = next.body.id
      }
      const request = { params: { id }, body: { version: 1 } }
      const answers = await Promise.all(
        clerks.map(({ client }) => client.call(confirmProfile, request)),
      )
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        200, 409, 409,
      ])
      for (const { problem } of answers.filter(({ status }) => status === 409)) {
        expect(problem.code).toBe('STALE')
        expect(problem.current).toMatchObject({ id, state: 'confirmed', version: 2 })
      }
      const versions = await app.platform.db
        .selectFrom('profiles')
        .select(['state', 'version'])
        .where('personId', '=', person.id)
        .orderBy('id', 'desc')
        .execute()
      expect(versions).toEqual([
        { state: 'confirmed', version: 2 },
        ...(round % 2 === 0 ? [] : [{ state: 'superseded', version: 3 }]),
      ])
    }
  })

  test('one of the two when the person withdraws at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { clerk, applicant, asked } = await waiting()
      const [confirmed, withdrawn] = await Promise.all([
        clerk.client.call(confirmProfile, asked),
        applicant.client.call(withdrawProfile, asked),
      ])
      const [employment] = await employmentsOf(applicant.id)
      if (confirmed.status === 200) {
        expect([withdrawn.status, employment?.state]).toEqual([409, 'confirmed'])
      } else {
        // A draft is nothing that a unit may see.
        expect([confirmed.status, withdrawn.status, employment?.state]).toEqual([
          404,
          200,
          'withdrawn',
        ])
      }
    }
  })

  test('403 OWN_RECORD for one’s own', async () => {
    const { unit, asked, applicant } = await waiting()
    const seat = await makeStaff(app, unit.id)
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: applicant.id })
      .where('id', '=', seat.seatId)
      .execute()
    const client = await clientFor(app, { accountId: applicant.id, seatId: seat.seatId })
    const { status, problem } = await client.call(confirmProfile, asked)
    expect([status, problem.code]).toEqual([403, 'OWN_RECORD'])
    const { body } = await client.call(readProfile, { params: asked.params })
    expect([body.state, body.open]).toEqual(['submitted', []])
  })

  test('403 for the person as an individual', async () => {
    const { applicant, asked } = await waiting()
    expect((await applicant.client.call(confirmProfile, asked)).status).toBe(403)
  })

  test('404 for a clerk of another unit, and nothing changes', async () => {
    const { applicant, asked } = await waiting()
    const { clerk: stranger } = await waiting()
    const { status, problem } = await stranger.client.call(confirmProfile, asked)
    expect([status, problem]).toEqual([404, { code: 'NOT_FOUND', requestId: problem.requestId }])
    const { body } = await applicant.client.call(readOwnProfile)
    expect(body.current).toMatchObject({ state: 'submitted', version: 1 })
  })

  test('409 STALE with an old version, WRONG_STATE when it was decided', async () => {
    const { clerk, asked } = await waiting()
    const confirm = (version: number) =>
      clerk.client.call(confirmProfile, { params: asked.params, body: { version } })
    expect((await confirm(9)).problem.code).toBe('STALE')
    expect((await confirm(1)).status).toBe(200)
    const { status, problem } = await confirm(2)
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(problem.current).toMatchObject({ state: 'confirmed', open: [], decidedBy: '梁志明' })
  })
})

describe('POST /profiles/:id/return', () => {
  test('200 the person corrects it and sends it again', async () => {
    const { unit, clerk, applicant, asked } = await waiting()
    const reason = '毕业时间与毕业证书不一致'
    const request = { params: asked.params, body: { version: 1, reason }, key: `back-${unit.id}` }
    const { status, body } = await clerk.client.call(returnProfile, request)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'returned', version: 2, returnReason: reason, open: [] })
    expect((await clerk.client.call(returnProfile, request)).body).toEqual(body)
    expect((await employmentsOf(applicant.id)).map(({ state }) => state)).toEqual(['refused'])
    const told = await toldTo({ accountId: applicant.id }, 'profile.returned')
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { facts: { unitName: unit.name, reason } },
    ])

    const own = await applicant.client.call(readOwnProfile)
    expect(own.body.current).toMatchObject({ returnReason: reason, open: ['keep', 'submit'] })
    const form = { ...applicant.profile.form, graduatedOn: '2010-07-01' }
    const sent = await applicant.client.call(saveProfile, { body: { version: 2, form } })
    expect(sent.body).toMatchObject({
      id: applicant.profile.id,
      state: 'submitted',
      version: 3,
      returnReason: null,
      decidedAt: null,
    })
    expect((await employmentsOf(applicant.id)).map(({ state }) => state)).toEqual([
      'refused',
      'applied',
    ])
  })

  test('200 the former version stays in force', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    const { id, client, documentNumber, profile } = await makePerson(app, { unit, clerk })
    const form = profileForm(documentNumber, { unitId: unit.id })
    const next = await client.call(saveProfile, { body: { version: null, form } })
    await clerk.client.call(returnProfile, {
      params: { id: next.body.id },
      body: { version: 1, reason: '请补充' },
    })
    expect(await people.confirmedPerson(app.platform.db, id)).toMatchObject({ unitId: unit.id })
    const { body } = await client.call(readOwnProfile)
    expect([body.confirmed?.id, body.current?.state]).toEqual([profile.id, 'returned'])
  })

  test('404 for a clerk of another unit', async () => {
    const { asked } = await waiting()
    const { clerk: stranger } = await waiting()
    const body = { version: 1, reason: '不属于本单位' }
    expect((await stranger.client.call(returnProfile, { ...asked, body })).status).toBe(404)
  })

  test('409 when it was confirmed meanwhile', async () => {
    const { clerk, asked } = await waiting()
    await clerk.client.call(confirmProfile, asked)
    const body = { version: 1, reason: '晚了一步' }
    const { status, problem } = await clerk.client.call(returnProfile, { ...asked, body })
    expect([status, problem.code]).toEqual([409, 'STALE'])
  })

  test('422 without a reason', async () => {
    const { clerk, asked } = await waiting()
    const body = { version: 1, reason: '  ' }
    const { status, problem } = await clerk.client.call(returnProfile, { ...asked, body })
    expect([status, problem.fields]).toEqual([422, { reason: 'TEXT_REQUIRED' }])
  })
})
