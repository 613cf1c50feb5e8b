import { addDays } from '@xueshi/contract/year'
import type pg from 'pg'
import { inventedCreditCode, inventedIdentityNumber } from '../server/seed/numbers.ts'
import { accountIdentity, documentIdentity } from '../server/src/accounts/rules.ts'
import { latinOf } from '../server/src/orgs/rules.ts'
import { newId } from '../server/src/platform/ids.ts'
import { hashPassword } from '../server/src/platform/passwords.ts'
import type { Platform } from '../server/src/platform/platform.ts'

/** The one password of everybody here. */
export const benchPassword = 'Bench-Only-2026'
const accountNameOf = (n: number) => `bench_${n}`

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
export async function insert(
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
export async function loadEmployers(
  client: pg.Client,
  { cipher }: Platform,
  count: number,
  at: Date,
) {
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
export async function loadAccounts(
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

type Loaded = { unitIds: readonly string[]; at: Date }

/** People with a confirmed profile and employment, spread evenly over the employers. */
export async function loadPeople(
  client: pg.Client,
  platform: Platform,
  { people, ...loaded }: Loaded & { people: number },
) {
  const step = 50_000
  for (let from = 0; from < people; from += step)
    await loadSome(client, platform, { from, to: Math.min(from + step, people), ...loaded })
}

async function loadSome(
  client: pg.Client,
  platform: Platform,
  { from, to, unitIds, at }: Loaded & { from: number; to: number },
) {
  const accounts = await loadAccounts(client, platform, { from, to, individual: true, at })
  const { cipher, indexes } = platform
  const unitOf = (n: number) => unitIds[(from + n) % unitIds.length] ?? ''
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
      phone_sealed: seal('phone_sealed', `139${String(from + n).padStart(8, '0')}`),
      email_sealed: seal('email_sealed', `bench${from + n}@example.com`),
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
