import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { newId } from '../../platform/ids.ts'
import type { Reach, Scope } from '../../platform/scope.ts'
import { lettersOf } from '../rules.ts'
import { find, type FoundKey, type Wanted } from './store.ts'

let app: TestApp
type Somebody = {
  id: string
  name: string
  namePinyin: string
  nameInitials: string
  tail: Buffer
  unit: { id: string; regionCode: string; isHealth: boolean } | null
}
const everybody: Somebody[] = []
const places = ['440000', '440100', '440106', '440104', '440300', '440305', '441900'] as const
const families = [...'王李欧张䶮']
const givens = ['敏', '强', '芳', '伟', '晓雯', '志明', '𬱖', '·买买提']
const tails = Array.from({ length: 7 }, (_, at) => Buffer.alloc(16, at))

/** Three thousand people of fourteen units all over the province, many of one name; some are of no unit. */
beforeAll(async () => {
  app = await testApp()
  const units: NonNullable<Somebody['unit']>[] = []
  for (const regionCode of places)
    for (const isHealth of [true, false]) {
      const { id } = await makeUnit(app, { regionCode, industryCodes: isHealth ? ['health'] : [] })
      units.push({ id, regionCode, isHealth })
    }
  for (let n = 0; n < 3_000; n += 1) {
    const family = families[(n * n) % families.length] ?? ''
    // Two in three are called the same, so that a walk reaches its limit among equals.
    const name = n % 3 === 0 ? family + (givens[(n * 7) % givens.length] ?? '') : '王敏'
    const unit = n % 11 === 0 ? null : (units[(n * 13 + Math.floor(n / 5)) % units.length] ?? null)
    const tail = tails[n % tails.length] ?? Buffer.alloc(16)
    // As in life the ids do not follow the order of anything else.
    everybody.push({
      id: newId(new Date(((n * 7919) % 3_001) * 1_000)),
      name,
      ...lettersOf(name),
      tail,
      unit,
    })
  }
  const column = <Value>(of: (one: Somebody) => Value) => everybody.map(of)
  await sql`
    INSERT INTO accounts (id, state, name, individual, must_change_password, country, document_type,
      document_number_sealed, phone_sealed, email_sealed, created_at)
    SELECT id, 'unclaimed', name, true, false, 'CHN', 'residentId', '\\x00', '\\x00', '\\x00', ${app.clock.now()}
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ name }) => name)}::text[]) AS given (id, name)`.execute(
    app.platform.db,
  )
  await sql`
    INSERT INTO people (id, name, name_pinyin, name_initials, number_tail, unit_id, created_at)
    SELECT id, name, pinyin, initials, tail, unit_id, ${app.clock.now()}
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ name }) => name)}::text[],
      ${column(({ namePinyin }) => namePinyin)}::text[], ${column(({ nameInitials }) => nameInitials)}::text[],
      ${column(({ tail }) => tail)}::bytea[], ${column(({ unit }) => unit?.id ?? null)}::uuid[])
      AS given (id, name, pinyin, initials, tail, unit_id)`.execute(app.platform.db)
})
afterAll(() => app.close())

/** What orgs would give an actor. */
const seeing = (reach: Reach) => reach as Scope
const bytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))
const valueOf = (one: Somebody, wanted: Wanted) =>
  wanted.by === 'numberTail' ? '' : one[wanted.by]
const fits = (one: Somebody, wanted: Wanted) =>
  wanted.by === 'numberTail' ? one.tail.equals(wanted.tail) : one[wanted.by].startsWith(wanted.text)
const isWithin = ({ unit }: Somebody, scope: Scope) => {
  if (!unit) return false
  if (scope.kind === 'unit') return unit.id === scope.unitId
  if (scope.kind !== 'region' && scope.kind !== 'trade') return false
  const lies = unit.regionCode.startsWith(scope.regionCode.replace(/(00){1,2}$/, ''))
  return lies && (scope.kind === 'region' || unit.isHealth)
}

/** Whom a scan of everybody finds, in order, without any SQL. */
const scanned = (scope: Scope, wanted: Wanted) =>
  everybody
    .filter((one) => fits(one, wanted) && isWithin(one, scope))
    .toSorted(
      (one, other) =>
        bytes(valueOf(one, wanted), valueOf(other, wanted)) || bytes(one.id, other.id),
    )
    .map(({ id }) => id)

/** Whom the pages find, one after another to the last. */
async function walked(scope: Scope, wanted: Wanted, rows: number) {
  const found: string[] = []
  let after: FoundKey | null = null
  let pages = 0
  do {
    const page: Awaited<ReturnType<typeof find>> = await find(
      app.platform.db,
      scope,
      wanted,
      after,
      rows,
    )
    expect(page.people.length).toBeLessThanOrEqual(rows)
    found.push(...page.people.map(({ personId }) => personId))
    after = page.next
    pages += 1
  } while (after && pages < 500)
  return { found, pages }
}

const scopes = (): Record<string, Scope> => {
  const region = (regionCode: string): Scope => seeing({ kind: 'region', unitId: '', regionCode })
  const trade = (regionCode: string): Scope =>
    seeing({ kind: 'trade', unitId: '', regionCode, industryCode: 'health' })
  const unitId = everybody.find(({ unit }) => unit?.regionCode === '440106')?.unit?.id ?? ''
  return {
    'the province': region('440000'),
    'a city': region('440100'),
    'a county': region('440305'),
    'a city without counties': region('441900'),
    'a city where nobody works': region('445300'),
    'a trade in the province': trade('440000'),
    'a trade in a city': trade('440100'),
    'one unit': seeing({ kind: 'unit', unitId }),
    nothing: seeing({ kind: 'nothing' }),
  }
}
const searches: readonly Wanted[] = [
  { by: 'name', text: '王' },
  { by: 'name', text: '王敏' },
  { by: 'name', text: '欧𬱖' },
  { by: 'name', text: '䶮·' },
  { by: 'name', text: '无此人' },
  { by: 'namePinyin', text: 'wang' },
  { by: 'namePinyin', text: 'lixiao' },
  { by: 'nameInitials', text: 'wm' },
  { by: 'nameInitials', text: 'l' },
  { by: 'numberTail', tail: tails[3] ?? Buffer.alloc(16) },
  { by: 'numberTail', tail: Buffer.alloc(16, 99) },
]

describe('the walk along an index finds whom a scan of everybody finds, in its order', () => {
  test.each(Object.keys(scopes()))('of %s', async (name) => {
    const scope = scopes()[name]
    if (!scope) throw new Error('no such scope')
    for (const wanted of searches) {
      const expected = scanned(scope, wanted)
      for (const rows of [1_500, 20, ...(expected.length < 60 ? [1] : [])])
        expect((await walked(scope, wanted, rows)).found).toEqual(expected)
    }
  })

  test('the data are such that walks reach their limit, and pages end among people of one name', async () => {
    const county = seeing({ kind: 'region', unitId: '', regionCode: '440305' })
    const wanted: Wanted = { by: 'name', text: '王敏' }
    expect(everybody.filter((one) => fits(one, wanted)).length).toBeGreaterThan(2_000)
    // Of a thousand people of this name a few are of the county: no page is full, and there are several.
    const { found, pages } = await walked(county, wanted, 1_500)
    expect(found.length).toBeGreaterThan(100)
    expect(pages).toBeGreaterThan(1)
  })
})
