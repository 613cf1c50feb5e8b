import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createDatabase, type Db } from './database.ts'
import { thenCommit, withNext } from './naming-client.ts'

let database: TestDatabase
let made: ReturnType<typeof createDatabase>
let other: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  made = createDatabase(database.appUrl, {
    connections: 2,
    namedStatements: true,
    onError: () => undefined,
  })
  other = new pg.Client({ connectionString: database.ownerUrl })
  await other.connect()
  await other.query(`CREATE TABLE notes (id integer PRIMARY KEY,
    twin integer UNIQUE DEFERRABLE INITIALLY DEFERRED)`)
  await other.query('GRANT SELECT, INSERT ON notes TO xueshi_app')
})
beforeEach(() => other.query('TRUNCATE notes'))
afterAll(async () => {
  await made.close()
  await other.end()
  await database.drop()
})

const insert = (db: Db, id: number, { twin = id, commits = false } = {}) =>
  sql`INSERT INTO notes VALUES (${id}, ${twin})${sql.raw(commits ? thenCommit : '')}`.execute(db)
const seen = async () => {
  const { rows } = await other.query<{ id: number }>('SELECT id FROM notes ORDER BY id')
  return rows.map(({ id }) => id)
}
/** Connections of the application that the server holds in a transaction. */
const held = async () => {
  const { rows } = await other.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'xueshi_app' AND state LIKE 'idle in transaction%'`,
  )
  return rows[0]?.count
}

test('nobody sees what a transaction wrote before it is over', async () => {
  await made.db.transaction().execute(async (tx) => {
    await insert(tx, 1)
    expect(await held()).toBe(1)
    await insert(tx, 2)
    expect(await seen()).toEqual([])
  })
  expect(await seen()).toEqual([1, 2])
})

test('what throws takes everything back, and the connection goes on', async () => {
  const act = made.db.transaction().execute(async (tx) => {
    await insert(tx, 1)
    throw new Error('no')
  })
  await expect(act).rejects.toThrow('no')
  const broken = made.db.transaction().execute(async (tx) => {
    await insert(tx, 1)
    await insert(tx, 1)
  })
  await expect(broken).rejects.toMatchObject({ code: '23505' })
  expect(await held()).toBe(0)
  expect(await seen()).toEqual([])
})

test('the first statement may be the one that fails', async () => {
  await insert(made.db, 1)
  const act = made.db.transaction().execute((tx) => insert(tx, 1))
  await expect(act).rejects.toMatchObject({ code: '23505' })
  expect(await held()).toBe(0)
})

test('the server knows nothing of a transaction that asks nothing', async () => {
  const result = await made.db.transaction().execute(held)
  expect(result).toBe(0)
  expect(await held()).toBe(0)
})

test('a last statement takes its commit along', async () => {
  await made.db.transaction().execute(async (tx) => {
    await insert(tx, 1)
    await insert(tx, 2, { commits: true })
  })
  expect(await seen()).toEqual([1, 2])
  expect(await held()).toBe(0)
  await made.db.transaction().execute((tx) => insert(tx, 3, { commits: true }))
  expect(await seen()).toEqual([1, 2, 3])
})

test('a statement that fails takes its commit and all before it with it', async () => {
  const act = made.db.transaction().execute(async (tx) => {
    await insert(tx, 1)
    await insert(tx, 1, { commits: true })
  })
  await expect(act).rejects.toMatchObject({ code: '23505' })
  expect(await seen()).toEqual([])
  expect(await held()).toBe(0)
})

test('the only statement of a transaction commits by itself or leaves nothing', async () => {
  const alone = (options: { twin?: number }) =>
    made.db.transaction().execute((tx) => insert(tx, 1, { ...options, commits: true }))
  await alone({})
  expect(await seen()).toEqual([1])
  await expect(alone({ twin: 2 })).rejects.toMatchObject({ code: '23505' })
  expect(await held()).toBe(0)
  const late = made.db.transaction().execute(async (tx) => {
    await insert(tx, 2, { commits: true })
    throw new Error('too late')
  })
  await expect(late).rejects.toThrow('too late')
  expect(await seen()).toEqual([1, 2])
})

test('a commit that fails is told, though its statement went well', async () => {
  const act = made.db.transaction().execute(async (tx) => {
    await insert(tx, 1, { twin: 7 })
    await insert(tx, 2, { twin: 7, commits: true })
  })
  await expect(act).rejects.toMatchObject({ code: '23505' })
  expect(await seen()).toEqual([])
  expect(await held()).toBe(0)
})

test('a connection that breaks fails the act, and the next one has another', async () => {
  const act = made.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx)
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    await admin.end()
    await insert(tx, 1, { commits: true })
  })
  await expect(act).rejects.toThrow()
  expect(await held()).toBe(0)
  expect(await seen()).toEqual([])
})

const hold = (db: Db, id: number, { twin = id } = {}) =>
  sql`INSERT INTO notes VALUES (${id}, ${twin})${sql.raw(withNext)}`.execute(db)

test('a statement that is held goes with the next one, with the last, or with the COMMIT', async () => {
  await made.db.transaction().execute(async (tx) => {
    await hold(tx, 1)
    expect(await held()).toBe(0)
    await insert(tx, 2)
    expect(await held()).toBe(1)
    await hold(tx, 3)
    await hold(tx, 4)
    await insert(tx, 5, { commits: true })
  })
  expect(await seen()).toEqual([1, 2, 3, 4, 5])
  await made.db.transaction().execute((tx) => hold(tx, 6))
  expect(await seen()).toContain(6)
  expect(await held()).toBe(0)
})

test('a held statement that fails fails the next one by its own error, and takes all back', async () => {
  await insert(made.db, 1)
  for (const then of [
    (tx: Db) => insert(tx, 2),
    (tx: Db) => insert(tx, 2, { commits: true }),
    () => Promise.resolve(),
  ]) {
    const act = made.db.transaction().execute(async (tx) => {
      await hold(tx, 1)
      await hold(tx, 3)
      await then(tx)
    })
    await expect(act).rejects.toMatchObject({ code: '23505', table: 'notes' })
    expect(await held()).toBe(0)
    expect(await seen()).toEqual([1])
  }
})

test('what is held when an act says no is never asked', async () => {
  const act = made.db.transaction().execute(async (tx) => {
    await hold(tx, 1)
    throw new Error('no')
  })
  await expect(act).rejects.toThrow('no')
  await insert(made.db, 2)
  expect(await seen()).toEqual([2])
})
