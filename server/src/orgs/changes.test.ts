import {
  approveChange,
  askChange,
  listChanges,
  readChange,
  readOwnChange,
  refuseChange,
  withdrawChange,
} from '@xueshi/contract/orgs/changes'
import { closeUnit } from '@xueshi/contract/orgs/registry'
import { readOwnUnit } from '@xueshi/contract/orgs/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { creditCode, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { makeChange, makeOffices, makePaper } from '../../test/factories/units.ts'
import { genericPlan } from '../../test/plan.ts'
import { waitingChanges } from './changes/store.ts'
import * as orgs from './service.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeOffices>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeOffices(app)
})
afterAll(() => app.close())

const withStaff = async () => {
  const unit = await makeUnit(app)
  const staff = await makeStaff(app, unit.id, { name: '小梁' })
  return { unit, staff }
}
const asking = async ({ unit, staff }: Awaited<ReturnType<typeof withStaff>>, given = {}) => {
  const paperIds = [await makePaper(app, await actorAt(app, staff))]
  return {
    version: 1,
    name: '岭南新材料公司',
    code: unit.code,
    nature: 'enterprise' as const,
    regionCode: tianhe,
    reason: '已办理工商变更',
    paperIds,
    ...given,
  }
}
const seen = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})
const waiting = async (office: { client: typeof offices.city.client }) =>
  (await office.client.call(listChanges)).body.items.map(({ id }) => id)

describe('POST /unit/change', () => {
  test('200: old beside new for the office, which is told; the unit stays as it was', async () => {
    const made = await withStaff()
    const body = await asking(made, { regionCode: guangzhou })
    const { status, body: change } = await made.staff.client.call(askChange, { body })
    expect([status, change]).toMatchObject([
      200,
      {
        state: 'requested',
        former: { name: made.unit.name, regionPath: '广东省广州市天河区' },
        wanted: { name: '岭南新材料公司', regionPath: '广东省广州市' },
        papers: [{ name: '变更通知书.pdf' }],
        byName: '小梁',
        open: ['withdraw'],
      },
    ])
    expect((await made.staff.client.call(readOwnUnit)).body).toMatchObject({
      name: made.unit.name,
      version: 2,
    })
    for (const office of [offices.city, offices.county])
      expect(await waiting(office)).toContain(change.id)
    expect(await waiting(offices.foshan)).not.toContain(change.id)
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'unit.changeAsked')
      .execute()
    expect(JSON.stringify(told)).toContain(made.unit.name)
  })

  test('422: nothing else, no scan, another unit’s code or paper; 409: while another waits', async () => {
    const made = await withStaff()
    const other = await withStaff()
    const fields = async (given: object) => {
      const body = await asking(made, given)
      return (await made.staff.client.call(askChange, { body })).problem.fields
    }
    expect(await fields({ name: made.unit.name })).toEqual({ name: 'CHANGE_NOTHING' })
    expect(await fields({ code: other.unit.code })).toEqual({ code: 'CREDIT_CODE_TAKEN' })
    expect(await fields({ regionCode: '110101' })).toEqual({ regionCode: 'NOT_OFFERED' })
    expect(Object.keys((await fields({ paperIds: [] })) ?? {})).toEqual(['paperIds'])
    const foreign = await makePaper(app, await actorAt(app, other.staff))
    expect(await fields({ paperIds: [foreign] })).toEqual({ paperIds: 'NOT_OFFERED' })
    const wrong = await makePaper(app, await actorAt(app, made.staff), 'accreditation')
    expect(await fields({ paperIds: [wrong] })).toEqual({ paperIds: 'NOT_OFFERED' })
    await makeChange(app, made.staff)
    const body = await asking(made, { version: 2 })
    expect((await made.staff.client.call(askChange, { body })).problem.code).toBe('WRONG_STATE')
    const old = await made.staff.client.call(askChange, { body: { ...body, version: 1 } })
    expect(old.problem.code).toBe('STALE')
  })

  test('409: a unit that is an office, whose region is its own affair', async () => {
    const unit = await makeUnit(app, {
      capabilities: ['employer', 'industry'],
      industryCode: 'water',
    })
    const staff = await makeStaff(app, unit.id)
    const body = await asking({ unit, staff })
    const refused = await staff.client.call(askChange, { body })
    expect(refused.problem.code).toBe('WRONG_STATE')
    expect((await staff.client.call(readOwnUnit)).body.open).toEqual(['contact'])
  })

  test('asked twice at once: one request waits', async () => {
    for (let round = 0; round < 5; round += 1) {
      const made = await withStaff()
      const bodies = [await asking(made), await asking(made)]
      const answers = await Promise.all(
        bodies.map((body) => made.staff.client.call(askChange, { body })),
      )
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    }
  })
})

