import type { TopicForm, TopicState } from '@xueshi/contract/training/topics'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type TopicRow = TopicForm & {
  id: string
  version: number
  state: TopicState
  unitName: string
  regionCode: string
  updatedAt: Date
}

const columns = sql`t.id, t.version, t.state, t.year, t.title, t.hours_tenths, t.platform, t.url, t.platform_code, t.open_from,
  t.open_to, t.note, t.updated_at, t.region_code, u.name AS unit_name`

/** What an office keeps, of the newest year first. */
export function listQuery(
  unitId: string,
  { year, after }: { year?: number | undefined; after?: readonly [number, string] | undefined },
  limit: number,
) {
  const conditions = [
    year === undefined ? sql`` : sql` AND t.year = ${year}`,
    after === undefined ? sql`` : sql` AND (t.year, t.id) < (${after[0]}::int, ${after[1]}::uuid)`,
  ]
  return sql<TopicRow>`
    SELECT ${columns} FROM topics t JOIN units u ON u.id = t.unit_id
    WHERE t.unit_id = ${unitId}${sql.join(conditions, sql``)}
    ORDER BY t.year DESC, t.id DESC LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof listQuery>) {
  return (await listQuery(...page).execute(db)).rows
}

export async function find(db: Db, unitId: string, id: string): Promise<TopicRow | undefined> {
  const { rows } = await sql<TopicRow>`
    SELECT ${columns} FROM topics t JOIN units u ON u.id = t.unit_id
    WHERE t.id = ${id} AND t.unit_id = ${unitId}`.execute(db)
  return rows[0]
}

export type CataloguePage = {
  year: number
  /** The regions whose topics hold there: the place and all above it. */
  regions: readonly string[]
  after?: readonly [string, string, string] | undefined
}

/** The published topics of a year that hold in these regions, the province's first. */
export function catalogueQuery({ year, regions, after }: CataloguePage, limit: number) {
  const following = after
    ? sql` AND (t.region_code, t.open_from, t.id) > (${after[0]}, ${after[1]}::date, ${after[2]}::uuid)`
    : sql``
  return sql<TopicRow>`
    SELECT ${columns} FROM topics t JOIN units u ON u.id = t.unit_id
    WHERE t.year = ${year} AND t.state = 'published' AND t.region_code = ANY (${regions}::text[])${following}
    ORDER BY t.region_code, t.open_from, t.id LIMIT ${limit}`
}

export async function listCatalogue(db: Db, page: CataloguePage, limit: number) {
  return (await catalogueQuery(page, limit).execute(db)).rows
}

type Contents = Pick<
  TopicForm,
  | 'year'
  | 'title'
  | 'hoursTenths'
  | 'platform'
  | 'url'
  | 'platformCode'
  | 'openFrom'
  | 'openTo'
  | 'note'
>

/** A new draft; false where the office has this topic on this platform in the year. */
export async function insert(
  tx: Db,
  topic: Contents & { id: string; unitId: string; regionCode: string; at: Date },
): Promise<boolean> {
  const { at, ...values } = topic
  const made = await tx
    .insertInto('topics')
    .values({ ...values, state: 'draft', createdAt: at, updatedAt: at })
    .onConflict((conflict) => conflict.columns(['unitId', 'year', 'title', 'platform']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export type Guard = {
  id: string
  version: number
  from: readonly TopicState[]
  unitId: string
  at: Date
}

/** One guarded change; 'taken' where the office has another topic of this title and platform. */
export async function change(
  tx: Db,
  { id, version, from, unitId, at }: Guard,
  values: Partial<Contents> & { state?: TopicState },
): Promise<'moved' | 'refused' | 'taken'> {
  await sql`SAVEPOINT naming`.execute(tx)
  try {
    const changed = await tx
      .updateTable('topics')
      .set((is) => ({ ...values, version: is('version', '+', 1), updatedAt: at }))
      .where('id', '=', id)
      .where('unitId', '=', unitId)
      .where('version', '=', version)
      .where('state', 'in', from)
      .returning('id')
      .executeTakeFirst()
    return changed ? 'moved' : 'refused'
  } catch (error) {
    const violated: unknown = Reflect.get(Object(error), 'constraint')
    if (violated !== 'topics_once') throw error
    await sql`ROLLBACK TO SAVEPOINT naming`.execute(tx)
    return 'taken'
  }
}

/** Deletes a draft that nobody outside has seen; false where it is none. */
export async function remove(tx: Db, unitId: string, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('topics')
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('state', '=', 'draft')
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}
