import type { CatalogueCourse } from '@xueshi/contract/training/courses'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { residual, subjectsOf } from '../courses/store.ts'

type Public = Omit<CatalogueCourse, 'organiser' | 'subjects' | 'isOffered'> & {
  unitId: string
  unitName: string
  regionCode: string
}
export type ListedRow = Omit<Public, 'audience' | 'summary' | 'shared'> & { key: string }
export type CourseRow = Public & Pick<CatalogueCourse, 'subjects' | 'isOffered'>

const columns = sql`c.id, c.number, c.year, c.name, c.category, c.series, c.levels, c.total_tenths, c.unit_id,
  u.name AS unit_name, u.region_code,
  (SELECT count(*)::int FROM course_subjects s WHERE s.course_id = c.id) AS subject_count`

const exactly = (at: RawBuilder<unknown>) =>
  sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** At most so many courses are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

export type Page = {
  year: number
  category?: string | undefined
  series?: string | undefined
  name?: string | undefined
  after?: readonly [string, string] | undefined
}

const anchored = ({ year, after }: Page) =>
  sql`c.year = ${year} AND c.state = 'published'${
    after ? sql` AND (c.published_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  }`

/** The published courses of a year, the newest first. */
export function catalogueQuery(page: Page, limit: number) {
  const conditions = [
    // A course without a series is for every one.
    page.series === undefined ? sql`` : sql` AND (c.series = ${page.series} OR c.series IS NULL)`,
    ...residual(page),
  ]
  return sql<ListedRow>`
    SELECT ${columns}, ${exactly(sql`c.published_at`)} AS key
    FROM (SELECT c.* FROM courses c WHERE ${anchored(page)}
      ORDER BY c.published_at DESC, c.id DESC LIMIT ${readLimit}) c
    JOIN units u ON u.id = c.unit_id
    WHERE true${sql.join(conditions, sql``)}
    ORDER BY c.published_at DESC, c.id DESC LIMIT ${limit}`
}

export async function list(db: Db, page: Page, limit: number): Promise<ListedRow[]> {
  return (await catalogueQuery(page, limit).execute(db)).rows
}

/** Where a search that looked at `readLimit` courses stopped; undefined when it saw all. */
export async function endOfReading(db: Db, page: Page) {
  const { rows } = await sql<{ id: string; key: string }>`
    SELECT c.id, ${exactly(sql`c.published_at`)} AS key FROM courses c WHERE ${anchored(page)}
    ORDER BY c.published_at DESC, c.id DESC OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return rows[0]
}

/** A course that was ever published. */
export async function find(db: Db, id: string): Promise<CourseRow | undefined> {
  const { rows } = await sql<CourseRow>`
    SELECT ${columns}, c.audience, c.summary, c.shared, c.state = 'published' AS is_offered,
      ${subjectsOf} AS subjects
    FROM courses c JOIN units u ON u.id = c.unit_id
    WHERE c.id = ${id} AND c.published_at IS NOT NULL AND c.state IN ('published', 'closed')`.execute(
    db,
  )
  return rows[0]
}
