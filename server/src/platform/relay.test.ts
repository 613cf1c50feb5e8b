import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import { newId } from './ids.ts'
import { prepareJobs } from './jobs.ts'
import { nudge, relayLagSeconds, relayOnce, startRelay } from './relay.ts'
import { sql } from 'kysely'

let house: TestPlatform

beforeAll(async () => {
  house = await testPlatform()
  await prepareJobs(house.database.ownerUrl)
})
afterAll(() => house.close())
beforeEach(async () => {
  const { db } = house.platform
  await db.deleteFrom('outbox').execute()
  await db.deleteFrom('messages').execute()
  await sql`DELETE FROM graphile_worker._private_jobs`.execute(db)
})

const accountId = '018f0000-0000-7000-8000-000000000001'
type Row = { kind: 'message' | 'job'; payload: object }
const toAccount: Row = { kind: 'message', payload: { to: { accountId }, facts: { 学时: 12 } } }
const toNobody: Row = { kind: 'message', payload: { to: {}, facts: {} } }
const job: Row = { kind: 'job', payload: { keys: ['a'] } }

const put = async (rows: Row[]) => {
  const at = house.clock.now()
  const values = rows.map(({ kind, payload }) => ({
    id: newId(at),
    at,
    kind,
    topic: kind === 'job' ? 'files.delete' : 'test.topic',
    payload: JSON.stringify(payload),
  }))
  await house.platform.db.insertInto('outbox').values(values).execute()
  return values.map(({ id }) => id)
}
const messages = () => house.platform.db.selectFrom('messages').selectAll().orderBy('id').execute()
const jobs = async () => {
  const { rows } = await sql<{ key: string; payload: unknown; task: string }>`
    SELECT j.key, j.payload, t.identifier AS task FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.key`.execute(
    house.platform.db,
  )
  return rows
}
const left = async () =>
  (await house.platform.db.selectFrom('outbox').select('id').execute()).length

describe('relayOnce', () => {
  test('moves messages and jobs out of the outbox, in batches of 200', async () => {
    const [messageId, jobId] = await put([toAccount, job])
    expect(await relayOnce(house.platform.db)).toBe(2)
    expect(await left()).toBe(0)
    expect(await messages()).toMatchObject([
      { id: messageId, accountId, unitId: null, topic: 'test.topic', facts: { 学时: 12 } },
    ])
    expect(await jobs()).toEqual([{ key: jobId, payload: { keys: ['a'] }, task: 'files.delete' }])

    await put(Array.from({ length: 250 }, () => toAccount))
    expect(await relayOnce(house.platform.db)).toBe(200)
    expect(await relayOnce(house.platform.db)).toBe(50)
    expect(await relayOnce(house.platform.db)).toBe(0)
  })

  test('tells nobody twice when a row comes again', async () => {
    const { db } = house.platform
    const [id] = await put([toAccount])
    const row = await db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()
    await relayOnce(db)
    await db
      .insertInto('outbox')
      .values({ ...row, payload: JSON.stringify(row.payload) })
      .execute()
    await relayOnce(db)
    expect((await messages()).map((message) => message.id)).toEqual([id])
  })

  test('of eight relays at once each takes other rows', async () => {
    await put(Array.from({ length: 900 }, (_, at) => (at % 2 === 0 ? toAccount : job)))
    let taken = 0
    const one = async () => {
      for (;;) {
        const here = await relayOnce(house.platform.db)
        if (here === 0) return
        taken += here
      }
    }
    await Promise.all(Array.from({ length: 8 }, one))
    // One that found every row held by others stops early; what it left is taken by the next pass.
    while ((await left()) > 0) taken += await relayOnce(house.platform.db)
    expect(taken).toBe(900)
    expect(await messages()).toHaveLength(450)
    expect(await jobs()).toHaveLength(450)
  })

  test('takes back both when one cannot arrive', async () => {
    await put([toAccount, job, toNobody])
    await expect(relayOnce(house.platform.db)).rejects.toThrow(/check constraint/)
    expect([await left(), await messages(), await jobs()]).toEqual([3, [], []])
  })
})

describe('startRelay', () => {
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) nudge()
  }

  test('relays what was there, what comes later, and round a row that cannot arrive', async () => {
    const [, bad] = await put([toAccount, toNobody, job])
    const relay = startRelay(house.platform)
    await until(async () => (await left()) === 1)
    await put([toAccount])
    await until(async () => (await messages()).length === 2)
    expect(await jobs()).toHaveLength(1)
    expect(relay.silentMilliseconds()).toBeGreaterThanOrEqual(0)
    await relay.stop()
    const rows = await house.platform.db.selectFrom('outbox').select('id').execute()
    expect(rows).toEqual([{ id: bad }])
    house.clock.advance(90_000)
    expect(await relayLagSeconds(house.platform)).toBe(90)
  })

  test('takes nothing more once stopped', async () => {
    const relay = startRelay(house.platform)
    await relay.stop()
    await put([toAccount])
    nudge()
    expect(await left()).toBe(1)
  })
})
