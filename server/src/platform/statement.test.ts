import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { statement } from './statement.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Given = { least: number; most?: number | undefined; names: readonly string[] }

test('is built once for each set of values, and answers by those of each time', async () => {
  let built = 0
  const ask = statement(({ least, most, names }: Given) => {
    built += 1
    const above = most === undefined ? sql`` : sql` AND n <= ${most}`
    return sql<{ theNumber: number; name: string }>`
      SELECT n AS the_number, (${names}::text[])[n - ${least}::int + 1] AS name
      FROM generate_series(1, 5) n WHERE n >= ${least}::int${above} AND 1 = ${1}`
  })
  const { db } = app.platform
  const rows = await ask(db, { least: 4, names: ['a', 'b'] })
  expect(rows).toEqual([
    { theNumber: 4, name: 'a' },
    { theNumber: 5, name: 'b' },
  ])
  expect(await ask(db, { least: 5, names: ['c'], most: undefined })).toHaveLength(1)
  expect(built).toBe(1)
  expect(await ask(db, { least: 2, most: 2, names: ['d'] })).toEqual([{ theNumber: 2, name: 'd' }])
  // In another order they are the same values.
  expect(await ask(db, { names: ['d'], most: 3, least: 2 })).toHaveLength(2)
  expect(await db.transaction().execute((tx) => ask(tx, { least: 5, names: [] }))).toHaveLength(1)
})

test('says so where building looks at a value', async () => {
  const looks = statement(({ name }: { name: string }) => sql`SELECT ${`${name}%`}`)
  await expect(looks(app.platform.db, { name: 'x' })).rejects.toThrow('name was looked at')
  const writes = statement(({ item }: { item: object }) => sql`SELECT ${JSON.stringify(item)}`)
  await expect(writes(app.platform.db, { item: {} })).rejects.toThrow('item was looked at')
})
