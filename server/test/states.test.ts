import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { categories } from '@xueshi/contract/ledger'
import { taught } from '@xueshi/contract/orgs/accreditations'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { machines, words } from './words.ts'

const contract = join(import.meta.dirname, '..', '..', 'contract', 'src')

/** Every table of states that the contract has, whoever reads it. */
async function everyTable(): Promise<Set<unknown>> {
  const found = new Set<unknown>()
  for await (const path of glob('**/*.ts', { cwd: contract })) {
    if (path.endsWith('.test.ts')) continue
    const module: unknown = await import(join(contract, path))
    const exported: object = Object(module) as object // whatever it exports
    for (const [name, value] of Object.entries(exported))
      if (name.endsWith('Moves') && typeof value === 'object' && !Array.isArray(value))
        found.add(value)
  }
  return found
}

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

type Checked = { name: string; definition: string }
const wordsOf = (rows: readonly Checked[]): Record<string, string[]> => {
  const lists = rows.flatMap(({ name, definition }) => {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(definition)?.[1]
    if (list === undefined) return []
    return [[name, [...list.matchAll(/'([^']*)'::text/g)].map(([, word = '']) => word)] as const]
  })
  return Object.fromEntries(lists)
}

/** The words of each column whose domain lists them. */
const domainWords = async () => {
  const { rows } = await owner.query<Checked>(
    `SELECT a.attrelid::regclass || '.' || a.attname AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c JOIN pg_attribute a ON a.atttypid = c.contypid
     JOIN pg_class r ON r.oid = a.attrelid AND r.relkind = 'r'
     WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`,
  )
  return wordsOf(rows)
}

/** The words of each CHECK of a table: read anew for each statement, which those of a domain are not. */
const tableWords = async () => {
  const { rows } = await owner.query<Checked>(
    `SELECT c.conrelid::regclass || '.' || a.attname AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
     WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`,
  )
  return wordsOf(rows)
}

describe('the words of the database', () => {
  test('are those of the contract, column by column, and each column is compared', async () => {
    expect(await domainWords()).toEqual(words)
  })

  test('a column of words that the contract does not know is noticed', async () => {
    await owner.query(`CREATE DOMAIN mood AS text CHECK (VALUE IN ('glad', 'sad'))`)
    await owner.query('ALTER TABLE years ADD mood mood')
    expect(await domainWords()).not.toEqual(words)
    await owner.query('ALTER TABLE years DROP mood')
  })

  test('stand in domains alone', async () => {
    expect(await tableWords()).toEqual({})
    await owner.query(`ALTER TABLE years ADD mood text CHECK (mood IN ('glad', 'sad'))`)
    expect(await tableWords()).toEqual({ 'years.mood': ['glad', 'sad'] })
    await owner.query('ALTER TABLE years DROP mood')
  })

  test('every column named state is limited to words', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('state', 'status')`,
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { name } of rows) expect(Object.keys(words)).toContain(name)
  })
})

describe('the tables of states', () => {
  test('an institution teaches what the ledger counts', () => expect(taught).toEqual(categories))

  test('every one of the contract is here', async () => {
    expect(new Set(machines.map(({ moves }) => moves))).toEqual(await everyTable())
    expect(machines.length).toBeGreaterThan(25)
  })

  test.each(machines)(
    '$column: every move comes from and leads to a state that exists',
    ({ column, moves, states }) => {
      expect(words[column]).toBe(states)
      for (const [name, { from, to }] of Object.entries(moves)) {
        for (const state of from) expect(states, name).toContain(state)
        if (to !== null) expect(states, name).toContain(to)
      }
    },
  )
})