describe('POST /unit-changes/:id/approve', () => {
  test('200: the unit is called so, and stands there; it and its people are told', async () => {
    const made = await withStaff()
    const body = await asking(made, { code: creditCode(), nature: 'other', regionCode: '440104' })
    const { body: change } = await made.staff.client.call(askChange, { body })
    const approved = await offices.county.client.call(approveChange, seen(change))
    expect(approved.body).toMatchObject({ state: 'approved', unitId: made.unit.id, open: [] })
    const own = await made.staff.client.call(readOwnUnit)
    const { name, code, nature, regionCode } = body
    expect(own.body).toMatchObject({ name, code, nature, regionCode })
    expect(own.body.timeline).toMatchObject([
      { act: 'approveChange', about: made.unit.name },
      { act: 'askChange', byName: '小梁', reason: body.reason },
    ])
    const rows = await app.platform.db.selectFrom('outbox').select(['topic', 'payload']).execute()
    const told = rows.filter(({ payload }) => JSON.stringify(payload).includes(made.unit.id))
    expect(told.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['unit.changed', 'people.unitRenamed']),
    )
  })

  test('two offices decide at once: one decision holds', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { staff } = await withStaff()
      const change = await makeChange(app, staff, `改名${round}公司`)
      const refusing = { ...seen(change), body: { version: 1, reason: '材料不全' } }
      const answers = await Promise.all([
        offices.city.client.call(approveChange, seen(change)),
        round % 2 === 0
          ? offices.county.client.call(refuseChange, refusing)
          : offices.county.client.call(approveChange, seen(change)),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
      const own = (await staff.client.call(readOwnChange)).body.change
      const { name } = (await staff.client.call(readOwnUnit)).body
      expect(name === `改名${round}公司`).toBe(own?.state === 'approved')
    }
  })

  test('422: the code went to another meanwhile; 409: the unit is over', async () => {
    const code = creditCode()
    const made = await withStaff()
    const { body: change } = await made.staff.client.call(askChange, {
      body: await asking(made, { code }),
    })
    const { id: twinId } = await makeUnit(app, { code })
    const late = await offices.county.client.call(approveChange, seen(change))
    expect(late.problem.fields).toEqual({ code: 'CREDIT_CODE_TAKEN' })
    expect(twinId).not.toBe(made.unit.id)
    const second = await withStaff()
    const waits = await makeChange(app, second.staff)
    const closing = { params: { id: second.unit.id }, body: { version: 2, reason: '已注销' } }
    expect((await offices.county.client.call(closeUnit, closing)).status).toBe(200)
    expect((await offices.county.client.call(approveChange, seen(waits))).status).toBe(409)
  })

  test('403 for whoever is of its staff; 404 elsewhere', async () => {
    const { unit, staff } = await withStaff()
    const change = await makeChange(app, staff)
    expect((await offices.foshan.client.call(approveChange, seen(change))).status).toBe(404)
    expect(
      (await offices.foshan.client.call(readChange, { params: { id: change.id } })).status,
    ).toBe(404)
    const { id: accountId } = offices.county
    const seat = { unitId: unit.id, accountId, kind: 'employer', level: 'clerk' } as const
    await orgs.addStaff(orgs.systemActor(app.platform), seat)
    const own = await offices.county.client.call(approveChange, seen(change))
    expect(own.problem.code).toBe('OWN_RECORD')
    const read = await offices.county.client.call(readChange, { params: { id: change.id } })
    expect(read.body.open).toEqual([])
  })
})

describe('POST /unit-changes/:id/refuse and /unit/change/withdraw', () => {
  test('200: the unit reads why, and may ask anew', async () => {
    const { staff } = await withStaff()
    const change = await makeChange(app, staff)
    const reason = '名称与通知书不一致'
    const asked = { ...seen(change), body: { version: 1, reason } }
    await offices.city.client.call(refuseChange, asked)
    const own = await staff.client.call(readOwnChange)
    expect(own.body.change).toMatchObject({ state: 'refused', decisionReason: reason, open: [] })
    const again = await makeChange(app, staff)
    const withdrawn = await staff.client.call(withdrawChange, { body: { version: again.version } })
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', open: [] })
    expect(await waiting(offices.city)).not.toContain(again.id)
    const late = await staff.client.call(withdrawChange, { body: { version: 2 } })
    expect(late.problem.code).toBe('WRONG_STATE')
  })
})

describe('GET /unit-changes', () => {
  // Each is asked for by people of its own, which takes its time on a busy machine.
  test('200: 20 a page, oldest first, each once', { timeout: 120_000 }, async () => {
    const made: string[] = []
    for (let count = 0; count < 22; count += 1) {
      const unit = await makeUnit(app, { regionCode: '440605' })
      const staff = await makeStaff(app, unit.id)
      made.push((await makeChange(app, staff)).id)
    }
    const first = await offices.foshan.client.call(listChanges)
    expect(first.body.items.map(({ id }) => id)).toEqual(made.slice(0, 20))
    const after = first.body.next ?? ''
    const second = await offices.foshan.client.call(listChanges, { query: { after } })
    expect([second.body.items.map(({ id }) => id), second.body.next]).toEqual([
      made.slice(20),
      null,
    ])
  })

  test('each level reads a range of its own index, in its order', async () => {
    const after = ['2026-06-01T00:00:00Z', '00000000-0000-4000-8000-000000000000'] as const
    for (const [office, level] of [
      [offices.city, 'city'],
      [offices.county, 'county'],
    ] as const) {
      const { scope } = await actorAt(app, office)
      const plan = await genericPlan(app.platform.db, waitingChanges(scope, after, 21))
      expect(plan).toContain(`unit_changes_${level}`)
      expect(plan).not.toMatch(/Seq Scan|Sort/)
    }
  })
})
