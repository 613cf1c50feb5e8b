import { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import { newId } from './ids.ts'
import { platformTasks, prepareJobs, startJobs, TryAgain } from './jobs.ts'
import { relayOnce } from './relay.ts'
import type { JsonObject } from './tables.ts'

let house: TestPlatform

beforeAll(async () => {
  house = await testPlatform()
  await prepareJobs(house.database.ownerUrl)
})
afterAll(() => house.close())

const ask = async (topic: string, payload: JsonObject) => {
  const { db, clock } = house.platform
  const at = clock.now()
  await db
    .insertInto('outbox')
    .values({ id: newId(at), at, kind: 'job', topic, payload: JSON.stringify(payload) })
    .execute()
  await relayOnce(db)
}

describe('prepareJobs', () => {
  test('may run again, and two at once', async () => {
    const { ownerUrl } = house.database
    await Promise.all([prepareJobs(ownerUrl), prepareJobs(ownerUrl)])
  })

  test('as the application: passes over a schema that is there, names what is missing', async () => {
    await prepareJobs(house.database.appUrl)
    const owner = new pg.Client({ connectionString: house.database.ownerUrl })
    await owner.connect()
    await owner.query('ALTER SCHEMA graphile_worker RENAME TO elsewhere')
    await expect(prepareJobs(house.database.appUrl)).rejects.toThrow(/npm run migrate/)
    await owner.query('ALTER SCHEMA elsewhere RENAME TO graphile_worker')
    await owner.end()
  })
})

describe('startJobs', () => {
  test('runs what was asked for as the application, again after a failure, and stops', async () => {
    const seen: JsonObject[] = []
    let resolveSeen: () => void = () => undefined
    const second = new Promise<void>((resolve) => {
      resolveSeen = resolve
    })
    const jobs = await startJobs(house.platform, house.database.appUrl, {
      'test.fail': async (payload, { platform }) => {
        expect(platform).toBe(house.platform)
        seen.push(payload)
        if (seen.length === 1) {
          // The next try is seconds away; the test does not wait for it.
          await sql`SELECT 1`.execute(platform.db)
          throw new Error('not yet')
        }
        resolveSeen()
      },
    })
    await ask('test.fail', { 号: 1 })
    const tried = async () => {
      const { rows } = await sql<{ attempts: number; error: string | null }>`
        SELECT attempts, last_error AS error FROM graphile_worker._private_jobs`.execute(
        house.platform.db,
      )
      return rows[0]
    }
    while ((await tried())?.error === null || seen.length === 0);
    expect(await tried()).toMatchObject({ attempts: 1 })
    expect((await tried())?.error).toMatch('not yet')
    await sql`UPDATE graphile_worker._private_jobs SET run_at = now()`.execute(house.platform.db)
    await sql`SELECT pg_notify('jobs:insert', '{"count": 1}')`.execute(house.platform.db)
    await second
    await jobs.stop()
    expect(seen).toEqual([{ 号: 1 }, { 号: 1 }])
    expect(await tried()).toBeUndefined()
  })

  test('tells the log of a failure, and of none that is but to be tried again', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) })
    const jobs = await startJobs({ ...house.platform, log }, house.database.appUrl, {
      'test.ours': () => Promise.reject(new Error('our mistake')),
      'test.theirs': () => Promise.reject(new TryAgain('nobody answers')),
    })
    for (const topic of ['test.theirs', 'test.ours']) await ask(topic, {})
    const failed = async () => {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL`.execute(
        house.platform.db,
      )
      return rows[0]?.count
    }
    while ((await failed()) !== 2);
    await jobs.stop()
    expect(lines.join('')).toMatch('our mistake')
    expect(lines.join('')).not.toMatch('nobody answers')
  })

  test('refuses a schedule for work that nobody gave', async () => {
    const start = startJobs(house.platform, house.database.appUrl, {}, [
      { task: 'test.unknown', match: '* * * * *' },
    ])
    await expect(start).rejects.toThrow('test.unknown')
  })

  test('refuses a schedule that has one work twice', async () => {
    const hourly = { task: 'test.hourly', match: '3 * * * *' }
    const given = { 'test.hourly': async () => undefined }
    const start = startJobs(house.platform, house.database.appUrl, given, [hourly, hourly])
    await expect(start).rejects.toThrow('scheduled twice: test.hourly')
  })
})

describe('files.delete', () => {
  test('removes the files, those that are gone too, and refuses a key that is none', async () => {
    const { locker } = house.platform
    const { key } = await locker.put(Readable.from([Buffer.from('content')]))
    const run = (keys: string[]) => platformTasks['files.delete']?.({ keys }, house)
    await run([key])
    await run([key])
    expect(await locker.exists(key)).toBe(false)
    await expect(run(['../../keys.json'])).rejects.toThrow('not a key')
  })
})

describe('sweep', () => {
  test('takes away what is past its use and nothing else', async () => {
    const { db, clock } = house.platform
    const now = clock.now().getTime()
    const daysAgo = (days: number) => new Date(now - days * 86_400_000)
    const caller = newId(clock.now())
    for (const [key, days] of [
      ['young', 6.9],
      ['old', 7.1],
    ] as const)
      await db
        .insertInto('idempotencyKeys')
        .values({
          caller,
          key,
          bodyHash: Buffer.alloc(1),
          recordId: caller,
          createdAt: daysAgo(days),
        })
        .execute()
    for (const [kind, days] of [
      ['young', 1.9],
      ['old', 2.1],
    ] as const)
      await db
        .insertInto('attempts')
        .values({ kind, subject: Buffer.alloc(1), windowAt: daysAgo(days), count: 1 })
        .execute()
    await platformTasks['sweep']?.({}, house)
    expect(await db.selectFrom('idempotencyKeys').select('key').execute()).toEqual([
      { key: 'young' },
    ])
    expect(await db.selectFrom('attempts').select('kind').execute()).toEqual([{ kind: 'young' }])
  })
})
