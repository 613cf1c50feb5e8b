import { randomUUID } from 'node:crypto'
import { readHome } from '@xueshi/contract/insight'
import { objectToTransfer } from '@xueshi/contract/people/transfers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import {
  makeAccreditors,
  makeApplication,
  makeReviewed,
} from '../../test/factories/accreditations.ts'
import { makeStaff } from '../../test/factories/orgs.ts'
import { makeMover, makePartTimer } from '../../test/factories/people.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { genericPlan } from '../../test/plan.ts'
import * as accrediting from '../orgs/accrediting/service.ts'
import { employerTodos, hrssTodos, institutionTodos } from './store.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeAccreditors>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeAccreditors(app)
})
afterAll(() => app.close())

const todosOf = async (client: Client) =>
  (await client.call(readHome)).body.todos.map(({ kind, count }) => [kind, count])
const at = async ({ id, seatId }: { id: string; seatId: string }) =>
  todosOf(await clientFor(app, { accountId: id, seatId }))

test('200: 机构资质 at the office whose turn it is, and back at the unit’s manager alone', async () => {
  await makeReviewed(app, offices.city)
  await makeApplication(app)
  const { manager, id, version } = await makeApplication(app)
  expect(await at(offices.city)).toEqual([['reviewAccreditations', 2]])
  expect(await at(offices.province)).toEqual([['reviewAccreditations', 1]])
  expect(await at(offices.county)).toEqual([])
  expect(await at(offices.foshan)).toEqual([])
  const officer = await actorAt(app, offices.city)
  const returned = await accrediting.give('return')(officer, {
    id,
    version,
    reason: '请补充师资名单',
  })
  expect(await at(offices.city)).toEqual([['reviewAccreditations', 1]])
  expect(await at(manager)).toEqual([['correctAccreditation', 1]])
  expect(await todosOf((await makeStaff(app, returned.unitId)).client)).toEqual([])
})

test('200: a transfer at the unit that is left, and its objection at the office that decides', async () => {
  const { from, to, transfer } = await makeMover(app)
  expect(await todosOf(from.clerk.client)).toEqual([['answerTransfers', 1]])
  expect(await todosOf(to.clerk.client)).toEqual([['confirmPeople', 1]])
  await from.clerk.client.call(objectToTransfer, {
    params: { id: transfer.id },
    body: { version: transfer.version, reason: '交接尚未完成' },
  })
  expect(await todosOf(from.clerk.client)).toEqual([])
  expect(await at(offices.county)).toContainEqual(['decideTransfers', 1])
  expect(await at(offices.foshan)).toEqual([])
})

test('200: people who ask to work for the unit beside their own', async () => {
  const { from } = await makeMover(app)
  await makePartTimer(app, from.id)
  expect(await todosOf(from.clerk.client)).toContainEqual(['decidePartTime', 1])
})

test('each of these counts is read from an index', async () => {
  const id = randomUUID()
  const { db } = app.platform
  const planOf = (regionCode: string) => genericPlan(db, hrssTodos({ unitId: id, regionCode }, id))
  const plans = {
    city: await planOf('440100'),
    province: await planOf('440000'),
    employer: await genericPlan(db, employerTodos(id, true)),
    institution: await genericPlan(db, institutionTodos(id, true)),
  }
  for (const plan of Object.values(plans)) expect(plan).not.toContain('Seq Scan')
  expect(plans.city).toContain('accreditations_city')
  expect(plans.city).toContain('transfers_office')
  expect(plans.province).toContain('accreditations_province')
  expect(plans.employer).toContain('transfers_former')
  expect(plans.employer).toContain('employments_part_time_waiting')
})
