import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { appUrlOf, migrate } from './migrate.ts'

let database: TestDatabase
let folder: string
const log = () => undefined

const write = (name: string, text: string) => writeFile(join(folder, name), text)

const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Rows of ad-hoc queries have no type that the compiler could know.
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  database = await testDatabase({ migrated: false })
  folder = await mkdtemp(join(tmpdir(), 'xueshi-migrate-'))
  await write('README.md', 'not a migration')
  await write(
    '0001-first.sql',
    'create table one (id int primary key); grant select on one to xueshi_app;',
  )
  await write(
    '0002-second.sql',
    'create table two (id int references one); insert into one values (1);',
  )
})

afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.drop()
})

test('the application refuses a database in which a migration is missing', async () => {
  await expect(migrate(database.appUrl, { log, folder })).rejects.toThrow(/0001-first, 0002-second/)
})

test('two processes that start together run each migration once, in order', async () => {
  const ran = await Promise.all([
    migrate(database.ownerUrl, { log, folder }),
    migrate(database.ownerUrl, { log, folder }),
  ])
  expect(ran.flat()).toEqual(['0001-first', '0002-second'])
  expect(await query(database.appUrl, 'select id from one')).toEqual([{ id: 1 }])
  expect(await migrate(database.appUrl, { log, folder })).toEqual([])
})

test('a migration that fails leaves nothing behind, not even those before it', async () => {
  await write('0003-good.sql', 'create table three (id int);')
  await write('0004-bad.sql', 'create table four (id int); select broken;')
  await expect(migrate(database.ownerUrl, { log, folder })).rejects.toThrow(/broken/)
  expect(
    await query(
      database.ownerUrl,
      `select to_regclass('three') as three, to_regclass('four') as four`,
    ),
  ).toEqual([{ three: null, four: null }])
})

test('an owner that serves for both connects as the role that owns nothing', async () => {
  const url = appUrlOf(database.ownerUrl)
  expect(await query(url, 'select current_user as name')).toEqual([{ name: 'xueshi_app' }])
  await expect(query(url, 'insert into one values (2)')).rejects.toThrow(/permission denied/)
  expect(appUrlOf(database.appUrl)).toBe(database.appUrl)
})
