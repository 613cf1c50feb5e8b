import { randomUUID } from 'node:crypto'
import { proveContact, sendContactCode } from '@xueshi/contract/accounts/contacts'
import type { DeclarationState } from '@xueshi/contract/declarations'
import { readHome } from '@xueshi/contract/insight'
import { returnProfile, saveProfile } from '@xueshi/contract/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual, password } from '../../test/factories/accounts.ts'
import { lastCode } from '../../test/factories/codes.ts'
import {
  makeJoin,
  makeRegistrant,
  makeStaff,
  makeUnit,
  makeWaitingUnit,
  tianhe,
} from '../../test/factories/orgs.ts'
import { makeApplicant, makePerson, profileForm } from '../../test/factories/people.ts'
import { makeInvitation } from '../../test/factories/staff.ts'
import { genericPlan } from '../../test/plan.ts'
import { makeChange, makeFamily } from '../../test/factories/units.ts'
import { prepareJobs } from '../platform/jobs.ts'
import { employerTodos, hrssTodos, individualTodos, officeTodos, ownUnitTodos } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())

/** Records straight into the table: what is counted here is rows, however they came. */
async function putDeclarations(
  { personId, unitId }: { personId: string; unitId: string },
  state: DeclarationState,
  count: number,
) {
  const now = app.clock.now()
  const rows = Array.from({ length: count }, () => ({
    id: randomUUID(),
    personId,
    unitId,
    state,
    name: '岭南建筑节能技术',
    category: 'professional' as const,
    form: '01',
    institution: '木棉培训中心',
    startOn: '2026-03-02',
    endOn: '2026-03-03',
    year: 2026,
    claimedTenths: 160,
    series: '05',
    receiptNumber: randomUUID(),
    createdAt: now,
    updatedAt: now,
    submittedAt: now,
  }))
  await app.platform.db.insertInto('declarations').values(rows).execute()
  return rows.map(({ id }) => id)
}

async function openSteps(
  declarationIds: string[],
  office: 'employer' | 'industry' | 'hrss',
  officeUnitId: string,
) {
  const steps = declarationIds.map((declarationId) => ({
    id: randomUUID(),
    declarationId,
    round: 1,
    position: office === 'employer' ? 1 : 2,
    office,
    officeUnitId,
    state: 'open' as const,
    openedAt: app.clock.now(),
  }))
  await app.platform.db.insertInto('reviewSteps').values(steps).execute()
}

