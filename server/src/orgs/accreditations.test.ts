import {
  accreditationMoves,
  applyForAccreditation,
  approveAccreditation,
  passAccreditation,
  readAccreditation,
  readOwnAccreditations,
  refuseAccreditation,
  resubmitAccreditation,
  returnAccreditation,
  withdrawAccreditation,
} from '@xueshi/contract/orgs/accreditations'
import { readSession } from '@xueshi/contract/orgs'
import { readUnit } from '@xueshi/contract/orgs/reviews'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import {
  accreditationForm,
  makeAccredited,
  makeAccreditors,
  makeApplication,
  makeReviewed,
} from '../../test/factories/accreditations.ts'
import { guangdong, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { makePaper } from '../../test/factories/units.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeAccreditors>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeAccreditors(app)
})
afterAll(() => app.close())

const reason = '场地证明已过期'
const opinion = '已到现场核查'
const validTo = '2029-06-30'
const managerOf = async (given: Parameters<typeof makeUnit>[1] = {}) => {
  const unit = await makeUnit(app, given)
  return { unit, manager: await makeStaff(app, unit.id, { level: 'manager' }) }
}
const clientOf = ({ id, seatId }: { id: string; seatId: string }) =>
  clientFor(app, { accountId: id, seatId })
const on = ({ id, version }: { id: string; version: number }) => ({ params: { id }, version })
const told = async (topic: string, unitId: string) => {
  const rows = await app.platform.db.selectFrom('outbox').selectAll().execute()
  return rows.filter((row) => row.topic === topic && JSON.stringify(row).includes(unitId)).length
}

