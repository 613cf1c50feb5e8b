import type { Capability, UnitState } from '@xueshi/contract/orgs'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** Ways of looking, each along an index of its own; a search walks them one after the other. */
export const ways = ['name', 'initials', 'pinyin', 'code'] as const
export type Way = (typeof ways)[number]
const columns: Record<Way, string> = {
  name: 'u.name',
  initials: 'u.name_initials',
  pinyin: 'u.name_pinyin',
  code: 'u.code',
}

export type Asked = {
  scope: Scope
  /** The region looked at: the scope's own, or one within it. */
  region: string
  /** What each way must begin with; '' for all. */
  prefixes: Partial<Record<Way, string>>
  state?: UnitState | undefined
  capability?: Capability | undefined
}
/** Where a page goes on: in which way, after which key and id. */
export type Place = { way: Way; key: string; id: string }

export type ManagedRow = {
  id: string
  name: string
  code: string
  nature: string
  regionCode: string
  state: UnitState
  capabilities: Capability[]
  managers: number
  key: string
}

/** At most so many units are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

// The highest code point: no name goes on with it, so the range ends after every continuation.
const lastCharacter = '\u{10FFFF}'
const levelOf = (region: string) =>
  region.endsWith('0000')
    ? 'u.province_code'
    : region.endsWith('00')
      ? 'u.city_code'
      : 'u.county_code'

const startsWith = (way: Way, prefix: string): RawBuilder<boolean> => {
  const column = sql.ref(columns[way])
  return sql<boolean>`${column} >= ${prefix} AND ${column} < ${prefix + lastCharacter}`
}

/**
 * The next rows of one way within the region, in its order, without those that an earlier way has
 * shown. The innermost query is one range of an index and ends at `readLimit`; `read` says where.
 */
export function wayQuery(
  { scope, region, prefixes, state, capability }: Asked,
  way: Way,
  after: Place | null,
  limit: number,
) {
  const column = sql.ref(columns[way])
  const prefix = prefixes[way] ?? ''
  const onward = after ? sql`AND (${column}, u.id) > (${after.key}, ${after.id}::uuid)` : sql``
  const earlier = ways
    .slice(0, ways.indexOf(way))
    .flatMap((each) => (prefixes[each] === undefined ? [] : [startsWith(each, prefixes[each])]))
  const unseen = earlier.map((shown) => sql` AND NOT (${shown})`)
  // Without a prefix the whole region is one range, which the planner need not be told.
  const range = prefix === '' ? sql`` : sql`AND ${startsWith(way, prefix)}`
  return sql<ManagedRow & { isShown: boolean }>`
    SELECT u.id, u.key, u.is_shown, u.name, u.code, u.nature, u.region_code, u.state,
      ARRAY(SELECT DISTINCT c.capability::text FROM unit_capabilities c WHERE c.unit_id = u.id ORDER BY 1) AS capabilities,
      (SELECT count(DISTINCT s.account_id)::int FROM unit_staff s
        WHERE s.unit_id = u.id AND s.level = 'manager' AND s.ended_at IS NULL
          AND s.kind IN ('employer', 'institution', 'industry', 'hrss')) AS managers
    FROM (
      SELECT u.*, ${column} AS key,
        (${state === undefined ? sql`true` : sql`u.state = ${state}`}
          AND ${
            capability === undefined
              ? sql`true`
              : sql`EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability = ${capability})`
          }) AS is_shown,
        row_number() OVER (ORDER BY ${column}, u.id) AS place
      FROM (
        SELECT u.* FROM units u
        WHERE ${sql.ref(levelOf(region))} = ${region} AND u.state <> 'draft' AND u.state <> 'discarded' ${range} ${onward}
          AND ${sql.ref(levelOf(regionOf(scope)))} = ${regionOf(scope)} ${sql.join(unseen, sql``)}
        ORDER BY ${column}, u.id LIMIT ${readLimit}
      ) u
    ) u
    WHERE u.is_shown OR u.place = ${readLimit}
    ORDER BY u.key, u.id LIMIT ${limit}`
}

/** Whose subtree: an actor who has none sees no unit, for no unit stands in ''. */
const regionOf = (scope: Scope) => (scope.kind === 'region' ? scope.regionCode : '')

export async function listWay(db: Db, ...asked: Parameters<typeof wayQuery>) {
  const { rows } = await wayQuery(...asked).execute(db)
  return rows
}
