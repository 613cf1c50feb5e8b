import {
  appealDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeDraft, makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe, totpSecret } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import * as accounts from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'

let app: TestApp
/** The HR&SS offices of the county and of the city around it, each with an officer. */
let county: Office
let city: Office
beforeAll(async () => {
  app = await testApp()
  county = await office(tianhe)
  city = await office(guangzhou)
})
afterAll(() => app.close())

type Office = { unit: { id: string }; officer: Awaited<ReturnType<typeof makeStaff>> }
async function office(regionCode: string): Promise<Office> {
  const unit = await makeUnit(app, { capabilities: ['employer', 'hrss'], regionCode })
  return { unit, officer: await makeStaff(app, unit.id, { kind: 'hrss' }) }
}

/** A person with a desk of their own unit: its only clerk, or one of two. */
async function reviewer({ isAlone }: { isAlone: boolean }) {
  const unit = await makeUnit(app)
  const first = await makeStaff(app, unit.id)
  const person = await makePerson(app, { unit, clerk: first })
  const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
    unitId: unit.id,
    accountId: person.id,
    kind: 'employer',
    level: 'clerk',
  })
  if (isAlone) await leave(first.seatId)
  const desk = await clientFor(app, { accountId: person.id, seatId })
  return { unit, person, first, desk }
}
const leave = (seatId: string) =>
  app.platform.db
    .updateTable('unitStaff')
    .set({ endedAt: app.clock.now() })
    .where('id', '=', seatId)
    .execute()

const stepsOf = ({ steps }: { steps: readonly { office: string; state: string }[] }) =>
  steps.map(({ office: kind, state }) => [kind, state])
const wholly = ({ version, claimedTenths }: { version: number; claimedTenths: number }) => ({
  version,
  recognisedTenths: claimedTenths,
  reason: null,
})

describe('nobody reviews their own', () => {
  test('the only reviewer of a unit: the office above decides, and the person is told before', async () => {
    const { person, desk } = await reviewer({ isAlone: true })
    const draft = await makeDraft(app, person)
    expect(draft.reviewedFirst).toBe('above')
    const params = { id: draft.id }
    const body = { version: draft.version }
    const { body: sent } = await person.client.call(submitDeclaration, { params, body })
    expect([sent.state, stepsOf(sent), sent.reviewedFirst]).toEqual([
      'underReview',
      [['hrss', 'open']],
      null,
    ])
    expect((await desk.call(readDeclaration, { params })).status).toBe(404)
    const done = await county.officer.client.call(recogniseDeclaration, {
      params,
      body: wholly(sent),
    })
    expect(done.body.state).toBe('recognised')
  })

  test('what the office above returned goes back there', async () => {
    const { person } = await reviewer({ isAlone: true })
    const sent = await makeSubmitted(app, person)
    const params = { id: sent.id }
    const reason = '缺少结业证书'
    const { body: returned } = await county.officer.client.call(returnDeclaration, {
      params,
      body: { version: sent.version, reason },
    })
    const again = await person.client.call(submitDeclaration, {
      params,
      body: { version: returned.version },
    })
    expect([again.body.state, stepsOf(again.body)]).toEqual(['underReview', [['hrss', 'open']]])
  })

  test('of two the other one reviews; once that one has left the office above does', async () => {
    const { person, first, desk } = await reviewer({ isAlone: false })
    const draft = await makeDraft(app, person)
    expect(draft.reviewedFirst).toBe('employer')
    const sent = await makeSubmitted(app, person)
    expect([sent.state, stepsOf(sent)]).toEqual(['submitted', [['employer', 'open']]])
    const params = { id: sent.id }
    const own = await desk.call(recogniseDeclaration, { params, body: wholly(sent) })
    expect(own.problem.code).toBe('OWN_RECORD')
    const colleague = await first.client.call(recogniseDeclaration, { params, body: wholly(sent) })
    expect(colleague.status).toBe(200)

    await leave(first.seatId)
    expect(stepsOf(await makeSubmitted(app, person))).toEqual([['hrss', 'open']])
  })

  test('a disabled account reviews nothing', async () => {
    const { person, first } = await reviewer({ isAlone: false })
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('id', '=', first.id)
      .execute()
    expect(stepsOf(await makeSubmitted(app, person))).toEqual([['hrss', 'open']])
  })

  test('a unit without any staff leaves its step to the office above, each further step in its place', async () => {
    const person = await makePerson(app)
    await leave(person.clerk.seatId)
    const sent = await makeSubmitted(app, person, { form: { category: 'public' } })
    expect([sent.state, stepsOf(sent)]).toEqual(['underReview', [['hrss', 'open']]])
  })

  test('the only officer of an HR&SS office: its own step and an appeal go one level further up', async () => {
    const clerk = await makeStaff(app, county.unit.id)
    const person = await makePerson(app, { unit: county.unit, clerk })
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: county.unit.id,
      accountId: person.id,
      kind: 'hrss',
      level: 'clerk',
    })
    await leave(county.officer.seatId)
    await accounts.enrolSecondFactor(orgs.systemActor(app.platform), person.id, totpSecret)
    const client = await clientFor(app, { accountId: person.id })
    const sent = await makeSubmitted(app, person, { form: { category: 'public' } })
    expect(sent.steps.map(({ officeName }) => officeName)).toEqual([
      expect.any(String),
      await orgs.unitName(app.platform.db, city.unit.id),
    ])

    const other = await makeSubmitted(app, person)
    const params = { id: other.id }
    const reason = '材料不全'
    const { body: rejected } = await clerk.client.call(rejectDeclaration, {
      params,
      body: { version: other.version, reason },
    })
    const appealed = await client.call(appealDeclaration, {
      params,
      body: { version: rejected.version, reason },
    })
    expect(appealed.body.state).toBe('appealed')
    expect((await city.officer.client.call(readDeclaration, { params })).status).toBe(200)
    await leave(seatId)
  })
})
