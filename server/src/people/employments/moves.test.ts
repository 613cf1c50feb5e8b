import { openMoves } from '@xueshi/contract/moves'
import {
  confirmApplication,
  type Employment,
  employmentMoves,
  type EmploymentState,
  employmentStates,
  endEmployment,
  listEmployments,
  refuseApplication,
  withdrawEmployment,
} from '@xueshi/contract/people/employments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import {
  actorOf,
  type Desk,
  makeDesk,
  makeMover,
  makePartTimer,
  makePerson,
} from '../../../test/factories/people.ts'
import * as people from '../service.ts'

let app: TestApp
let from: Desk
let to: Desk
let stranger: Client
beforeAll(async () => {
  app = await testApp()
  ;[from, to] = [await makeDesk(app), await makeDesk(app)]
  stranger = (await makePerson(app)).client
})
afterAll(() => app.close())

const shownOf = async (client: Client, id: string): Promise<Employment> => {
  const { body } = await client.call(listEmployments)
  const found = body.items.find((item) => item.id === id)
  if (!found) throw new Error('the employment is not among the person’s own')
  return found
}

/** A main employment brought into the state by whoever brings it there, as its person is shown it. */
async function inState(state: EmploymentState): Promise<{ client: Client; shown: Employment }> {
  if (state === 'confirmed' || state === 'ended') {
    const { client, id } = await makePerson(app, { unit: from, clerk: from.clerk })
    const [held] = (await client.call(listEmployments)).body.items
    if (!held) throw new Error('a confirmed person has no employment')
    if (state === 'ended')
      await people.employments.leave(await actorOf(app, { id }), { ...held, reason: 'left' })
    return { client, shown: await shownOf(client, held.id) }
  }
  const isAccepted = state === 'accepted'
  const mover = await makeMover(app, { former: from, next: to, isAccepted })
  const { client, application, current, actor } = mover
  const next = await actorOf(app, to.clerk)
  if (state === 'refused') await people.giveBack(next, { ...current, reason: '查无此人' })
  if (state === 'withdrawn') await people.employments.withdraw(actor, application)
  return { client, shown: await shownOf(client, application.id) }
}

describe('what a person may do with a main employment', () => {
  const verbs = {
    withdraw: (client: Client, { id, version }: Employment) =>
      client.call(withdrawEmployment, { params: { id }, body: { version } }),
    leave: (client: Client, { id, version }: Employment) =>
      client.call(endEmployment, { params: { id }, body: { version, reason: 'left' } }),
  } as const
  for (const state of employmentStates)
    for (const [verb, call] of Object.entries(verbs))
      test(`${verb} of one that is ${state}`, async () => {
        const { client, shown } = await inState(state)
        const isBound = state === 'applied' || state === 'accepted'
        const facts = {
          own: true,
          holds: false,
          notSelf: false,
          bound: isBound,
          free: !isBound,
          settled: true,
        }
        const open = openMoves(employmentMoves, state, 'individual', facts)
        expect(shown.state).toBe(state)
        expect(shown.open.toSorted()).toEqual(open.toSorted())
        expect((await call(stranger, shown)).status).toBe(404)
        expect((await call(from.clerk.client, shown)).status).toBe(403)
        const isOpen = (open as readonly string[]).includes(verb)
        expect((await call(client, shown)).status).toBe(isOpen ? 200 : 409)
      })
})

describe('what a unit may do with a part-time application', () => {
  const verbs = {
    confirm: (client: Client, { id, version }: Employment) =>
      client.call(confirmApplication, { params: { id }, body: { version } }),
    refuse: (client: Client, { id, version }: Employment) =>
      client.call(refuseApplication, { params: { id }, body: { version, reason: '没有岗位' } }),
  } as const
  const ways = {
    applied: () => Promise.resolve(),
    confirmed: async (application: Employment) =>
      people.partTime.confirm(await actorOf(app, to.clerk), application),
    refused: async (application: Employment) =>
      people.partTime.refuse(await actorOf(app, to.clerk), { ...application, reason: '没有岗位' }),
    withdrawn: async (application: Employment, actor: Parameters<typeof people.readOwn>[0]) =>
      people.employments.withdraw(actor, application),
  } as const
  for (const [state, bring] of Object.entries(ways))
    for (const [verb, call] of Object.entries(verbs))
      test(`${verb} of one that is ${state}`, async () => {
        const { actor, application, client } = await makePartTimer(app, to.id)
        await bring(application, actor)
        const shown = await shownOf(client, application.id)
        expect(shown.state).toBe(state)
        expect((await call(client, shown)).status).toBe(403)
        expect((await call(from.clerk.client, shown)).status).toBe(404)
        expect((await call(to.clerk.client, shown)).status).toBe(state === 'applied' ? 200 : 409)
      })
})
