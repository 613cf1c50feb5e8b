import { readOwnProfile, saveProfile, withdrawProfile } from '@xueshi/contract/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeApplicant, makePerson, profileForm } from '../../test/factories/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const employmentsOf = (personId: string) =>
  app.platform.db
    .selectFrom('employments')
    .select(['unitId', 'state', 'kind'])
    .where('personId', '=', personId)
    .orderBy('id')
    .execute()
const countOf = async (table: 'profiles' | 'audit' | 'outbox' | 'people') => {
  const { count } = await app.platform.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
const outboxFor = (topic: string) =>
  app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', topic)
    .orderBy('id')
    .execute()

describe('GET /profile', () => {
  test('200 before there is any profile: what the account and the number tell', async () => {
    const { client, documentNumber } = await makeIndividual(app, {
      name: '欧阳明月',
      phone: '13800001111',
      email: 'ouyang@example.com',
    })
    const { status, body } = await client.call(readOwnProfile)
    expect(status).toBe(200)
    expect(body).toEqual({
      known: {
        name: '欧阳明月',
        documentType: 'residentId',
        documentNumberMasked: `440***********${documentNumber.slice(-4)}`,
        birthDate: '1988-03-07',
        sex: 'male',
        phone: '13800001111',
        email: 'ouyang@example.com',
      },
      current: null,
      confirmed: null,
      holder: null,
    })
  })

  test('200 with a document that tells neither birth nor sex', async () => {
    const { client } = await makeIndividual(app, {
      country: 'FRA',
      documentType: 'passport',
      documentNumber: '15CV50001',
    })
    const { body } = await client.call(readOwnProfile)
    expect(body.known).toMatchObject({ birthDate: null, sex: null })
  })

  test('200 with the version in force beside the one under way', async () => {
    const { client, unitId, documentNumber } = await makePerson(app)
    const form = profileForm(documentNumber, { unitId, title: '高级工程师' })
    await client.call(saveProfile, { body: { version: null, form } })
    const { body } = await client.call(readOwnProfile)
    expect(body.confirmed).toMatchObject({ state: 'confirmed', form: { title: '工程师' } })
    expect(body.current).toMatchObject({ state: 'submitted', form: { title: '高级工程师' } })
    expect(body.current?.open).toEqual(['withdraw'])
    expect(body.confirmed?.open).toEqual([])
  })

  test('401 for a visitor, 403 from a seat', async () => {
    const { client: clerk } = await makeStaff(app, (await makeUnit(app)).id)
    expect((await app.visitor().call(readOwnProfile)).status).toBe(401)
    expect((await clerk.call(readOwnProfile)).status).toBe(403)
  })
})

describe('POST /profile', () => {
  test('422 with neither an employer nor the name of one that has not registered', async () => {
    const { client, documentNumber } = await makeIndividual(app)
    const form = profileForm(documentNumber, { wantedUnit: null })
    const { status, problem } = await client.call(saveProfile, { body: { version: null, form } })
    expect([status, problem.fields]).toEqual([422, { 'form.unitId': 'UNIT_UNNAMED' }])
  })

  test('200 without an employer: a draft that nobody is told of', async () => {
    const { id, client, documentNumber } = await makeIndividual(app, { name: '单 小芳' })
    const told = await countOf('outbox')
    const form = profileForm(documentNumber)
    const { status, body } = await client.call(saveProfile, { body: { version: null, form } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      version: 1,
      form,
      unitName: null,
      submittedAt: null,
      open: ['keep', 'submit'],
    })
    expect(await employmentsOf(id)).toEqual([])
    expect(await countOf('outbox')).toBe(told)
    const person = await app.platform.db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(person).toMatchObject({ namePinyin: 'shanxiaofang', nameInitials: 'sxf' })
    expect(person.numberTail.equals(app.platform.indexes.numberTail(documentNumber))).toBe(true)
    expect((await client.call(readOwnProfile)).body.current).toEqual(body)
  })

  test('200 with an employer: sent, applied for, told; phone and e-mail are not in the row', async () => {
    const unit = await makeUnit(app)
    const { id, name, client, documentNumber } = await makeIndividual(app)
    const form = profileForm(documentNumber, { unitId: unit.id, phone: '+86 138-1234-5678' })
    const { status, body } = await client.call(saveProfile, { body: { version: null, form } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'submitted',
      unitName: unit.name,
      form: { phone: '13812345678' },
      submittedAt: '2026-06-01T02:00:00.000Z',
      open: ['withdraw'],
    })
    expect(await employmentsOf(id)).toEqual([{ unitId: unit.id, state: 'applied', kind: 'main' }])
    expect((await outboxFor('profile.submitted')).at(-1)?.payload).toEqual({
      to: { unitId: unit.id },
      facts: { profileId: body.id, personName: name, joins: true },
    })
    const row = await app.platform.db
      .selectFrom('profiles')
      .selectAll()
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow()
    expect(JSON.stringify({ ...row, phoneSealed: row.phoneSealed.toString('latin1') })).not.toMatch(
      /13812345678|chen@/,
    )
    const audited = await app.platform.db
      .selectFrom('audit')
      .selectAll()
      .where('recordId', '=', body.id)
      .execute()
    expect(audited).toHaveLength(1)
    expect(audited[0]).toMatchObject({ act: 'profile.submit', subjectId: id })
    expect(audited[0]?.personalSealed).not.toBeNull()
    expect(JSON.stringify(audited[0]?.facts)).not.toContain('1381234')
  })

  test('200 for a unit whose own registration is still looked at', async () => {
    const unit = await makeUnit(app, { state: 'submitted' })
    const { profile } = await makeApplicant(app, { unitId: unit.id })
    expect(profile.state).toBe('submitted')
  })

  test('200 hangs on a hosting unit', async () => {
    const unit = await makeUnit(app, { capabilities: ['hosting'] })
    const { id } = await makeApplicant(app, { unitId: unit.id })
    expect(await employmentsOf(id)).toEqual([{ unitId: unit.id, state: 'applied', kind: 'hosted' }])
  })

  test('200 again after a draft, and an application that stands elsewhere is withdrawn', async () => {
    const [one, other] = [await makeUnit(app), await makeUnit(app)]
    const { id, client, documentNumber } = await makeIndividual(app)
    const draft = await client.call(saveProfile, {
      body: { version: null, form: profileForm(documentNumber) },
    })
    await app.platform.db
      .insertInto('employments')
      .values({
        id: '0198b000-0000-7000-8000-000000000001',
        personId: id,
        unitId: one.id,
        kind: 'main',
        state: 'applied',
        appliedAt: app.clock.now(),
      })
      .execute()
    const form = profileForm(documentNumber, { unitId: other.id })
    const sent = await client.call(saveProfile, { body: { version: 1, form } })
    expect(sent.body).toMatchObject({ id: draft.body.id, state: 'submitted', version: 2 })
    expect(await employmentsOf(id)).toEqual([
      { unitId: one.id, state: 'withdrawn', kind: 'main' },
      { unitId: other.id, state: 'applied', kind: 'main' },
    ])
  })

  test('200 applies for nothing where the person is confirmed already', async () => {
    const { id, unitId, client, documentNumber } = await makePerson(app)
    const form = profileForm(documentNumber, { unitId, title: '高级工程师' })
    const { body } = await client.call(saveProfile, { body: { version: null, form } })
    expect(body.state).toBe('submitted')
    expect(await employmentsOf(id)).toEqual([{ unitId, state: 'confirmed', kind: 'main' }])
  })

  test('200 twice with one key: one effect, the same answer', async () => {
    const unit = await makeUnit(app)
    const { id, client, documentNumber } = await makeIndividual(app)
    const form = profileForm(documentNumber, { unitId: unit.id })
    const request = { body: { version: null, form }, key: `twice-${id}` }
    const first = await client.call(saveProfile, request)
    const told = await countOf('outbox')
    const second = await client.call(saveProfile, request)
    expect(second.status).toBe(200)
    expect(second.body).toEqual(first.body)
    expect(await countOf('outbox')).toBe(told)
    expect(await employmentsOf(id)).toHaveLength(1)
    const other = { body: { version: null, form: { ...form, title: '技术员' } }, key: request.key }
    const reused = await client.call(saveProfile, other)
    expect([reused.status, reused.problem.code]).toEqual([422, 'KEY_REUSED'])
  })

  test('409 STALE for the slower of two tabs, with the record as it stands', async () => {
    const { client, documentNumber } = await makeIndividual(app)
    const answers = await Promise.all(
      ['工程师', '经济师', '会计师', '统计师'].map((title) =>
        client.call(saveProfile, {
          body: { version: null, form: profileForm(documentNumber, { title }) },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409, 409,
    ])
    const [won] = answers.filter(({ status }) => status === 200)
    for (const { status, problem } of answers.filter((answer) => answer !== won)) {
      expect([status, problem.code]).toEqual([409, 'STALE'])
      expect(problem.current).toEqual(won?.body)
    }
    const again = await Promise.all(
      ['工程师', '经济师'].map((title) =>
        client.call(saveProfile, {
          body: { version: 1, form: profileForm(documentNumber, { title }) },
        }),
      ),
    )
    expect(again.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409,
    ])
  })

  test('409 STALE with a version of what is no longer under way', async () => {
    const { client, documentNumber, profile } = await makePerson(app)
    const form = profileForm(documentNumber)
    const { status, problem } = await client.call(saveProfile, { body: { version: 1, form } })
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ id: profile.id, state: 'confirmed' })
  })

  test('409 WRONG_STATE while the unit is being asked', async () => {
    const { client, documentNumber, profile } = await makeApplicant(app)
    const form = profileForm(documentNumber)
    const { status, problem } = await client.call(saveProfile, {
      body: { version: profile.version, form },
    })
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(problem.current).toMatchObject({ id: profile.id, open: ['withdraw'] })
  })

  test('422 at each field, all of them at once, and nothing is written', async () => {
    const { client, documentNumber } = await makeIndividual(app)
    const before = [await countOf('profiles'), await countOf('people'), await countOf('audit')]
    const form = profileForm(documentNumber, {
      sex: 'female',
      birthDate: '1988-03-08',
      ethnicity: '99',
      nativePlace: '999999',
      education: '20', // a heading: it does not say how the education ended
      degree: '999',
      graduatedOn: '2026-06-02',
      startedWorkOn: '1980-01-01',
      phone: '020-12345678',
      titleObtainedOn: null,
      series: '99',
      workRegion: '110101', // 北京
      unitId: '00000000-0000-4000-8000-000000000000',
    })
    const { status, problem } = await client.call(saveProfile, { body: { version: null, form } })
    expect([status, problem.code]).toEqual([422, 'INVALID'])
    expect(problem.fields).toEqual({
      'form.sex': 'DISAGREES_WITH_DOCUMENT',
      'form.birthDate': 'DISAGREES_WITH_DOCUMENT',
      'form.ethnicity': 'UNKNOWN_CODE',
      'form.nativePlace': 'UNKNOWN_CODE',
      'form.education': 'UNKNOWN_CODE',
      'form.degree': 'UNKNOWN_CODE',
      'form.graduatedOn': 'DATE_IN_FUTURE',
      'form.startedWorkOn': 'DATE_BEFORE_BIRTH',
      'form.phone': 'PHONE_FORMAT',
      'form.titleObtainedOn': 'REQUIRED',
      'form.series': 'UNKNOWN_CODE',
      'form.workRegion': 'UNKNOWN_CODE',
      'form.unitId': 'NOT_OFFERED',
    })
    expect([await countOf('profiles'), await countOf('people'), await countOf('audit')]).toEqual(
      before,
    )
  })

  test.each([
    ['an authority', { capabilities: ['hrss'], regionCode: '441900' }],
    ['an institution alone', { capabilities: ['institution'] }],
    ['a closed unit', { state: 'closed' }],
    ['a returned registration', { state: 'returned' }],
  ] as const)('422 NOT_OFFERED for %s', async (_, given) => {
    const unit = await makeUnit(app, given)
    const { client, documentNumber } = await makeIndividual(app)
    const form = profileForm(documentNumber, { unitId: unit.id })
    const { problem } = await client.call(saveProfile, { body: { version: null, form } })
    expect(problem.fields).toEqual({ 'form.unitId': 'NOT_OFFERED' })
  })
})

