import { beginClaim } from '@xueshi/contract/accounts/recovery'
import { register, type Registration } from '@xueshi/contract/accounts/registration'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../../test/app.ts'
import { isBattery } from '../../../test/battery.ts'
import { nextNumber, registrationForm, solvedCaptcha } from '../../../test/factories/accounts.ts'
import { lastCode } from '../../../test/factories/codes.ts'
import { failingDatabase, faults, type Fault } from '../../../test/failing-database.ts'
import { rowsOf } from '../../../test/rows.ts'
import * as orgs from '../../orgs/service.ts'
import { transaction } from '../../platform/transaction.ts'
import { openUnclaimed } from '../service.ts'

let app: TestApp
let admin: pg.Client
beforeAll(async () => {
  app = await testApp()
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await app.close()
})

/** Every table but what a try leaves by itself: its captcha is used up, and it is counted. */
async function rows(): Promise<Record<string, string>> {
  const { captchas: _, attempts: __, ...rest } = await rowsOf(admin)
  return rest
}
/** How many rows came to each table that was written to. */
function newIn(before: Record<string, string>, after: Record<string, string>) {
  const countOf = (state = '') => Number.parseInt(state, 10)
  return Object.fromEntries(
    Object.entries(after)
      .filter(([table, state]) => state !== before[table])
      .map(([table, state]) => [table, countOf(state) - countOf(before[table])]),
  )
}

type Proof = Partial<Pick<Registration, 'claim'>>
type Try = { client: Client; form: Registration; proof: Proof }
async function send({ client, form, proof }: Try) {
  const captcha = await solvedCaptcha(client)
  return () => client.call(register, { body: { ...form, ...proof, captcha } })
}

/** Registers again and again while the first statement fails, then the second, to the last. */
async function throughEveryStatement(prepare: () => Promise<Try>, whole: Record<string, number>) {
  const { db } = app.platform
  const tried: readonly Fault[] = isBattery ? faults : ['fails', 'unacknowledged']
  for (const fault of tried) {
    const failing = failingDatabase(app.database.appUrl)
    let statements = 0
    for (let reached = true; reached;) {
      // A day each: what is taken is told to an address five times on one.
      app.clock.advance(86_400_000)
      statements += 1
      const made = await prepare()
      const act = await send(made)
      const before = await rows()
      app.platform.db = failing.db
      failing.arm(statements, fault)
      const { status } = await act()
      reached = failing.disarm()
      app.platform.db = db
      const left = newIn(before, await rows())
      // Its answer may be lost when all of it stands; a half of it never does.
      const stands = Object.keys(left).length > 0
      expect([fault, statements, left]).toEqual([fault, statements, stands ? whole : {}])
      expect([fault, statements, stands]).toEqual([
        fault,
        statements,
        status === 200 || (fault === 'unacknowledged' && stands),
      ])
      const again = await (await send(made))()
      const code = again.status === 200 ? 'made' : again.problem.code
      const taken = made.proof.claim ? 'CODE_WRONG' : 'ACCOUNT_TAKEN'
      expect([fault, statements, code]).toEqual([fault, statements, stands ? taken : 'made'])
      // A refused claim is told in the audit too.
      const { audit: _, ...kept } = whole
      expect(newIn(before, await rows())).toMatchObject(kept)
    }
    await failing.close()
    expect(statements).toBeGreaterThan(3)
  }
}

describe('T20: a registration that stops at any statement leaves nothing behind', () => {
  test('individuals', async () => {
    const prepare = async () => ({ client: app.visitor(), form: registrationForm(), proof: {} })
    const whole = { accounts: 1, identities: 2, security_answers: 3, devices: 1, audit: 1 }
    await throughEveryStatement(prepare, whole)
  }, 120_000)

  test('whoever claims the account that an office has put on file', async () => {
    const prepare = async () => {
      const client = app.visitor()
      const phone = `135${String(nextNumber()).padStart(8, '0')}`
      const form = registrationForm({ phone })
      const system = orgs.systemActor(app.platform)
      const { name, country, documentType, documentNumber, email } = form
      const onFile = { name, country, documentType, documentNumber, phone, email }
      await transaction(system, (tx) => openUnclaimed(tx, system, onFile))
      const captcha = await solvedCaptcha(client)
      const body = { name, documentType, documentNumber, captcha }
      const { id } = (await client.call(beginClaim, { body })).body
      return { client, form, proof: { claim: { id, code: await lastCode(app) } } }
    }
    // The flow is over and its code is used.
    const flow = { flows: 0, codes: 0 }
    const whole = { ...flow, accounts: 0, identities: 2, security_answers: 3, devices: 1, audit: 1 }
    await throughEveryStatement(prepare, whole)
  }, 120_000)
})
