// One of several processes that issue certificates of one city at the same time, some alone and some
// in blocks; started by certificates/numbers.test.ts, which tells it what to do.
import { sql } from 'kysely'
import * as certificates from '../src/certificates/service.ts'
import * as orgs from '../src/orgs/service.ts'
import { movedClock } from '../src/platform/clock.ts'
import { loadConfig } from '../src/platform/config.ts'
import { createPlatform } from '../src/platform/installation.ts'
import { createLog } from '../src/platform/log.ts'
import type { Platform } from '../src/platform/platform.ts'
import { issueMany, yearFacts } from './factories/certificates.ts'

export type Order = {
  /** The groups that are issued together. */
  groups: string[][]
  unitId: string
  /** Takes numbers without the counter's lock instead, to show that the race is one. */
  unguarded: boolean
  /** The moment that its clock stands at; by the machine's where it is not said. */
  at?: string
  /** People whose certificates it prints as well, as they would themselves. */
  prints?: string[]
}
/** It is there and waits for an order; the numbers that it was given, and what it printed in base64. */
export type Report = { ready: true } | { numbers: string[]; papers: string[] }
const say = (report: Report) => process.send?.(report)

/** What `allotNumbers` would be if it looked first and wrote later. */
async function takeUnguarded({ db }: Platform, count: number): Promise<string[]> {
  const { rows } = await sql<{ last: number }>`
    SELECT last FROM certificate_numbers WHERE year = 1990 AND city_code = '4401'`.execute(db)
  const last = rows[0]?.last ?? 0
  await sql`UPDATE certificate_numbers SET last = ${last + count} WHERE year = 1990 AND city_code = '4401'`.execute(
    db,
  )
  return Array.from({ length: count }, (_, at) => String(last + at + 1))
}

async function print(platform: Platform, personId: string): Promise<string> {
  const { id } = await platform.db
    .selectFrom('certificates')
    .select('id')
    .where('personId', '=', personId)
    .where('state', '=', 'valid')
    .executeTakeFirstOrThrow()
  const holder = await orgs.actorFor(platform, { accountId: personId, seatId: null })
  const { bytes } = await certificates.readPdf(holder, id)
  return Buffer.from(bytes).toString('base64')
}

async function carryOut(house: Platform, { groups, unitId, unguarded, at, prints = [] }: Order) {
  const platform = at === undefined ? house : { ...house, clock: movedClock(new Date(at)) }
  const issue = async (people: string[]) => {
    const asked = people.map((personId) => ({ personId, unitId, series: '05', facts: yearFacts() }))
    return (await issueMany(platform, asked)).map(({ number }) => number)
  }
  const taken = await Promise.all(
    groups.map((people) => (unguarded ? takeUnguarded(platform, people.length) : issue(people))),
  )
  const papers: string[] = []
  for (const personId of prints) papers.push(await print(platform, personId))
  say({ numbers: taken.flat(), papers })
}

const [databaseUrl = '', dataDir = ''] = process.argv.slice(2)
const config = loadConfig({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  POOL_SIZE: '4',
})
const unhurried = { durable: false, waitMilliseconds: 60_000 }
const { platform, close } = await createPlatform(config, createLog(config), databaseUrl, unhurried)
await sql`SELECT`.execute(platform.db)
process.on('message', (order: Order) => void carryOut(platform, order))
process.once('disconnect', () => void close())
say({ ready: true })
