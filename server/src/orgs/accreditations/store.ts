import type { AccreditationForm, AccreditationState } from '@xueshi/contract/orgs/accreditations'
import { sql, type Insertable, type RawBuilder, type Updateable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Accreditations } from '../../platform/tables.ts'

export type AccreditationRow = AccreditationForm & {
  id: string
  version: number
  state: AccreditationState
  unitId: string
  unitName: string
  unitCode: string
  regionCode: string
  provinceCode: string
  cityCode: string | null
  appliedAt: Date
  byName: string | null
  reviewedAt: Date | null
  reviewedBy: string | null
  opinion: string | null
  decidedAt: Date | null
  reason: string | null
  number: string | null
  validFrom: string | null
  validTo: string | null
  /** Whether the account that asks is of the unit's staff. */
  ownStaff: boolean
}

const levelOf = (region: string) =>
  region.endsWith('0000') ? 'province_code' : region.endsWith('00') ? 'city_code' : 'county_code'

/** Those of an office's region subtree; each level has the index that its lists are read from. */
export function withinRegion(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region') return sql<boolean>`false`
  return sql<boolean>`q.${sql.ref(levelOf(scope.regionCode))} = ${scope.regionCode}`
}

/** Those of one unit. */
export const ofUnit = (unitId: string): RawBuilder<boolean> => sql<boolean>`q.unit_id = ${unitId}`

const selected = (accountId: string) => sql`
  SELECT q.id, q.version, q.state, q.unit_id, u.name AS unit_name, u.code AS unit_code, u.region_code,
    q.province_code, q.city_code, q.categories, q.series, q.address, q.teachers, q.places, q.about,
    q.applied_at, a.name AS by_name, q.reviewed_at, q.reviewed_by, q.opinion, q.decided_at, q.reason,
    q.number, q.valid_from::text AS valid_from, q.valid_to::text AS valid_to,
    EXISTS (SELECT FROM unit_staff s
      WHERE s.unit_id = q.unit_id AND s.account_id = ${accountId} AND s.ended_at IS NULL) AS own_staff
  FROM accreditations q JOIN units u ON u.id = q.unit_id LEFT JOIN accounts a ON a.id = q.applied_by`

export async function find(
  db: Db,
  id: string,
  { within, accountId }: { within: RawBuilder<boolean>; accountId: string },
): Promise<AccreditationRow | undefined> {
  const { rows } = await sql<AccreditationRow>`
    ${selected(accountId)} WHERE q.id = ${id} AND ${within}`.execute(db)
  return rows[0]
}

/** What the unit ever applied for, newest first. */
export async function listOfUnit(
  db: Db,
  unitId: string,
  { accountId, limit }: { accountId: string; limit: number },
): Promise<AccreditationRow[]> {
  const { rows } = await sql<AccreditationRow>`
    ${selected(accountId)} WHERE q.unit_id = ${unitId} ORDER BY q.id DESC LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** False while another application of the unit waits. */
export async function insert(tx: Db, row: Insertable<Accreditations>): Promise<boolean> {
  const made = await tx
    .insertInto('accreditations')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('unitId')
        .where(sql<boolean>`state IN ('applied', 'reviewed', 'returned')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export type Guard = {
  id: string
  version: number
  from: readonly AccreditationState[]
  within: RawBuilder<boolean>
  /** Set where nobody of the unit's staff may do it. */
  notStaff?: string
  /** Set where whoever looked at it for the city may not. */
  notReviewer?: string
}

/** One guarded move; false when it no longer stands as it was seen, or the guard does not hold. */
export async function move(
  tx: Db,
  { id, version, from, within, notStaff, notReviewer }: Guard,
  values: Updateable<Accreditations>,
): Promise<boolean> {
  const moved = await tx
    .updateTable('accreditations as q')
    .set((value) => ({ ...values, version: value('q.version', '+', 1) }))
    .where('q.id', '=', id)
    .where('q.version', '=', version)
    .where('q.state', 'in', from)
    .where(within)
    .$if(notStaff !== undefined, (query) =>
      query.where(
        sql<boolean>`NOT EXISTS (SELECT FROM unit_staff s
          WHERE s.unit_id = q.unit_id AND s.account_id = ${notStaff} AND s.ended_at IS NULL)`,
      ),
    )
    .$if(notReviewer !== undefined, (query) =>
      query.where(sql<boolean>`q.reviewed_by IS DISTINCT FROM ${notReviewer}`),
    )
    .returning('q.id')
    .executeTakeFirst()
  return moved !== undefined
}

/** What stands for the unit makes room for the next. */
export async function replaceFormer(tx: Db, unitId: string, at: Date): Promise<void> {
  await sql`
    UPDATE accreditations SET state = 'replaced', decided_at = ${at}, version = version + 1
    WHERE unit_id = ${unitId} AND state IN ('accredited', 'suspended')`.execute(tx)
}

/** The first of the numbers that nobody has. */
export async function freeNumber(tx: Db, drawn: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ number: string }>`
    SELECT drawn AS number FROM unnest(${drawn}::text[]) drawn
    WHERE NOT EXISTS (SELECT FROM accreditations taken WHERE taken.number = drawn) LIMIT 1`.execute(
    tx,
  )
  return rows[0]?.number
}

/** Lists follow the unit to its new region. */
export async function follow(
  tx: Db,
  unitId: string,
  place: Pick<Updateable<Accreditations>, 'provinceCode' | 'cityCode' | 'countyCode'>,
): Promise<void> {
  await tx.updateTable('accreditations').set(place).where('unitId', '=', unitId).execute()
}

