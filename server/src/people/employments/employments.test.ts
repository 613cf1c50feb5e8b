import { confirmProfile, saveProfile } from '@xueshi/contract/people'
import {
  applyToUnit,
  confirmApplication,
  endEmployment,
  listApplications,
  listEmployments,
  refuseApplication,
  withdrawEmployment,
} from '@xueshi/contract/people/employments'
import { endEmployments } from '@xueshi/contract/people/desk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import {
  type Desk,
  makeApplicant,
  makeDesk,
  makeMover,
  makePartTimer,
  makePerson,
  profileForm,
} from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { unguardedDatabase } from '../../../test/unguarded-database.ts'
import { confirmedPerson } from '../service.ts'
import { applicationsQuery } from '../part-time/store.ts'
import { ownQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const partTime = (unitId: string) => ({
  body: { unitId, partTime: true, pendingPolicy: 'follow' as const },
})
const moveTo = (unitId: string) => ({
  body: { unitId, partTime: false, pendingPolicy: 'follow' as const },
})
const seen = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})
const unitOf = async (id: string) => (await confirmedPerson(app.platform.db, id))?.unitId ?? null
type Client = Awaited<ReturnType<typeof clientFor>>
const itemsOf = async (client: Client) => (await client.call(listEmployments)).body.items
const firstOf = async (client: Client) => {
  const [item] = await itemsOf(client)
  if (!item) throw new Error('there is no employment')
  return item
}

describe('GET and POST /employments', () => {
  test('200: a person with nothing has none and may not apply; 409 until a profile is in force', async () => {
    const { client, unitId } = await makeApplicant(app)
    const { body } = await client.call(listEmployments)
    expect(body).toMatchObject({ items: [{ unitId, state: 'applied' }], mayApply: false })
    const other = await makeUnit(app)
    const answer = await client.call(applyToUnit, moveTo(other.id))
    expect([answer.status, answer.problem.code]).toEqual([409, 'PROFILE_NOT_CONFIRMED'])
  })

  test('422 for a unit that employs nobody or is not there; 409 for a second application', async () => {
    const { client } = await makePerson(app)
    const authority = await makeUnit(app, { capabilities: ['hrss'] })
    for (const asked of [moveTo(authority.id), partTime(authority.id)]) {
      const { status, problem } = await client.call(applyToUnit, asked)
      expect([status, Object.values(problem.fields ?? {})]).toEqual([422, ['NOT_OFFERED']])
    }
    const [one, other] = [await makeUnit(app), await makeUnit(app)]
    expect((await client.call(applyToUnit, moveTo(one.id))).status).toBe(200)
    const { status, problem } = await client.call(applyToUnit, moveTo(other.id))
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('200: a 人才服务机构 hosts the person', async () => {
    const agency = await makeUnit(app, { capabilities: ['hosting'] })
    const { client, id } = await makePerson(app, { unit: agency })
    expect(await firstOf(client)).toMatchObject({ kind: 'hosted', state: 'confirmed' })
    expect(await unitOf(id)).toBe(agency.id)
  })
})

describe('part-time work', () => {
  test('200: stands beside the main employment, which is asked nothing', async () => {
    const desk = await makeDesk(app)
    const { client, id, unitId, application } = await makePartTimer(app, desk.id)
    const list = await desk.clerk.client.call(listApplications)
    expect(list.body.items).toMatchObject([
      { personId: id, title: '工程师', open: ['refuse', 'confirm'] },
    ])
    const { status, body } = await desk.clerk.client.call(confirmApplication, seen(application))
    expect([status, body]).toEqual([200, { id: application.id, state: 'confirmed' }])
    expect(await itemsOf(client)).toMatchObject([
      { kind: 'partTime', state: 'confirmed', startedOn: '2026-06-01', open: ['leave'] },
      { kind: 'main', state: 'confirmed', open: ['leave'] },
    ])
    expect(await unitOf(id)).toBe(unitId)
    // The one ends without the other.
    const [work] = await itemsOf(client)
    const ended = await client.call(endEmployment, {
      params: { id: work?.id ?? '' },
      body: { version: work?.version ?? 0, reason: 'left' },
    })
    expect(ended.body).toMatchObject({ state: 'ended', endedOn: '2026-06-01', endReason: 'left' })
    expect(await unitOf(id)).toBe(unitId)
  })

  test('200 refused with a reason, 200 withdrawn; 409 afterwards, 404 for another unit', async () => {
    const desk = await makeDesk(app)
    const first = await makePartTimer(app, desk.id)
    const stranger = await makeDesk(app)
    const asked = seen(first.application)
    expect((await stranger.clerk.client.call(confirmApplication, asked)).status).toBe(404)
    const body = { ...asked.body, reason: '岗位已满' }
    expect((await desk.clerk.client.call(refuseApplication, { ...asked, body })).status).toBe(200)
    expect(await firstOf(first.client)).toMatchObject({ state: 'refused', reason: '岗位已满' })
    const late = await desk.clerk.client.call(confirmApplication, asked)
    expect([late.status, late.problem.code]).toEqual([409, 'STALE'])
    const second = await makePartTimer(app, desk.id)
    await second.client.call(withdrawEmployment, seen(second.application))
    const gone = await desk.clerk.client.call(confirmApplication, seen(second.application))
    expect([gone.status, gone.problem.code]).toEqual([409, 'STALE'])
    expect((await desk.clerk.client.call(listApplications)).body.items).toEqual([])
  })

  test('403: nobody takes themselves on', async () => {
    const desk = await makeDesk(app)
    const person = await makePerson(app)
    const { seatId } = await makeStaff(app, desk.id)
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: person.id })
      .where('id', '=', seatId)
      .execute()
    const { body } = await person.client.call(applyToUnit, partTime(desk.id))
    const clerk = await clientFor(app, { accountId: person.id, seatId })
    const { status, problem } = await clerk.call(confirmApplication, seen(body))
    expect([status, problem.code]).toEqual([403, 'OWN_RECORD'])
  })

  test('page by page, by its index in order', async () => {
    const desk = await makeDesk(app)
    for (let made = 0; made < 21; made += 1) await makePartTimer(app, desk.id)
    const first = await desk.clerk.client.call(listApplications)
    expect(first.body.items).toHaveLength(20)
    const query = { after: first.body.next ?? '' }
    const second = await desk.clerk.client.call(listApplications, { query })
    expect([second.body.items.length, second.body.next]).toEqual([1, null])
    const key = ['2026-06-01T02:00:00Z', desk.id] as const
    const plan = await genericPlan(app.platform.db, applicationsQuery(desk.id, key, 21))
    expect(plan).toContain('employments_part_time_waiting')
    expect(plan).not.toContain('Sort')
    expect(await genericPlan(app.platform.db, ownQuery(desk.id))).toMatch(
      /Index Scan using employments_\w+ on employments e/,
    )
  })
})

