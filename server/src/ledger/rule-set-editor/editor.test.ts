import {
  copyRuleSet,
  countRuleSet,
  deleteRuleSet,
  editRuleSet,
  listRuleSets,
  publishRuleSet,
  readRules,
  readRuleSet,
  recallRuleSet,
  type RuleSetForm,
  ruleSetFormOf,
} from '@xueshi/contract/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import {
  makeCountedRules,
  makeDraftRules,
  ruleMakerOf,
  runLedgerTask,
  shipped2021,
} from '../../../test/factories/rules.ts'
import * as orgs from '../../orgs/service.ts'
import { takeDue } from '../service.ts'

type Maker = Awaited<ReturnType<typeof ruleMakerOf>>
let app: TestApp
let maker: Maker
let city: Maker['client']
beforeAll(async () => {
  app = await testApp()
  maker = await ruleMakerOf(app)
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  city = (await makeStaff(app, office.id, { kind: 'hrss' })).client
})
afterAll(() => app.close())

/** A set for a year of its own, so that the tests do not touch each other's. */
let nextYear = 2040
const ownYear = () => ({ yearFrom: (nextYear += 1), yearTo: null })
const draft = (change: Partial<RuleSetForm> = {}) =>
  makeDraftRules(maker.actor, { ...ownYear(), ...change })
const counted = (change: Partial<RuleSetForm> = {}) =>
  makeCountedRules(app, maker.actor, { ...ownYear(), ...change })
const read = async (id: string) => (await maker.client.call(readRuleSet, { params: { id } })).body

describe('GET /rule-sets', () => {
  test('200: what holds to anybody, the latest years first, with what is not confirmed', async () => {
    const { status, body } = await app.visitor().call(listRuleSets)
    expect(status).toBe(200)
    const shipped = body.items.filter(({ yearFrom }) => yearFrom < 2040)
    expect(shipped.map(({ yearFrom }) => yearFrom)).toEqual([2021, 2020, 2019, 2010])
    expect(shipped.map(({ confirmed }) => confirmed)).toEqual([false, false, false, false])
    expect(shipped.every(({ open }) => open.length === 0)).toBe(true)
  })

  test('drafts to the office that makes the rules alone', async () => {
    const { id } = await draft()
    const idsFor = async (client: Maker['client']) =>
      (await client.call(listRuleSets)).body.items.map((row) => row.id)
    expect(await idsFor(maker.client)).toContain(id)
    expect(await idsFor(city)).not.toContain(id)
    expect((await city.call(readRuleSet, { params: { id } })).status).toBe(404)
    expect((await app.visitor().call(readRuleSet, { params: { id } })).status).toBe(404)
  })
})

describe('POST /rule-sets/:id/copies', () => {
  test('200: a draft that says the same, as the next revision, beside what is in force', async () => {
    const { body } = await maker.client.call(copyRuleSet, {
      params: { id: shipped2021 },
      body: {},
    })
    expect(body).toMatchObject({ state: 'draft', revision: 2, totalTenths: 900, impact: null })
    expect(body.inForce?.id).toBe(shipped2021)
    expect(body.open).toEqual(['edit', 'delete', 'count'])
    expect(ruleSetFormOf(body)).toEqual(ruleSetFormOf(await read(shipped2021)))
  })

  test('404: for an office that does not make the rules', async () => {
    const refused = await city.call(copyRuleSet, { params: { id: shipped2021 }, body: {} })
    expect(refused.status).toBe(404)
  })
})

describe('PUT /rule-sets/:id', () => {
  test('200: every part is what the form says, and whom it touches must be counted anew', async () => {
    const before = await counted()
    expect(before.open).toContain('publish')
    const form: RuleSetForm = {
      ...ruleSetFormOf(before),
      name: '广东 2050 年度试行',
      minima: { public: 330, professional: 420, elective: 150 },
      certifies: 'batch',
      prorates: false,
      defaults: [],
      chains: [
        {
          yearFrom: 2050,
          yearTo: null,
          categories: ['professional'],
          series: ['04'],
          forms: ['07'],
          aboveTenths: 400,
          offices: ['employer', 'industry', 'hrss'],
        },
        ...before.chains,
      ],
      forms: before.forms.map((each) => (each.code === '07' ? { ...each, capTenths: 300 } : each)),
    }
    const params = { id: before.id }
    const body = { version: before.version, form }
    const { status, body: after } = await maker.client.call(editRuleSet, { params, body })
    expect(status).toBe(200)
    expect(ruleSetFormOf(after)).toEqual(form)
    expect(after).toMatchObject({ version: before.version + 1, impact: null })
    expect(after.open).not.toContain('publish')
    const row = await app.platform.db
      .selectFrom('ruleSets')
      .select('formCaps')
      .where('id', '=', before.id)
      .executeTakeFirstOrThrow()
    expect(row.formCaps).toMatchObject({ '07': 300 })
  })

  test.each<[string, Partial<RuleSetForm>, Record<string, string>]>([
    ['minima above the total', { totalTenths: 800 }, { 'form.totalTenths': 'MINIMA_ABOVE_TOTAL' }],
    [
      'a place outside the province',
      { jurisdiction: '110000' },
      { 'form.jurisdiction': 'NOT_OFFERED' },
    ],
    ['a county', { jurisdiction: '440106' }, { 'form.jurisdiction': 'NOT_OFFERED' }],
    ['a series that there is not', { series: '99' }, { 'form.series': 'NOT_OFFERED' }],
    [
      'years that would have no rules',
      { yearFrom: 2021, yearTo: 2022 },
      { 'form.yearTo': 'YEARS_UNCOVERED' },
    ],
  ])('422: %s', async (_, change, fields) => {
    const before = await draft()
    const form = { ...ruleSetFormOf(before), ...change }
    const refused = await maker.client.call(editRuleSet, {
      params: { id: before.id },
      body: { version: before.version, form },
    })
    expect(refused.status).toBe(422)
    expect(refused.problem.fields).toEqual(fields)
    expect(await read(before.id)).toEqual(before)
  })

  test('409: STALE with the draft as it stands; WRONG_STATE for what holds', async () => {
    const before = await draft()
    const form = ruleSetFormOf(before)
    const params = { id: before.id }
    const old = { version: before.version, form: { ...form, name: '另一个名称' } }
    await maker.client.call(editRuleSet, { params, body: { version: before.version, form } })
    const stale = await maker.client.call(editRuleSet, { params, body: old })
    expect(stale.status).toBe(409)
    expect(stale.problem).toMatchObject({ code: 'STALE', current: { version: before.version + 1 } })
    const held = await maker.client.call(editRuleSet, {
      params: { id: shipped2021 },
      body: { version: 1, form },
    })
    expect(held.problem).toMatchObject({ code: 'WRONG_STATE', current: { state: 'effective' } })
  })
})

