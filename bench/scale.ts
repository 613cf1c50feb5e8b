import { readFile } from 'node:fs/promises'
import { addDays, todayIn } from '@xueshi/contract/year'
import pg from 'pg'
import { inventedCreditCode, inventedIdentityNumber } from '../server/seed/numbers.ts'
import { accountIdentity, documentIdentity } from '../server/src/accounts/rules.ts'
import { latinOf } from '../server/src/orgs/rules.ts'
import { newId } from '../server/src/platform/ids.ts'
import { hashPassword } from '../server/src/platform/passwords.ts'
import type { Platform } from '../server/src/platform/platform.ts'

/** How many rows there must be at least before a figure may be called by the scale's name. */
const scales = {
  /** People alone: enough for what happens before anybody has declared anything. */
  people: { people: 20_000, declarations: 0, employers: 200, classes: 0 },
  /** Fifty thousand declarations: what larger scales are compared with. */
  town: { people: 5_000, declarations: 50_000, employers: 50, classes: 60_000 },
  small: { people: 20_000, declarations: 200_000, employers: 200, classes: 60_000 },
  city: { people: 100_000, declarations: 1_000_000, employers: 1_000, classes: 60_000 },
} as const
export type ScaleName = keyof typeof scales
export const scaleNames = Object.keys(scales) as ScaleName[] // the object's own keys
export const isScale = (name: string): name is ScaleName => Object.hasOwn(scales, name)

/** The one password of everybody here. */
export const benchPassword = 'Bench-Only-2026'
export const accountNameOf = (n: number) => `bench_${n}`

const families = [...'陈李王张刘杨黄周吴徐孙马朱胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭']
const givens =
  '敏 强 芳 伟 洋 静 磊 婷 涛 丽 志明 晓雯 子墨 思源 嘉欣 雅琴 国华 建平 秀英 海燕'.split(' ')

/** Latin spellings of a name, a part at a time: the parts are few. */
const spelled = new Map<string, ReturnType<typeof latinOf>>()
function latin(parts: readonly string[]) {
  const of = (part: string) => {
    const known = spelled.get(part) ?? latinOf(part)
    spelled.set(part, known)
    return known
  }
  return {
    pinyin: parts.map((part) => of(part).pinyin).join(''),
    initials: parts.map((part) => of(part).initials).join(''),
  }
}

/** Rows as one array a column: a statement of a few parameters for thousands of rows. */
async function insert(
  client: pg.Client,
  table: string,
  columns: Record<string, string>,
  rows: readonly Record<string, unknown>[],
) {
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map((type, at) => `$${at + 1}::${type}[]`)
  const text = `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`
  const step = 5_000
  for (let from = 0; from < rows.length; from += step) {
    const part = rows.slice(from, from + step)
    await client.query(
      text,
      names.map((name) => part.map((row) => row[name])),
    )
  }
}

const employerColumns = {
  id: 'uuid',
  state: 'text',
  name: 'text',
  name_pinyin: 'text',
  name_initials: 'text',
  code: 'text',
  nature: 'text',
  region_code: 'text',
  province_code: 'text',
  city_code: 'text',
  county_code: 'text',
  contact_name: 'text',
  contact_phone_sealed: 'bytea',
  created_at: 'timestamptz',
  approved_at: 'timestamptz',
}

/** Employers of one county, in the way of the demo province but many. */
async function loadEmployers(client: pg.Client, { cipher }: Platform, count: number, at: Date) {
  const spelling = latinOf('天河软件有限公司')
  const rows = Array.from({ length: count }, (_, n) => {
    const id = newId(at)
    const place = { table: 'units', column: 'contact_phone_sealed', id }
    return {
      id,
      state: 'approved',
      name: `天河软件有限公司${n}`,
      name_pinyin: `${spelling.pinyin}${n}`,
      name_initials: `${spelling.initials}${n}`,
      code: inventedCreditCode('93', '440106', n),
      nature: '企业',
      region_code: '440106',
      province_code: '440000',
      city_code: '440100',
      county_code: '440106',
      contact_name: '陈敏',
      contact_phone_sealed: cipher.seal('13900000000', place),
      created_at: at,
      approved_at: at,
    }
  })
  await insert(client, 'units', employerColumns, rows)
  const granted = rows.map(({ id }) => ({
    unit_id: id,
    capability: 'employer',
    region_code: '440106',
    granted_at: at,
  }))
  await insert(
    client,
    'unit_capabilities',
    { unit_id: 'uuid', capability: 'text', region_code: 'text', granted_at: 'timestamptz' },
    granted,
  )
  return rows.map(({ id }) => id)
}

const accountColumns = {
  id: 'uuid',
  state: 'text',
  account_name: 'text',
  name: 'text',
  individual: 'boolean',
  password_hash: 'text',
  must_change_password: 'boolean',
  country: 'text',
  document_type: 'text',
  document_number_sealed: 'bytea',
  phone_sealed: 'bytea',
  email_sealed: 'bytea',
  created_at: 'timestamptz',
}

