import type { SubjectKind } from '@xueshi/contract/integrity'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** Somebody or something that a case may be about. */
export type Subject = { id: string; name: string; detail: string }

/** Where a unit, or the employer of a person, must be for an office to enter a case. */
function inScope(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region' && scope.kind !== 'trade') return sql<boolean>`false`
  const { regionCode } = scope
  const place = regionCode.endsWith('0000')
    ? sql<boolean>`u.province_code = ${regionCode}`
    : regionCode.endsWith('00')
      ? sql<boolean>`u.city_code = ${regionCode}`
      : sql<boolean>`u.county_code = ${regionCode}`
  if (scope.kind === 'region') return place
  return sql<boolean>`${place} AND EXISTS (SELECT FROM unit_industries i
    WHERE i.unit_id = u.id AND i.industry_code = ${scope.industryCode})`
}

export type Wanted = { id: string } | { search: string }

/** Past every name that begins so, in the order of code points. */
const pastPrefix = (prefix: string) => `${prefix}\u{10FFFF}`

/** The province also reaches those whom no employer places anywhere. */
const reachesAll = (scope: Scope) => scope.kind === 'region' && scope.regionCode.endsWith('0000')

/**
 * People with an employer in the scope, the last one where they have none now, or units there, whose
 * name begins so or whose id it is.
 */
export function subjectsQuery(scope: Scope, kind: SubjectKind, wanted: Wanted) {
  const isWanted = (table: 'p' | 'u') =>
    'id' in wanted
      ? sql`${sql.ref(`${table}.id`)} = ${wanted.id}`
      : sql`${sql.ref(`${table}.name`)} >= ${wanted.search} AND ${sql.ref(`${table}.name`)} < ${pastPrefix(wanted.search)}`
  if (kind === 'person')
    return sql<Subject>`
      SELECT p.id, p.name,
        CASE WHEN u.id IS NULL THEN '无工作单位' WHEN e.state = 'ended' THEN u.name || '（已离职）' ELSE u.name END AS detail
      FROM people p
      LEFT JOIN LATERAL (
        SELECT e.unit_id, e.state FROM employments e
        WHERE e.person_id = p.id AND e.state IN ('confirmed', 'ended') AND e.kind IN ('main', 'hosted')
        ORDER BY e.state = 'confirmed' DESC, e.ended_at DESC, e.id DESC LIMIT 1
      ) e ON true
      LEFT JOIN units u ON u.id = e.unit_id
      WHERE ${isWanted('p')} AND ${reachesAll(scope) ? sql`true` : sql`coalesce(${inScope(scope)}, false)`}
      ORDER BY p.name, p.id LIMIT 20`
  const able =
    kind === 'institution'
      ? sql` AND EXISTS (SELECT FROM unit_capabilities a WHERE a.unit_id = u.id AND a.capability = 'institution')`
      : sql``
  // The index of names knows the live ones, of which those that stand are wanted.
  return sql<Subject>`
    SELECT u.id, u.name, u.code AS detail FROM units u
    WHERE ${isWanted('u')} AND u.state IN ('submitted', 'approved') AND u.state = 'approved'
      AND ${inScope(scope)}${able} ORDER BY u.name, u.id LIMIT 20`
}

export async function listSubjects(db: Db, ...asked: Parameters<typeof subjectsQuery>) {
  return (await subjectsQuery(...asked).execute(db)).rows
}
