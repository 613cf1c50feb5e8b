import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { given } from './given.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const rowOf = (turn: number) => ({
  turn,
  unitId: turn % 3 === 0 ? null : randomUUID(),
  titleLevel: turn % 4 === 0 ? null : `高级\n"{${turn},}'\\`,
  facts: turn % 5 === 0 ? null : JSON.stringify({ note: '第一行\n第二行', turn }),
  mac: turn % 2 === 0 ? null : Buffer.from([turn]),
  at: new Date(Date.UTC(2026, 0, turn)),
  open: turn % 7 === 0 ? null : turn % 2 === 0,
})

const types = {
  turn: 'int',
  unitId: 'uuid',
  titleLevel: 'text',
  facts: 'jsonb',
  mac: 'bytea',
  at: 'timestamptz',
  open: 'boolean',
} as const

test.each([0, 1, 2, 20, 21, 60])('%i rows come as they were given', async (count) => {
  const rows = Array.from({ length: count }, (_, at) => rowOf(at + 1))
  const { rows: found } = await sql`
    SELECT g.turn, g.unit_id, g.title_level, g.facts, g.mac, g.at, g.open
    FROM ${given('g', rows, types)} ORDER BY g.turn`.execute(app.platform.db)
  const read = (facts: string | null): unknown => (facts === null ? null : JSON.parse(facts))
  expect(found).toEqual(rows.map((row) => ({ ...row, facts: read(row.facts) })))
})

test('what a row does not say is null', async () => {
  const { rows } = await sql`SELECT * FROM ${given('g', [{ turn: 1 }, { turn: 2, name: '甲' }], {
    turn: 'int',
    name: 'text',
  })} ORDER BY turn`.execute(app.platform.db)
  expect(rows).toEqual([
    { turn: 1, name: null },
    { turn: 2, name: '甲' },
  ])
})