describe('GET /home', () => {
  test('200 for a person: first the profile, then what was returned, then drafts', async () => {
    const { id, client, documentNumber } = await makeIndividual(app, { phoneProven: true })
    const todos = async () => (await client.call(readHome)).body.todos
    expect(await todos()).toEqual([{ kind: 'completeProfile', count: 1, more: false }])
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    const draft = profileForm(documentNumber)
    await client.call(saveProfile, { body: { version: null, form: draft } })
    expect(await todos()).toEqual([{ kind: 'completeProfile', count: 1, more: false }])
    const sent = await client.call(saveProfile, {
      body: { version: 1, form: { ...draft, unitId: unit.id } },
    })
    expect(await todos()).toEqual([])
    await clerk.client.call(returnProfile, {
      params: { id: sent.body.id },
      body: { version: 2, reason: '请核对参加工作时间' },
    })
    await putDeclarations({ personId: id, unitId: unit.id }, 'returned', 2)
    await putDeclarations({ personId: id, unitId: unit.id }, 'draft', 1)
    await putDeclarations({ personId: id, unitId: unit.id }, 'submitted', 3)
    expect(await todos()).toEqual([
      { kind: 'correctProfile', count: 1, more: false },
      { kind: 'correctDeclarations', count: 2, more: false },
      { kind: 'finishDrafts', count: 1, more: false },
    ])
  })

  test('200: a phone that is not proven yet, until it is', async () => {
    const phone = '13612340000'
    const person = await makePerson(app, { account: { phone } })
    const todos = async () => (await person.client.call(readHome)).body.todos
    expect(await todos()).toEqual([{ kind: 'provePhone', count: 1, more: false }])
    await person.client.call(sendContactCode, { body: { contact: 'phone', address: null } })
    const code = await lastCode(app)
    await person.client.call(proveContact, { body: { contact: 'phone', code, password } })
    expect(await todos()).toEqual([])
  })

  test('200 counts to 99 and then says that there are more', async () => {
    const { id, unitId, client } = await makePerson(app, { account: { phoneProven: true } })
    const drafts = () => client.call(readHome).then(({ body }) => body.todos)
    await putDeclarations({ personId: id, unitId }, 'draft', 99)
    expect(await drafts()).toEqual([{ kind: 'finishDrafts', count: 99, more: false }])
    await putDeclarations({ personId: id, unitId }, 'draft', 51)
    expect(await drafts()).toEqual([{ kind: 'finishDrafts', count: 99, more: true }])
  })

  test('200 for an employer: its people and its records, none of another’s', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    expect((await clerk.client.call(readHome)).body.todos).toEqual([])
    await makeApplicant(app, { unitId: unit.id })
    await makeApplicant(app)
    const person = await makePerson(app, { unit, clerk })
    const ids = await putDeclarations({ personId: person.id, unitId: unit.id }, 'submitted', 3)
    await openSteps(ids.slice(0, 2), 'employer', unit.id)
    // The unit's other office, had it one, is another seat's business.
    await openSteps(ids.slice(2), 'hrss', unit.id)
    expect((await clerk.client.call(readHome)).body.todos).toEqual([
      { kind: 'confirmPeople', count: 1, more: false },
      { kind: 'reviewDeclarations', count: 2, more: false },
    ])
  })

  test('200 for an authority: what waits at its office', async () => {
    const person = await makePerson(app)
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    const reviewer = await makeStaff(app, office.id, { kind: 'hrss' })
    const ids = await putDeclarations(
      { personId: person.id, unitId: person.unitId },
      'underReview',
      2,
    )
    await openSteps(ids, 'hrss', office.id)
    expect((await reviewer.client.call(readHome)).body.todos).toEqual([
      { kind: 'reviewDeclarations', count: 2, more: false },
    ])
  })

  test('200 with nothing for an institution and an administrator', async () => {
    const unit = await makeUnit(app, { capabilities: ['institution', 'employer'] })
    const institution = await makeStaff(app, unit.id, { kind: 'institution' })
    const administrator = await makeStaff(app, unit.id, { kind: 'systemAdmin' })
    await makeApplicant(app, { unitId: unit.id })
    expect((await institution.client.call(readHome)).body.todos).toEqual([])
    expect((await administrator.client.call(readHome)).body.todos).toEqual([])
  })

  test('200: a unit of one’s own that is not finished, and nothing once it waits', async () => {
    const { client } = await makeRegistrant(app)
    const todos = (await client.call(readHome)).body.todos
    expect(todos).toEqual([{ kind: 'finishUnit', count: 1, more: false }])
    const waiting = await makeWaitingUnit(app)
    expect((await waiting.client.call(readHome)).body.todos).toEqual([])
  })

  test('200: units that wait in the office’s region, at each level', async () => {
    await makeWaitingUnit(app, { regionCode: '440902' })
    const todosAt = async (regionCode: string) => {
      const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
      const { client } = await makeStaff(app, office.id, { kind: 'hrss' })
      return (await client.call(readHome)).body.todos
    }
    const one = [{ kind: 'reviewUnits', count: 1, more: false }]
    expect(await todosAt('440902')).toEqual(one)
    expect(await todosAt('440900')).toEqual(one)
    expect(await todosAt('440904')).toEqual([])
  })

  test('200: units that ask the person to work for them, until their days are over', async () => {
    const { client } = await makePerson(app, { account: { phoneProven: true } })
    const before = (await client.call(readHome)).body.todos
    expect(before).toEqual([])
    const { id } = await makeUnit(app)
    const manager = await makeStaff(app, id, { level: 'manager' })
    const invited = await makeInvitation(app, manager)
    const kinds = async () =>
      (await invited.client.call(readHome)).body.todos.map(({ kind }) => kind)
    expect(await kinds()).toContain('answerInvitations')
    await app.platform.db
      .updateTable('staffInvitations')
      .set({ expiresAt: app.clock.now() })
      .where('id', '=', invited.invitation.id)
      .execute()
    expect(await kinds()).not.toContain('answerInvitations')
  })

  test('200: who asks to join, for a manager alone', async () => {
    const { id } = await makeUnit(app)
    await makeJoin(app, id)
    const manager = await makeStaff(app, id, { level: 'manager' })
    const clerk = await makeStaff(app, id)
    const todos = (await manager.client.call(readHome)).body.todos
    expect(todos).toEqual([{ kind: 'decideJoins', count: 1, more: false }])
    expect((await clerk.client.call(readHome)).body.todos).toEqual([])
  })

  test('200: units that ask to be called otherwise, and those that ask to stand below a manager’s', async () => {
    const unit = await makeUnit(app, { regionCode: '440981' })
    const manager = await makeStaff(app, unit.id, { level: 'manager' })
    await makeChange(app, manager)
    await makeFamily(app, unit.id)
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440981' })
    const { client } = await makeStaff(app, office.id, { kind: 'hrss' })
    const todosOf = async (of: typeof client) => (await of.call(readHome)).body.todos
    expect(await todosOf(client)).toContainEqual({
      kind: 'reviewUnitChanges',
      count: 1,
      more: false,
    })
    const below = [{ kind: 'decideSubUnits', count: 1, more: false }]
    expect(await todosOf(manager.client)).toEqual(below)
    expect(await todosOf((await makeStaff(app, unit.id)).client)).toEqual([])
  })

  test('each count is read from an index, whatever the plan', async () => {
    const id = randomUUID()
    const plans = await Promise.all(
      [
        individualTodos(id, app.clock.now()),
        employerTodos(id, true),
        officeTodos(id, 'industry', id),
        hrssTodos({ unitId: id, regionCode: tianhe }, id),
        ownUnitTodos(id),
      ].map((query) => genericPlan(app.platform.db, query)),
    )
    expect(plans[0]).toContain('declarations_person')
    expect(plans[0]).toContain('staff_invitations_once')
    expect(plans[1]).toContain('profiles_waiting')
    expect(plans[1]).toContain('unit_joins_waiting')
    expect(plans[1]).toContain('units_parent')
    expect(plans[3]).toContain('unit_changes_county')
    expect(plans[3]).toContain('units_waiting_county')
    for (const plan of plans.slice(1, 4)) expect(plan).toContain('review_steps_queue')
    for (const plan of plans) expect(plan).not.toContain('Seq Scan')
  })

  test('401 for a visitor', async () => {
    const { status, problem } = await app.visitor().call(readHome)
    expect([status, problem.code]).toEqual([401, 'SIGNED_OUT'])
  })
})
