import {
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { type Chain, readRuleSet } from '@xueshi/contract/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeDraft, makeSubmitted } from '../../test/factories/declarations.ts'
import { guangdong, guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { publishRules, ruleMakerOf, shipped2021 } from '../../test/factories/rules.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** 卫生技术. */
const health = '04'
const studied = { startOn: '2027-02-01', endOn: '2027-02-02' }

test('a row for 2027 × 卫生 is added: the next record goes by it, those under way keep their path', async () => {
  app.clock.set(new Date('2027-03-01T02:00:00Z'))
  const authority = await makeUnit(app, {
    capabilities: ['industry'],
    industryCode: 'health',
    regionCode: guangdong,
  })
  const trade = await makeStaff(app, authority.id, { kind: 'industry' })
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  await makeStaff(app, hrss.id, { kind: 'hrss' })
  const nurse = await makePerson(app, { form: { series: health, title: '主管护师' } })
  const clerk = await clientFor(app, { accountId: nurse.clerk.id, seatId: nurse.clerk.seatId })
  const before = await makeSubmitted(app, nurse, { form: studied })
  const draft = await makeDraft(app, nurse, { form: studied })
  expect(before.steps.map(({ office }) => office)).toEqual(['employer', 'industry'])

  const { client: maker } = await ruleMakerOf(app)
  const { body: rules } = await maker.call(readRuleSet, { params: { id: shipped2021 } })
  const row: Chain = {
    yearFrom: 2027,
    yearTo: null,
    categories: [],
    series: [health],
    forms: [],
    aboveTenths: null,
    offices: ['employer', 'industry', 'hrss'],
  }
  await publishRules(app, { chains: [row, ...rules.chains] })

  const own = await clientFor(app, { accountId: nurse.id })
  const { body: next } = await own.call(submitDeclaration, {
    params: { id: draft.id },
    body: { version: draft.version },
  })
  expect(next.steps).toMatchObject([
    { office: 'employer', state: 'open' },
    { office: 'industry', officeName: authority.name, state: 'waiting' },
    { office: 'hrss', officeName: hrss.name, state: 'waiting' },
  ])

  const passed = await clerk.call(passDeclaration, {
    params: { id: before.id },
    body: { version: before.version },
  })
  const recognised = await trade.client.call(recogniseDeclaration, {
    params: { id: before.id },
    body: { version: passed.body.version, recognisedTenths: 160, reason: null },
  })
  expect([recognised.status, recognised.body.state]).toEqual([200, 'recognised'])

  // The new one is passed on there instead: its last office has yet to decide.
  const first = await clerk.call(passDeclaration, {
    params: { id: next.id },
    body: { version: next.version },
  })
  const refused = await trade.client.call(recogniseDeclaration, {
    params: { id: next.id },
    body: { version: first.body.version, recognisedTenths: 160, reason: null },
  })
  expect(refused.status).toBe(409)
  const second = await trade.client.call(passDeclaration, {
    params: { id: next.id },
    body: { version: first.body.version },
  })
  expect(second.status).toBe(200)
  const { body: waiting } = await own.call(readDeclaration, { params: { id: next.id } })
  expect(waiting.steps.at(-1)).toMatchObject({ office: 'hrss', state: 'open' })
})
