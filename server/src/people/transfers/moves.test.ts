import { type Endpoint } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  objectToTransfer,
  overruleTransfer,
  readTransfer,
  releaseTransfer,
  type Transfer,
  transferMoves,
  transferStates,
  type TransferState,
  upholdTransfer,
} from '@xueshi/contract/people/transfers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, type Desk, makeDesk, makeMover } from '../../../test/factories/people.ts'
import * as people from '../service.ts'

let app: TestApp
let from: Desk
let to: Desk
let office: Awaited<ReturnType<typeof makeStaff>>
let elsewhere: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  app = await testApp()
  const [city, other] = [
    await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' }),
    await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' }),
  ]
  ;[from, to] = [await makeDesk(app), await makeDesk(app)]
  office = await makeStaff(app, city.id, { kind: 'hrss' })
  elsewhere = await makeStaff(app, other.id, { kind: 'hrss' })
})
afterAll(() => app.close())

/** A transfer brought into the state by whoever brings it there. */
async function inState(state: TransferState): Promise<{ transfer: Transfer; person: Client }> {
  const mover = await makeMover(app, { former: from, next: to })
  const { transfer } = mover
  const former = await actorOf(app, from.clerk)
  const decided = { reason: '交接未完成' }
  if (state === 'released') await people.transfers.release(former, transfer)
  if (state === 'cancelled') await people.employments.withdraw(mover.actor, mover.application)
  if (state === 'objected' || state === 'upheld') {
    const objected = await people.transfers.object(former, { ...transfer, ...decided })
    if (state === 'upheld')
      await people.transfers.uphold(await actorOf(app, office), { ...objected, ...decided })
  }
  const { version } = await app.platform.db
    .selectFrom('transfers')
    .select('version')
    .where('id', '=', transfer.id)
    .executeTakeFirstOrThrow()
  return { transfer: { ...transfer, state, version }, person: mover.client }
}

const endpoints = {
  release: releaseTransfer,
  object: objectToTransfer,
  overrule: overruleTransfer,
  uphold: upholdTransfer,
} as const satisfies Record<string, Endpoint>
type Verb = keyof typeof endpoints
const verbs = Object.keys(endpoints) as Verb[] // the object's own keys

const attempt = async (client: Client, verb: Verb, { id, version }: Transfer) => {
  const params = { id }
  const reason = '项目已交接'
  if (verb === 'release')
    return (await client.call(releaseTransfer, { params, body: { version } })).status
  return (await client.call(endpoints[verb], { params, body: { version, reason } })).status
}

const nobody = { holds: false, decides: false, notSelf: true }

describe('every move from every state by everybody', () => {
  for (const state of transferStates)
    for (const verb of verbs)
      test(`${verb} of a transfer that is ${state}`, async () => {
        const { transfer, person } = await inState(state)
        // An office knows of a transfer from the moment when an objection has come to it.
        const isWithOffice = state === 'objected' || state === 'upheld'
        const callers = [
          { client: person, kind: 'individual', facts: nobody, sees: false },
          { client: to.clerk.client, kind: 'employer', facts: nobody, sees: false },
          { client: elsewhere.client, kind: 'hrss', facts: nobody, sees: false },
          {
            client: office.client,
            kind: 'hrss',
            facts: { ...nobody, decides: true },
            sees: isWithOffice,
          },
          {
            client: from.clerk.client,
            kind: 'employer',
            facts: { ...nobody, holds: true },
            sees: true,
          },
        ] as const
        const { by } = endpoints[verb].parts
        for (const { client, kind, facts, sees } of callers) {
          const open = openMoves(transferMoves, state, kind, facts)
          const isInvited = (by as readonly string[]).includes(kind)
          const shown = await client.call(readTransfer, { params: { id: transfer.id } })
          expect([kind, shown.status]).toEqual([
            kind,
            sees ? 200 : kind === 'individual' ? 403 : 404,
          ])
          if (sees) expect(shown.body.open.toSorted()).toEqual(open.toSorted())
          const expected = !isInvited ? 403 : !sees ? 404 : open.includes(verb) ? 200 : 409
          expect([kind, facts, await attempt(client, verb, transfer)]).toEqual([
            kind,
            facts,
            expected,
          ])
        }
      })
})
