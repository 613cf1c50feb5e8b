import * as law from '@xueshi/contract/insight/claims'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { someFaults } from '../../../test/battery.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { claimForm } from '../../../test/factories/claims.ts'
import { guangzhou, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import * as claims from './service.ts'

let app: TestApp
let desk: Desk
beforeAll(async () => {
  app = await testApp()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  desk = await makeDesk(app)
})
afterAll(() => app.close())

const newPerson = () => makePerson(app, { unit: desk, clerk: desk.clerk })
const filed = async () => {
  const one = await newPerson()
  return { ...one, claim: await claims.file(await actorOf(app, one), claimForm()) }
}
const answered = async () => {
  const one = await filed()
  const asked = { outcome: 'explained', words: '没有查到签到记录。' } as const
  const { id, version } = one.claim
  const clerk = await actorOf(app, desk.clerk)
  return { ...one, claim: await claims.answer(clerk, { id, version, ...asked }) }
}
type Filed = Awaited<ReturnType<typeof filed>>

const left = async (one: { id: string }) => {
  const rows = await app.platform.db
    .selectFrom('hourClaims as c')
    .leftJoin('hourClaimEvents as e', 'e.claimId', 'c.id')
    .select(['c.state', 'c.version', 'c.office', 'e.act'])
    .where('c.personId', '=', one.id)
    .orderBy('e.id')
    .execute()
  return rows.map(({ state, version, office, act }) => `${state} ${version} ${office} ${act}`)
}

describe('T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect', () => {
  test('filing', { timeout: 120_000 }, async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: newPerson,
        act: ({ client }, key) => client.call(law.fileClaim, { body: claimForm(), key }),
        traces: left,
        done: () => ['open 1 employer file'],
      })
      expect(statements).toBeGreaterThan(6)
    }
  })

  const words = '已补登。'
  test.each([
    [
      'answering',
      filed,
      ({ claim: { id, version } }: Filed, key: string) =>
        desk.clerk.client.call(law.answerClaim, {
          params: { id },
          body: { version, outcome: 'mended', words },
          key,
        }),
      ['answered 2 employer file', 'answered 2 employer answer'],
    ],
    [
      'passing on',
      filed,
      ({ claim: { id, version } }: Filed, key: string) =>
        desk.clerk.client.call(law.passClaim, { params: { id }, body: { version, words }, key }),
      ['open 2 hrss file', 'open 2 hrss pass'],
    ],
    [
      'withdrawing',
      filed,
      ({ client, claim: { id, version } }: Filed, key: string) =>
        client.call(law.withdrawClaim, { params: { id }, body: { version }, key }),
      ['withdrawn 2 employer file', 'withdrawn 2 employer withdraw'],
    ],
    [
      'raising',
      answered,
      ({ client, claim: { id, version } }: Filed, key: string) =>
        client.call(law.raiseClaim, { params: { id }, body: { version, words }, key }),
      ['open 3 hrss file', 'open 3 hrss answer', 'open 3 hrss raise'],
    ],
    [
      'accepting',
      answered,
      ({ client, claim: { id, version } }: Filed, key: string) =>
        client.call(law.acceptClaim, { params: { id }, body: { version }, key }),
      ['settled 3 employer file', 'settled 3 employer answer', 'settled 3 employer accept'],
    ],
  ] as const)(
    '%s',
    async (_, make, act, done) => {
      for (const fault of someFaults) {
        const statements = await everyStatement(app, fault, {
          make,
          act,
          traces: left,
          done: () => done,
        })
        expect(statements).toBeGreaterThan(4)
      }
    },
    120_000,
  )
})