describe('POST /employments/:id/end', () => {
  test('200: the person is of no unit; their record and their login stay; 409 a second time', async () => {
    const { client, id } = await makePerson(app)
    const { id: employmentId, version } = await firstOf(client)
    const request = { params: { id: employmentId }, body: { version, reason: 'retired' as const } }
    const { status, body } = await client.call(endEmployment, request)
    expect([status, body.state, body.endReason]).toEqual([200, 'ended', 'retired'])
    expect(await unitOf(id)).toBeNull()
    const again = await client.call(endEmployment, request)
    expect([again.status, again.problem.code]).toEqual([409, 'STALE'])
    // Whoever has no unit goes on to another one without asking.
    const desk = await makeDesk(app)
    await client.call(applyToUnit, moveTo(desk.id))
    const profile = await app.platform.db
      .selectFrom('profiles')
      .select(['id', 'version'])
      .where('personId', '=', id)
      .where('state', '=', 'submitted')
      .executeTakeFirstOrThrow()
    expect((await desk.clerk.client.call(confirmProfile, seen(profile))).status).toBe(200)
    expect(await unitOf(id)).toBe(desk.id)
  })

  test('404 for another person’s', async () => {
    const one = await makePerson(app)
    const other = await makePerson(app)
    const { id, version } = await firstOf(one.client)
    const request = { params: { id }, body: { version, reason: 'left' as const } }
    expect((await other.client.call(endEmployment, request)).status).toBe(404)
  })
})

describe('at once', () => {
  test('applied for in two tabs, to two units: one application stands', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { client, documentNumber, id } = await makePerson(app)
      const units = await Promise.all([makeUnit(app), makeUnit(app)])
      const answers = await Promise.all(
        units.map((unit) =>
          client.call(saveProfile, {
            body: { version: null, form: profileForm(documentNumber, { unitId: unit.id }) },
          }),
        ),
      )
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        200, 409,
      ])
      const stands = await app.platform.db
        .selectFrom('employments')
        .select('id')
        .where('personId', '=', id)
        .where('state', '=', 'applied')
        .execute()
      expect(stands).toHaveLength(1)
    }
  })

  /** The new unit confirms and the former one ends, in the same moment; whether what is kept agrees. */
  async function transferWhileEnding(desks: { from: Desk; to: Desk }): Promise<boolean> {
    const mover = await makeMover(app, { former: desks.from, next: desks.to })
    const held = (await itemsOf(mover.client)).find(({ state }) => state === 'confirmed')
    if (!held) throw new Error('the mover has no employment')
    await Promise.all([
      mover.to.clerk.client.call(confirmProfile, seen(mover.current)),
      mover.from.clerk.client.call(endEmployments, {
        body: {
          employments: [{ id: held.id, version: held.version }],
          reason: 'left',
          endedOn: '2026-06-01',
        },
      }),
    ])
    const person = await app.platform.db
      .selectFrom('people')
      .select('unitId')
      .where('id', '=', mover.id)
      .executeTakeFirst()
    const states = (await itemsOf(mover.client)).map(({ state }) => state)
    return person?.unitId === mover.to.id && states.join() === 'confirmed,ended'
  }

  test('a transfer while the former unit ends it: the new unit has the person, always', async () => {
    const desks = { from: await makeDesk(app), to: await makeDesk(app) }
    for (let round = 0; round < 8; round += 1) expect(await transferWhileEnding(desks)).toBe(true)
  })

  test('and goes wrong without the person’s lock', async () => {
    const desks = { from: await makeDesk(app), to: await makeDesk(app) }
    const guarded = app.platform.db
    const unguarded = unguardedDatabase(app.database.appUrl, (statement) =>
      /^\s*SELECT FROM people WHERE/.test(statement)
        ? statement.replace('FOR UPDATE', '')
        : statement,
    )
    let wrong = 0
    app.platform.db = unguarded.db
    try {
      for (let round = 0; round < 60 && wrong === 0; round += 1)
        if (!(await transferWhileEnding(desks))) wrong += 1
    } finally {
      app.platform.db = guarded
      await unguarded.close()
    }
    expect(wrong).toBe(1)
  })
})
