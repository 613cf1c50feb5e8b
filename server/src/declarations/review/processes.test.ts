import {
  type Declaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { rounds } from '../../../test/battery.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { makeStaff } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { callAt, type House, startHouse } from '../../../test/houses.ts'
import { unguardedDatabase } from '../../../test/unguarded-database.ts'

type Clerk = { client: Client; seatId: string }
let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerks: readonly [Clerk, Clerk]
let houses: readonly House[]
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
  const { id: accountId, seatId } = person.clerk
  const colleague = await makeStaff(app, person.unitId, { name: '黄小燕' })
  clerks = [{ client: await clientFor(app, { accountId, seatId }), seatId }, colleague]
  houses = await Promise.all([startHouse(app), startHouse(app)])
}, 120_000)
afterAll(async () => {
  await Promise.all(houses.map((house) => house.stop()))
  await app.close()
})

/** Two clerks decide on one record from two tabs each, and no two of their tabs say the same. */
const decisions = [
  { endpoint: recogniseDeclaration, more: { recognisedTenths: 160, reason: null } },
  { endpoint: recogniseDeclaration, more: { recognisedTenths: 100, reason: '按签到记录认定' } },
  { endpoint: rejectDeclaration, more: { reason: '不属于继续教育' } },
  { endpoint: returnDeclaration, more: { reason: '缺少结业证书' } },
] as const
const inputOf = ({ id, version }: Declaration, tab: number) => {
  const { endpoint, more } = decisions[tab % decisions.length] ?? decisions[0]
  return { endpoint, input: { params: { id }, body: { version, ...more } } }
}

/** What stands of a record and what of it stands in the ledger: the two must say the same. */
async function standingOf(id: string) {
  const { rows } = await sql<{
    state: string
    recognised: number
    standing: number
    steps: number
  }>`
    SELECT d.state, CASE d.state WHEN 'recognised' THEN d.recognised_tenths ELSE 0 END AS recognised,
      (SELECT coalesce(sum(e.hours_tenths), 0)::int FROM ledger_entries e WHERE e.source_id = d.id AND e.reverses IS NULL
        AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)) AS standing,
      (SELECT count(*)::int FROM declaration_events v WHERE v.declaration_id = d.id
        AND v.act IN ('recognise', 'reject', 'return')) AS steps
    FROM declarations d WHERE d.id = ${id}`.execute(app.platform.db)
  const [row] = rows
  if (!row) throw new Error('there is no record')
  return row
}

type Told = { status: number; problem: { code: string; current?: unknown } }

/** One of the eight decided, the others were told how it stands, and the ledger says the same. */
async function isOne(id: string, answers: readonly Told[]): Promise<boolean> {
  const decided = answers.filter(({ status }) => status === 200)
  const told = answers.filter(({ status }) => status !== 200)
  const { recognised, standing, steps } = await standingOf(id)
  return (
    decided.length === 1 &&
    told.every(({ status, problem }) => status === 409 && problem.current !== undefined) &&
    recognised === standing &&
    steps === 1
  )
}

/** What a decision is held by: the record's state and version, and that its step is still open. */
const withoutGuard = (statement: string) =>
  statement
    .replace(
      /d\.state = ANY \((\$\d+)::text\[\]\) AND d\.version = (\$\d+)/,
      '$1::text[] IS NOT NULL AND $2::int IS NOT NULL',
    )
    .replace("s.declaration_id = moved.id AND s.state = 'open'", 's.declaration_id = moved.id')

describe('T14: two clerks, two tabs, two processes, eight connections on one record', () => {
  test('one decides and the others are told, every time; without the guard they overwrite each other', async () => {
    const count = rounds(200)
    let failed = 0
    for (let round = 0; round < count; round += 1) {
      const record = await makeSubmitted(app, person)
      const answers = await Promise.all(
        houses.flatMap((house, place) =>
          clerks.flatMap(({ client, seatId }, at) =>
            [0, 1].map((tab) => {
              const { endpoint, input } = inputOf(record, round + place + 2 * at + tab)
              return callAt(house, { cookies: client.cookies, seatId }, endpoint, input)
            }),
          ),
        ),
      )
      if (!(await isOne(record.id, answers))) failed += 1
    }
    expect(failed).toBe(0)

    const { db } = app.platform
    const bare = unguardedDatabase(app.database.appUrl, withoutGuard)
    let unguarded = 0
    try {
      for (let round = 0; round < count; round += 1) {
        const record = await makeSubmitted(app, person)
        app.platform.db = bare.db
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, tab) => {
            const { endpoint, input } = inputOf(record, tab)
            return clerks[tab % 2 === 0 ? 0 : 1].client.call(endpoint, input)
          }),
        )
        app.platform.db = db
        if (!(await isOne(record.id, answers))) unguarded += 1
      }
    } finally {
      app.platform.db = db
      await bare.close()
    }
    // How often it fails without the guard is what this half of the test is for.
    // oxlint-disable-next-line no-console
    console.info(`decisions: ${unguarded} of ${count} rounds failed without the guard`)
    expect(unguarded).toBeGreaterThan(0)
  }, 600_000)
})