describe('POST /unit/accreditations', () => {
  test('200: the city’s office is told and reads it; the province waits', async () => {
    const { unit, manager } = await managerOf()
    const paperIds = [await makePaper(app, await actorAt(app, manager), 'accreditation')]
    const form = accreditationForm({ categories: ['elective'], series: [] })
    const { body } = await manager.client.call(applyForAccreditation, { body: { form, paperIds } })
    expect(body).toMatchObject({ state: 'applied', form, open: ['withdraw'] })
    expect(body.papers.map(({ id }) => id)).toEqual(paperIds)
    const params = { id: body.id }
    const city = await offices.city.client.call(readAccreditation, { params })
    expect(city.body).toMatchObject({ unitName: unit.name, open: ['pass', 'return', 'refuse'] })
    const province = await offices.province.client.call(readAccreditation, { params })
    expect(province.body.open).toEqual([])
    const own = await manager.client.call(readOwnAccreditations)
    expect(own.body.mayApply).toBe(false)
  })

  test('409: while another waits; of two at once, one does', async () => {
    const { manager } = await managerOf()
    const actor = await actorAt(app, manager)
    const papers = [
      await makePaper(app, actor, 'accreditation'),
      await makePaper(app, actor, 'accreditation'),
    ]
    const answers = await Promise.all(
      papers.map((id) =>
        manager.client.call(applyForAccreditation, {
          body: { form: accreditationForm(), paperIds: [id] },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('422: no scan, another unit’s scan, no category, a series that is none', async () => {
    const { manager } = await managerOf()
    const other = await managerOf()
    const foreign = await makePaper(app, await actorAt(app, other.manager), 'accreditation')
    const fields = async (body: object) => {
      const given = { form: accreditationForm(), paperIds: [foreign], ...body }
      return (await manager.client.call(applyForAccreditation, { body: given })).problem.fields
    }
    expect(Object.keys((await fields({ paperIds: [] })) ?? {})).toEqual(['paperIds'])
    expect(await fields({})).toEqual({ paperIds: 'NOT_OFFERED' })
    const none = { form: accreditationForm({ categories: [] }) }
    expect(Object.keys((await fields(none)) ?? {})).toEqual(['form.categories'])
    const unknown = { form: accreditationForm({ series: ['99'] }) }
    expect(await fields(unknown)).toEqual({ 'form.series': 'NOT_OFFERED' })
  })

  test('403 for a clerk; 409 for a unit that waits itself', async () => {
    const { unit } = await managerOf()
    const clerk = await makeStaff(app, unit.id)
    const paperIds = [await makePaper(app, await actorAt(app, clerk), 'accreditation')]
    const body = { form: accreditationForm(), paperIds }
    expect((await clerk.client.call(applyForAccreditation, { body })).status).toBe(403)
    const waiting = await managerOf({ state: 'submitted' })
    const refused = await waiting.manager.client.call(applyForAccreditation, { body })
    expect(refused.problem.code).toBe('WRONG_STATE')
  })
})

describe('from the city to the province', () => {
  test('200: passed and approved, it has a number, and its managers a desk; the timeline says so', async () => {
    const { unit, manager } = await managerOf()
    const applied = await makeApplication(app, manager)
    const { params, version } = on(applied)
    const passed = await offices.city.client.call(passAccreditation, {
      params,
      body: { version, opinion },
    })
    expect(passed.body).toMatchObject({ state: 'reviewed', opinion, open: [] })
    const approved = await offices.province.client.call(approveAccreditation, {
      params,
      body: { version: passed.body.version, validTo },
    })
    expect(approved.body).toMatchObject({ state: 'accredited', validTo })
    expect(approved.body.number).toMatch(/^SJ\d{4}-\d{7}$/)
    expect(await told('accreditation.approved', unit.id)).toBe(1)
    const session = await manager.client.call(readSession)
    expect(session.body.seats.map(({ kind }) => kind)).toEqual(['employer', 'institution'])
    const seen = await offices.city.client.call(readUnit, { params: { id: unit.id } })
    expect(seen.body.timeline.map(({ act }) => act)).toEqual([
      'approveTeaching',
      'passTeaching',
      'applyToTeach',
    ])
    expect(seen.body.capabilities).toEqual(['employer', 'institution'])
  })

  test('200: the next one takes its place', async () => {
    const first = await makeAccredited(app, offices)
    const next = await makeAccredited(app, offices, { manager: first.manager, validTo })
    const client = await clientOf(first.manager)
    const { items } = (await client.call(readOwnAccreditations)).body
    expect(items.map(({ state }) => state)).toEqual(['accredited', 'replaced'])
    expect(next.number).not.toBe(first.number)
  })

  test('200: returned, corrected, sent again: the city looks anew', async () => {
    const applied = await makeApplication(app)
    const { params, version } = on(applied)
    const returned = await offices.city.client.call(returnAccreditation, {
      params,
      body: { version, reason },
    })
    expect(returned.body).toMatchObject({ state: 'returned', reason, open: [] })
    const actor = await actorAt(app, applied.manager)
    const added = await makePaper(app, actor, 'accreditation')
    const client = await clientOf(applied.manager)
    const paperIds = [...applied.papers.map(({ id }) => id), added]
    const again = await client.call(resubmitAccreditation, {
      params,
      body: { version: returned.body.version, form: accreditationForm({ places: 60 }), paperIds },
    })
    expect(again.body).toMatchObject({ state: 'applied', reason: null, form: { places: 60 } })
    expect(again.body.papers).toHaveLength(2)
  })

  test('200: withdrawn, and applied for anew', async () => {
    const applied = await makeApplication(app)
    const client = await clientOf(applied.manager)
    const { params, version } = on(applied)
    const withdrawn = await client.call(withdrawAccreditation, { params, body: { version } })
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', open: [] })
    expect((await client.call(readOwnAccreditations)).body.mayApply).toBe(true)
  })

  test('a unit of the province itself is looked at there by two officers', async () => {
    const { manager } = await managerOf({ regionCode: guangdong })
    const { params, version } = on(await makeApplication(app, manager))
    const body = { version, opinion }
    const passed = await offices.province.client.call(passAccreditation, { params, body })
    expect(passed.status).toBe(200)
    const approving = { params, body: { version: passed.body.version, validTo } }
    const same = await offices.province.client.call(approveAccreditation, approving)
    expect(same.problem.code).toBe('NOT_YOUR_STEP')
    const colleague = await makeStaff(app, offices.province.unitId, { kind: 'hrss' })
    expect((await colleague.client.call(approveAccreditation, approving)).status).toBe(200)
  })

  test('422: valid until the past, or longer than five years', async () => {
    const { id, version } = await makeReviewed(app, offices.city)
    for (const [day, code] of [
      ['2020-01-01', 'DATE_PAST'],
      ['2050-01-01', 'VALID_TOO_LONG'],
    ] as const) {
      const asked = { params: { id }, body: { version, validTo: day } }
      const { problem } = await offices.province.client.call(approveAccreditation, asked)
      expect(problem.fields).toEqual({ validTo: code })
    }
  })

  test('403: the province before the city, a county’s office, whoever is of the staff; 404 elsewhere', async () => {
    const { unit, manager } = await managerOf()
    const { params, version } = on(await makeApplication(app, manager))
    const body = { version, opinion }
    const pass = async (of: { client: typeof manager.client }) =>
      (await of.client.call(passAccreditation, { params, body })).problem.code
    expect(await pass(offices.province)).toBe('FORBIDDEN')
    expect(await pass(offices.county)).toBe('FORBIDDEN')
    expect(await pass(offices.foshan)).toBe('NOT_FOUND')
    const officer = await makeStaff(app, offices.city.unitId, { kind: 'hrss' })
    const { db } = app.platform
    await db
      .insertInto('unitStaff')
      .values({
        id: crypto.randomUUID(),
        unitId: unit.id,
        accountId: officer.id,
        kind: 'employer',
        level: 'clerk',
        createdAt: app.clock.now(),
      })
      .execute()
    expect(await pass(officer)).toBe('OWN_RECORD')
  })

  test('two officers decide at once: one decision holds, in each of many rounds', async () => {
    const colleague = await makeStaff(app, offices.city.unitId, { kind: 'hrss' })
    for (let round = 0; round < 6; round += 1) {
      const { params, version } = on(await makeApplication(app))
      const answers = await Promise.all([
        offices.city.client.call(passAccreditation, { params, body: { version, opinion } }),
        colleague.client.call(refuseAccreditation, { params, body: { version, reason } }),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    }
  })
})

test('nobody makes the moves of the clock', () => {
  expect([accreditationMoves.expire.by, accreditationMoves.replace.by]).toEqual([[], []])
})