describe('POST /profiles/:id/withdraw', () => {
  test('200 the form and the application are the person’s again', async () => {
    const { id, unitId, client, profile } = await makeApplicant(app)
    const request = { params: { id: profile.id }, body: { version: 1 }, key: `withdraw-${id}` }
    const { status, body } = await client.call(withdrawProfile, request)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'draft', version: 2, submittedAt: null })
    expect(body.open).toEqual(['keep', 'submit'])
    expect(await employmentsOf(id)).toEqual([{ unitId, state: 'withdrawn', kind: 'main' }])
    const repeated = await client.call(withdrawProfile, request)
    expect([repeated.status, repeated.body]).toEqual([200, body])
  })

  test('404 for another person’s', async () => {
    const { profile } = await makeApplicant(app)
    const { client } = await makeIndividual(app)
    const { status } = await client.call(withdrawProfile, {
      params: { id: profile.id },
      body: { version: 1 },
    })
    expect(status).toBe(404)
  })

  test('409 STALE with an old version, WRONG_STATE with a draft', async () => {
    const { client, profile } = await makeApplicant(app)
    const withdraw = (version: number) =>
      client.call(withdrawProfile, { params: { id: profile.id }, body: { version } })
    expect((await withdraw(7)).problem.code).toBe('STALE')
    expect((await withdraw(1)).status).toBe(200)
    const { status, problem } = await withdraw(2)
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})