/** The unit is over: what waited is taken back, what stood is revoked. */
export async function endAll(
  tx: Db,
  { unitId, reason, at }: { unitId: string; reason: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE accreditations SET version = version + 1, decided_at = ${at}, reason = ${reason},
      state = CASE WHEN state IN ('accredited', 'suspended') THEN 'revoked' ELSE 'withdrawn' END
    WHERE unit_id = ${unitId} AND state IN ('applied', 'reviewed', 'returned', 'accredited', 'suspended')`.execute(
    tx,
  )
}

export type ListedRow = Pick<
  AccreditationRow,
  'id' | 'state' | 'unitName' | 'regionCode' | 'categories' | 'appliedAt' | 'number' | 'validTo'
> & { key: string }

/** Those of an office's region subtree in a state, oldest first; at most `limit` after the key. */
export function listQuery(
  scope: Scope,
  state: AccreditationState,
  after: readonly [appliedAt: string, id: string] | null,
  limit: number,
) {
  const key = after && sql`AND (q.applied_at, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return sql<ListedRow>`
    SELECT q.id, q.state, u.name AS unit_name, u.region_code, q.categories, q.applied_at, q.number,
      q.valid_to::text AS valid_to,
      to_char(q.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
    FROM accreditations q JOIN units u ON u.id = q.unit_id
    WHERE ${withinRegion(scope)} AND q.state = ${state} ${key ?? sql``}
    ORDER BY q.applied_at, q.id LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof listQuery>): Promise<ListedRow[]> {
  const { rows } = await listQuery(...page).execute(db)
  return rows
}

/** Whether the unit may teach on the day. */
export async function isAccredited(db: Db, unitId: string, day: string): Promise<boolean> {
  const found = await db
    .selectFrom('accreditations')
    .select('id')
    .where('unitId', '=', unitId)
    .where('state', '=', 'accredited')
    .where('validTo', '>=', day)
    .executeTakeFirst()
  return found !== undefined
}

/** Ends so many of those whose last day is over; answers whose they were. */
export async function expire(
  tx: Db,
  { today, at, limit }: { today: string; at: Date; limit: number },
): Promise<{ unitId: string; number: string }[]> {
  const { rows } = await sql<{ unitId: string; number: string }>`
    UPDATE accreditations SET state = 'expired', decided_at = ${at}, version = version + 1
    WHERE id IN (
      SELECT id FROM accreditations
      WHERE state IN ('accredited', 'suspended') AND valid_to < ${today}::date
      ORDER BY valid_to LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING unit_id, number`.execute(tx)
  return rows
}

/** Marks so many of those that end by the day, and of which nobody was reminded; answers whose they are. */
export async function remind(
  tx: Db,
  { until, at, limit }: { until: string; at: Date; limit: number },
): Promise<{ unitId: string; number: string; validTo: string }[]> {
  const { rows } = await sql<{ unitId: string; number: string; validTo: string }>`
    UPDATE accreditations SET reminded_at = ${at}
    WHERE id IN (
      SELECT id FROM accreditations
      WHERE state IN ('accredited', 'suspended') AND valid_to <= ${until}::date AND reminded_at IS NULL
      ORDER BY valid_to LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING unit_id, number, valid_to::text AS valid_to`.execute(tx)
  return rows
}

/** The unit may teach, and each of its managers has a desk for it. */
export async function openDesk(
  tx: Db,
  { unitId, at, ids }: { unitId: string; at: Date; ids: () => string },
): Promise<void> {
  await sql`
    INSERT INTO unit_capabilities (unit_id, capability, region_code, granted_at)
    SELECT id, 'institution', region_code, ${at} FROM units WHERE id = ${unitId}
    ON CONFLICT (unit_id, capability, industry_code) DO NOTHING`.execute(tx)
  const { rows } = await sql<{ accountId: string }>`
    SELECT DISTINCT s.account_id FROM unit_staff s
    WHERE s.unit_id = ${unitId} AND s.kind = 'employer' AND s.level = 'manager' AND s.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM unit_staff i
        WHERE i.unit_id = s.unit_id AND i.account_id = s.account_id AND i.kind = 'institution' AND i.ended_at IS NULL)`.execute(
    tx,
  )
  for (const { accountId } of rows)
    await tx
      .insertInto('unitStaff')
      .values({
        id: ids(),
        unitId,
        accountId,
        kind: 'institution',
        level: 'manager',
        createdAt: at,
      })
      .execute()
}

/** The HR&SS office of exactly this region. */
export async function findOffice(db: Db, regionCode: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT u.id FROM unit_capabilities c JOIN units u ON u.id = c.unit_id AND u.state = 'approved'
    WHERE c.capability = 'hrss' AND c.industry_code IS NULL AND c.region_code = ${regionCode}
    ORDER BY u.id LIMIT 1`.execute(db)
  return rows[0]?.id
}

/** The unit is accredited for everything, unless it is already. */
export async function insertStanding(
  tx: Db,
  given: {
    id: string
    unitId: string
    number: string
    validFrom: string
    validTo: string
    at: Date
  },
): Promise<void> {
  const { id, unitId, number, validFrom, validTo, at } = given
  await sql`
    INSERT INTO accreditations (id, unit_id, state, categories, series, address, teachers, places, about,
      province_code, city_code, county_code, applied_at, number, valid_from, valid_to)
    SELECT ${id}, u.id, 'accredited', ARRAY['public', 'professional', 'elective'], '{}', '', 0, 0, '',
      u.province_code, u.city_code, u.county_code, ${at}, ${number}, ${validFrom}::date, ${validTo}::date
    FROM units u WHERE u.id = ${unitId}
    ON CONFLICT (unit_id) WHERE state IN ('accredited', 'suspended') DO NOTHING`.execute(tx)
}
