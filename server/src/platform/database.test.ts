import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createDatabase, type DatabaseOptions, type Db, learnGrowth } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  // The tests' own server waits for no disk; a server in use does.
  const admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  const { pathname } = new URL(database.adminUrl)
  await admin.query(`ALTER DATABASE ${pathname.slice(1)} SET synchronous_commit = on`)
  await admin.end()
})
afterAll(() => database.drop())

/** What a session of such a database says of a setting. */
async function shown(name: string, options: Partial<DatabaseOptions>) {
  const { db, close } = createDatabase(database.appUrl, {
    connections: 1,
    namedStatements: true,
    onError: () => undefined,
    ...options,
  })
  const { rows } = await sql<Record<string, string>>`SHOW ${sql.id(name)}`.execute(db)
  await close()
  return Object.values(rows[0] ?? {})[0]
}

test('commits wait for the disk unless nobody waits for them', async () => {
  expect(await shown('synchronous_commit', {})).toBe('on')
  expect(await shown('synchronous_commit', { durable: false })).toBe('off')
})

test('a statement that is kept by name is planned for any values', async () => {
  expect(await shown('plan_cache_mode', {})).toBe('force_generic_plan')
  expect(await shown('plan_cache_mode', { namedStatements: false })).toBe('auto')
})

test('callers who find no connection free are refused after their wait', async () => {
  const { db, close } = createDatabase(database.appUrl, {
    connections: 1,
    namedStatements: true,
    waitMilliseconds: 2_000,
    onError: () => undefined,
  })
  await db.transaction().execute(async (tx) => {
    await sql`SELECT 1`.execute(tx)
    await expect(sql`SELECT 1`.execute(db)).rejects.toThrow(/timeout exceeded/)
  })
  await close()
})

test('the planner learns of what a transaction has filled before it is committed', async () => {
  const { db, close } = createDatabase(database.appUrl, {
    connections: 1,
    namedStatements: true,
    onError: () => undefined,
  })
  const known = async (tx: Db) => {
    const { rows } = await sql<{ known: number }>`
      SELECT reltuples::int AS known FROM pg_class WHERE relname = 'subject_keys'`.execute(tx)
    return rows[0]?.known
  }
  const fill = (tx: Db, count: number) =>
    sql`
      INSERT INTO subject_keys (subject_id, wrapped_key, created_at)
      SELECT gen_random_uuid(), '', now() FROM generate_series(1, ${count}::int)`.execute(tx)
  await db.transaction().execute(async (tx) => {
    await fill(tx, 3_000)
    expect(await known(tx)).toBeLessThan(1)
    await learnGrowth(tx)
    expect(await known(tx)).toBe(3_000)
    // Less than as much again is not looked at.
    await fill(tx, 2_900)
    await learnGrowth(tx)
    expect(await known(tx)).toBe(3_000)
    await fill(tx, 1_000)
    await learnGrowth(tx)
    expect(await known(tx)).toBe(6_900)
  })
  await close()
})
