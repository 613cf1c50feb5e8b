import type { Institution } from '@xueshi/contract/orgs/accreditations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** At most so many are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

export type Page = {
  /** The province, or a city of it. */
  region: string
  today: string
  search?: string | undefined
  category?: string | undefined
  after?: string | undefined
}

export type ListedRow = Omit<Institution, 'regionPath'> & { regionCode: string; isShown: boolean }

/** Who is accredited in the region, by number; a row that is not shown says where the reading ended. */
export function institutionsQuery(page: Page, limit: number) {
  const { region, today, search = '', category, after = '' } = page
  const level = region.endsWith('0000') ? 'q.province_code' : 'q.city_code'
  return sql<ListedRow>`
    SELECT q.number, q.name, q.region_code, q.address, q.categories, q.series, q.valid_to::text AS valid_to, q.is_shown
    FROM (
      SELECT q.*, u.name, u.region_code, row_number() OVER (ORDER BY q.number) AS place,
        (u.state = 'approved' AND q.valid_to >= ${today}::date
          AND position(${search} IN u.name) > 0
          AND ${category === undefined ? sql`true` : sql`${category} = ANY (q.categories)`}) AS is_shown
      FROM (
        SELECT q.* FROM accreditations q
        WHERE ${sql.ref(level)} = ${region} AND q.state = 'accredited' AND q.number > ${after}
        ORDER BY q.number LIMIT ${readLimit}
      ) q JOIN units u ON u.id = q.unit_id
    ) q
    WHERE q.is_shown OR q.place = ${readLimit}
    ORDER BY q.number LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof institutionsQuery>) {
  const { rows } = await institutionsQuery(...page).execute(db)
  return rows
}
