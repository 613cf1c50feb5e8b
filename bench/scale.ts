import { readFile } from 'node:fs/promises'
import { todayIn } from '@xueshi/contract/year'
import pg from 'pg'
import { newId } from '../server/src/platform/ids.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import { insert, loadAccounts, loadEmployers, loadPeople } from './scale-people.ts'

type Scale = {
  people: number
  declarations: number
  employers: number
  classes: number
  /** More hours than come from the declarations, where there are so many. */
  entries?: number
}

/** How many rows there must be at least before a figure may be called by the scale's name. */
const scales = {
  /** People alone: enough for what happens before anybody has declared anything. */
  people: { people: 20_000, declarations: 0, employers: 200, classes: 0 },
  /** Fifty thousand declarations: what larger scales are compared with. */
  town: { people: 5_000, declarations: 50_000, employers: 50, classes: 60_000 },
  small: { people: 20_000, declarations: 200_000, employers: 200, classes: 60_000 },
  city: { people: 100_000, declarations: 1_000_000, employers: 1_000, classes: 60_000 },
  /** A province: half of its people declare, the hours of the others come from a platform. */
  province: {
    people: 1_000_000,
    declarations: 5_000_000,
    employers: 5_000,
    classes: 60_000,
    entries: 10_000_000,
  },
} as const satisfies Record<string, Scale>
export type ScaleName = keyof typeof scales
export const scaleNames = Object.keys(scales) as ScaleName[] // the object's own keys
export const isScale = (name: string): name is ScaleName => Object.hasOwn(scales, name)

const staffColumns = {
  id: 'uuid',
  unit_id: 'uuid',
  account_id: 'uuid',
  kind: 'text',
  level: 'text',
  created_at: 'timestamptz',
}

/**
 * Fills a database that has the offices of the demo province and nobody else with a scale: people and
 * what they declared in three years, by SQL that every constraint has checked.
 */
export async function loadScale(ownerUrl: string, platform: Platform, scale: ScaleName) {
  const { people, employers, entries }: Scale = scales[scale]
  const isLarge = entries !== undefined
  const now = platform.clock.now()
  const today = todayIn(now)
  const at = new Date(now.getTime() - 3 * 366 * 86_400_000)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`SET synchronous_commit = off; SET work_mem = '128MB'; BEGIN`)
    const unitIds = await loadEmployers(client, platform, employers, at)
    await loadPeople(client, platform, { people, unitIds, at })
    const clerks = await loadAccounts(client, platform, {
      from: people,
      to: people + employers,
      individual: false,
      at,
    })
    const staff = clerks.map(({ id: account_id }, n) => ({
      id: newId(at),
      unit_id: unitIds[n] ?? '',
      account_id,
      kind: 'employer',
      level: 'clerk',
      created_at: at,
    }))
    await insert(client, 'unit_staff', staffColumns, staff)
    await client.query(
      `CREATE TEMP TABLE person AS
       SELECT substr(a.account_name, 7)::int AS n, a.id, a.name, u.id AS unit_id, u.name AS unit_name
       FROM accounts a JOIN employments e ON e.person_id = a.id JOIN units u ON u.id = e.unit_id;
       CREATE TEMP TABLE clerk AS
       SELECT unit_id, min(account_id::text)::uuid AS clerk_id FROM unit_staff GROUP BY unit_id;
       CREATE TEMP TABLE office AS
       SELECT unit_id AS office_unit_id FROM unit_capabilities
       WHERE capability = 'hrss' AND region_code IN ('440106', '440100', '440000')
       ORDER BY region_code DESC LIMIT 1;
       CREATE TEMP TABLE declaring AS SELECT * FROM person ${isLarge ? 'WHERE n / 10 % 2 = 0' : ''};
       CREATE TEMP TABLE learning AS SELECT * FROM person ${isLarge ? 'WHERE n / 10 % 2 = 1' : 'LIMIT 0'};
       ANALYZE person, clerk, declaring, learning`,
    )
    await client.query(
      `CREATE TEMP TABLE today AS
       SELECT '${today}'::date AS day, id AS rule_set_id FROM rule_sets
       WHERE state = 'effective' ORDER BY year_from DESC LIMIT 1`,
    )
    if (scales[scale].declarations > 0)
      for (const file of ['./scale-records.sql', './scale-classes.sql'])
        await client.query(await readFile(new URL(file, import.meta.url), 'utf8'))
    await client.query('COMMIT')
    await client.query('VACUUM (ANALYZE)')
    return await countRows(client, scale)
  } finally {
    await client.end()
  }
}

const counted = [
  'people',
  'declarations',
  'review_steps',
  'declaration_events',
  'evidence',
  'ledger_entries',
  'years',
  'year_results',
  'audit',
  'classes',
] as const

/** Rows by table. Throws when there are fewer than the scale's name promises. */
async function countRows(client: pg.Client, scale: ScaleName) {
  const counts: Record<string, number> = {}
  for (const table of counted) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table}`,
    )
    counts[table] = rows[0]?.count ?? 0
  }
  const { people, declarations, classes, entries }: Scale = scales[scale]
  const least = {
    people,
    declarations,
    classes,
    review_steps: declarations,
    ledger_entries: entries ?? 0.75 * declarations,
    years: declarations > 0 ? 1.5 * people : 0,
  }
  for (const [table, rows] of Object.entries(least))
    if ((counts[table] ?? 0) < rows)
      throw new Error(
        `${table} has ${counts[table]} rows: too few for figures that are called ${scale} (${rows})`,
      )
  return counts
}