describe('DELETE /rule-sets/:id', () => {
  test('200: a draft is gone; 409: never what was published', async () => {
    const { id } = await draft()
    expect((await maker.client.call(deleteRuleSet, { params: { id } })).status).toBe(200)
    expect((await maker.client.call(readRuleSet, { params: { id } })).status).toBe(404)
    const held = await maker.client.call(deleteRuleSet, { params: { id: shipped2021 } })
    expect(held.problem.code).toBe('WRONG_STATE')
  })
})

describe('POST /rule-sets/:id/publish', () => {
  test('409 NOT_COUNTED: before anybody has counted whom this very version touches', async () => {
    const before = await draft()
    const publish = {
      params: { id: before.id },
      body: { version: before.version, effectiveAt: null },
    }
    expect((await maker.client.call(publishRuleSet, publish)).problem.code).toBe('NOT_COUNTED')
    const task = await maker.client.call(countRuleSet, {
      params: { id: before.id },
      body: { version: before.version },
    })
    expect(task.body).toMatchObject({ kind: 'rules.count', state: 'waiting', own: true })
    await runLedgerTask(app, task.body.id)
    const { status, body } = await maker.client.call(publishRuleSet, publish)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'effective', version: before.version + 2 })
  })

  test('200: at a moment; before it nothing changes, it may be recalled, and then it holds by itself', async () => {
    const before = await counted({ minima: { public: 360, professional: 420, elective: 120 } })
    const year = { params: { year: String(before.yearFrom) } }
    const moment = new Date(app.clock.now().getTime() + 5 * 60_000)
    const params = { id: before.id }
    const publishing = { version: before.version, effectiveAt: moment.toISOString() }
    const scheduled = await maker.client.call(publishRuleSet, { params, body: publishing })
    expect(scheduled.body).toMatchObject({ state: 'scheduled', effectiveAt: moment.toISOString() })
    // It is told ahead, to everybody.
    expect((await app.visitor().call(readRuleSet, { params })).body.state).toBe('scheduled')
    expect((await app.visitor().call(readRules, year)).body.minima.public).toBe(300)

    const recalled = await maker.client.call(recallRuleSet, {
      params,
      body: { version: scheduled.body.version },
    })
    expect(recalled.body).toMatchObject({ state: 'draft', effectiveAt: null })
    await runLedgerTask(
      app,
      (await maker.client.call(countRuleSet, { params, body: { version: recalled.body.version } }))
        .body.id,
    )
    const again = { ...publishing, version: recalled.body.version }
    await maker.client.call(publishRuleSet, { params, body: again })

    await takeDue(orgs.systemActor(app.platform))
    expect((await read(before.id)).state).toBe('scheduled')
    app.clock.set(new Date(moment.getTime() + 1000))
    await takeDue(orgs.systemActor(app.platform))
    const held = await read(before.id)
    expect(held).toMatchObject({ state: 'effective', effectiveAt: moment.toISOString() })
    expect(held.taskId).not.toBeNull()
    expect((await app.visitor().call(readRules, year)).body.minima.public).toBe(360)
  })

  test('200: takes the place of what held for the same place, series and first year', async () => {
    const first = await counted()
    const publish = async ({ id, version }: { id: string; version: number }) =>
      (
        await maker.client.call(publishRuleSet, {
          params: { id },
          body: { version, effectiveAt: null },
        })
      ).body
    await publish(first)
    const next = await makeCountedRules(app, maker.actor, { dayTenths: 70 }, first.id)
    expect(next).toMatchObject({ revision: first.revision + 1, inForce: { id: first.id } })
    await publish(next)
    expect((await read(first.id)).state).toBe('superseded')
    const year = { params: { year: String(first.yearFrom) } }
    expect((await app.visitor().call(readRules, year)).body).toMatchObject({
      id: next.id,
      dayTenths: 70,
    })
  })

  test('422: a moment that has passed', async () => {
    const before = await counted()
    const past = new Date(app.clock.now().getTime() - 1000).toISOString()
    const refused = await maker.client.call(publishRuleSet, {
      params: { id: before.id },
      body: { version: before.version, effectiveAt: past },
    })
    expect(refused.problem).toMatchObject({
      code: 'INVALID',
      fields: { effectiveAt: 'MOMENT_PASSED' },
    })
  })

  test('one of two at once: the other is told that the set has moved on', async () => {
    const before = await counted()
    const publish = () =>
      maker.client.call(publishRuleSet, {
        params: { id: before.id },
        body: { version: before.version, effectiveAt: null },
      })
    const both = await Promise.all([publish(), publish()])
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
  })
})
