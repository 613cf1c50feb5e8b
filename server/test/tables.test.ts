import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { generateTables } from './tables.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

afterAll(() => database.drop())

test('the committed table types are those of the migrated schema; npm run types writes them', async () => {
  expect(await generateTables(database.ownerUrl, { verify: true })).toContain('up-to-date!')
})

test('a table that the types do not know is noticed', async () => {
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query('create table unknown_to_types (id int)')
  await owner.end()
  await expect(generateTables(database.ownerUrl, { verify: true })).rejects.toThrow(
    /not up-to-date/,
  )
})