/** Accounts `from` to `to`, with what they are known by; answers their ids, in order. */
async function loadAccounts(
  client: pg.Client,
  { cipher, indexes }: Platform,
  { from, to, individual, at }: { from: number; to: number; individual: boolean; at: Date },
) {
  const password_hash = await hashPassword(benchPassword)
  const accounts = Array.from({ length: to - from }, (_, offset) => {
    const n = from + offset
    const id = newId(at)
    const name = [families[n % families.length] ?? '', givens[n % givens.length] ?? '']
    const number = inventedIdentityNumber(addDays('1965-01-01', Math.floor(n / 900)), n % 900)
    const seal = (column: string, plain: string) =>
      cipher.seal(plain, { table: 'accounts', column, id })
    return {
      id,
      state: 'active',
      account_name: accountNameOf(n),
      name: name.join(''),
      parts: name,
      number,
      individual,
      password_hash,
      must_change_password: false,
      country: 'CHN',
      document_type: 'residentId',
      document_number_sealed: seal('document_number_sealed', number),
      phone_sealed: seal('phone_sealed', `139${String(n).padStart(8, '0')}`),
      email_sealed: seal('email_sealed', `bench${n}@example.com`),
      created_at: at,
    }
  })
  await insert(client, 'accounts', accountColumns, accounts)
  const identities = accounts.flatMap(({ id, account_name, number }) =>
    [accountIdentity(indexes, account_name), documentIdentity(indexes, 'residentId', number)].map(
      (identity) => ({ ...identity, account_id: id }),
    ),
  )
  await insert(
    client,
    'identities',
    { kind: 'text', hash: 'bytea', account_id: 'uuid' },
    identities,
  )
  return accounts
}

const personColumns = {
  id: 'uuid',
  name: 'text',
  name_pinyin: 'text',
  name_initials: 'text',
  number_tail: 'bytea',
  unit_id: 'uuid',
  created_at: 'timestamptz',
}
const profileColumns = {
  id: 'uuid',
  person_id: 'uuid',
  state: 'text',
  unit_id: 'uuid',
  sex: 'text',
  birth_date: 'date',
  ethnicity: 'text',
  native_place: 'text',
  education: 'text',
  started_work_on: 'date',
  phone_sealed: 'bytea',
  email_sealed: 'bytea',
  title_level: 'text',
  title: 'text',
  title_obtained_on: 'date',
  series: 'text',
  specialty: 'text',
  work_region: 'text',
  created_at: 'timestamptz',
  submitted_at: 'timestamptz',
  decided_at: 'timestamptz',
}
const employmentColumns = {
  id: 'uuid',
  person_id: 'uuid',
  unit_id: 'uuid',
  kind: 'text',
  state: 'text',
  applied_at: 'timestamptz',
  decided_at: 'timestamptz',
}

/** People with a confirmed profile and employment, spread evenly over the employers. */
async function loadPeople(
  client: pg.Client,
  platform: Platform,
  { people, unitIds, at }: { people: number; unitIds: readonly string[]; at: Date },
) {
  const accounts = await loadAccounts(client, platform, {
    from: 0,
    to: people,
    individual: true,
    at,
  })
  const { cipher, indexes } = platform
  const unitOf = (n: number) => unitIds[n % unitIds.length] ?? ''
  const rows = accounts.map(({ id, name, parts, number }, n) => {
    const { pinyin, initials } = latin(parts)
    const number_tail = indexes.numberTail(number)
    const spelling = { name_pinyin: pinyin, name_initials: initials }
    return { id, name, ...spelling, number_tail, unit_id: unitOf(n), created_at: at }
  })
  await insert(client, 'people', personColumns, rows)
  const profiles = accounts.map(({ id: person_id }, n) => {
    const id = newId(at)
    const seal = (column: string, plain: string) =>
      cipher.seal(plain, { table: 'profiles', column, id })
    return {
      id,
      person_id,
      state: 'confirmed',
      unit_id: unitOf(n),
      sex: n % 2 === 0 ? 'female' : 'male',
      birth_date: '1985-05-20',
      ethnicity: '01',
      native_place: '440106',
      education: '21',
      started_work_on: '2008-07-01',
      phone_sealed: seal('phone_sealed', `139${String(n).padStart(8, '0')}`),
      email_sealed: seal('email_sealed', `bench${n}@example.com`),
      title_level: 'intermediate',
      title: '工程师',
      title_obtained_on: '2014-07-01',
      series: '05',
      specialty: '电子信息',
      work_region: '440106',
      created_at: at,
      submitted_at: at,
      decided_at: at,
    }
  })
  await insert(client, 'profiles', profileColumns, profiles)
  const employments = profiles.map(({ person_id, unit_id }) => ({
    id: newId(at),
    person_id,
    unit_id,
    kind: 'main',
    state: 'confirmed',
    applied_at: at,
    decided_at: at,
  }))
  await insert(client, 'employments', employmentColumns, employments)
}

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
  const { people, employers } = scales[scale]
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
       ANALYZE person, clerk`,
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
  const { people, declarations, classes } = scales[scale]
  const least = {
    people,
    declarations,
    classes,
    review_steps: declarations,
    ledger_entries: 0.75 * declarations,
    years: declarations > 0 ? 1.5 * people : 0,
  }
  for (const [table, rows] of Object.entries(least))
    if ((counts[table] ?? 0) < rows)
      throw new Error(
        `${table} has ${counts[table]} rows: too few for figures that are called ${scale} (${rows})`,
      )
  return counts
}
