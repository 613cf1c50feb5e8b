import type { Relief, YearState } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { withNext } from '../../platform/naming-client.ts'
import { statement } from '../../platform/statement.ts'
import type { StandingEntry, YearResult } from '../rules.ts'
import {
  minimaOf,
  rulesFor,
  rulesInForce,
  rulesKept,
  type YearRulesRow,
} from '../rule-sets/store.ts'

export type NewYear = {
  id: string
  personId: string
  year: number
  series: string
  unitId: string | null
  at: Date
}

type LockedRow = YearRulesRow & {
  yearId: string
  yearState: YearState
  yearVersion: number
  yearSeries: string
  yearObligationId: string | null
  yearRelief: Relief | null
}

/** Whether a restriction holds the certification of the year back on the day of that instant. */
export const isHeldBack = (personId: RawBuilder<unknown>, year: RawBuilder<unknown>, at: Date) =>
  isHeldBackOn(personId, year, todayIn(at))

const isHeldBackOn = (
  personId: RawBuilder<unknown>,
  year: RawBuilder<unknown>,
  today: string,
) => sql<boolean>`
  EXISTS (SELECT FROM restrictions r WHERE r.person_id = ${personId} AND r.year = ${year}
    AND r.lifted_at IS NULL AND (r.to_on IS NULL OR r.to_on >= ${today}::date))`

/**
 * The current row of a person's year, made when it is missing and locked until the act is done, with
 * what it is computed by: the rules in force for its series, or those that it was certified under.
 * Undefined where there are no such rules.
 */
export async function lockYear(tx: Db, year: NewYear) {
  const [row] = await locked(tx, { ...year, today: todayIn(year.at) })
  if (!row) return undefined
  const { yearId, yearState, yearVersion, yearSeries, yearObligationId, yearRelief, ...rules } = row
  return {
    id: yearId,
    state: yearState,
    /** The version that this act makes; entries that it adds say so. */
    nextVersion: yearVersion + 1,
    series: yearSeries,
    obligationId: yearObligationId,
    relief: yearRelief,
    rules: minimaOf(rules),
  }
}
export type LockedYear = NonNullable<Awaited<ReturnType<typeof lockYear>>>

const locked = statement<NewYear & { today: string }, LockedRow>((year) => {
  const { id, personId, unitId, series, at, today } = year
  const rulesNow = rulesInForce(
    sql`locked.year`,
    sql`locked.series`,
    sql`coalesce(${unitId}::uuid, locked.unit_id)`,
  )
  return sql`
    WITH first AS (${rulesFor(year, sql`id`)}), locked AS (
      INSERT INTO years (id, person_id, year, series, unit_id, state, rule_set_id, public_count, public_tenths,
        professional_count, professional_tenths, elective_count, elective_tenths, updated_at)
      SELECT ${id}::uuid, ${personId}::uuid, ${year.year}::int, ${series}, ${unitId}::uuid,
        CASE WHEN ${isHeldBackOn(sql`${personId}`, sql`${year.year}`, today)} THEN 'suspended' ELSE 'notMet' END, first.id,
        0, 0, 0, 0, 0, 0, ${at}::timestamptz
      FROM first
      ON CONFLICT (person_id, year) DO UPDATE SET updated_at = excluded.updated_at
      RETURNING *
    )
    SELECT rules.*, locked.id AS year_id, locked.state AS year_state, locked.version AS year_version,
      locked.series AS year_series, locked.obligation_id AS year_obligation_id, locked.relief AS year_relief
    FROM locked, LATERAL (
      ${rulesKept(sql`locked.rule_set_id`)} AND locked.keeps_rules
      UNION ALL SELECT * FROM (${rulesNow}) AS now WHERE NOT locked.keeps_rules
    ) AS rules`
})

/**
 * Writes what a locked year came to, and keeps the computation as the year's next version. Its answer tells
 * nothing, so it goes with the next statement.
 */
export async function saveResult(
  tx: Db,
  year: {
    id: string
    state: YearState
    unitId: string | null
    ruleSetId: string
    obligationId: string | null
    relief: Relief | null
    at: Date
  },
  result: YearResult,
): Promise<void> {
  const { counts, counted, lacking } = result
  await sql`
    WITH saved AS (
      UPDATE years SET version = version + 1, state = ${year.state}, unit_id = coalesce(${year.unitId}, unit_id),
        rule_set_id = ${year.ruleSetId}, obligation_id = ${year.obligationId},
        relief = ${year.relief && JSON.stringify(year.relief)},
        public_count = ${counts.public}, public_tenths = ${counted.public}, public_lacking_tenths = ${lacking.public},
        professional_count = ${counts.professional}, professional_tenths = ${counted.professional},
        professional_lacking_tenths = ${lacking.professional},
        elective_count = ${counts.elective}, elective_tenths = ${counted.elective},
        elective_lacking_tenths = ${lacking.elective},
        lacking_tenths = ${result.lackingTotalTenths}, updated_at = ${year.at}
      WHERE id = ${year.id}
      RETURNING id, version
    )
    INSERT INTO year_results (year_id, version, rule_set_id, obligation_id, result, at)
    SELECT saved.id, saved.version, ${year.ruleSetId}::uuid, ${year.obligationId}::uuid,
      ${JSON.stringify(result)}::jsonb, ${year.at}::timestamptz
    FROM saved${sql.raw(withNext)}`.execute(tx)
}

/** The results of a person's year, the newest first. */
export async function listResults(db: Db, personId: string, year: number, limit: number) {
  return db
    .selectFrom('yearResults')
    .innerJoin('years', 'years.id', 'yearResults.yearId')
    .leftJoin('obligations', 'obligations.id', 'yearResults.obligationId')
    .select([
      'yearResults.version',
      'yearResults.ruleSetId',
      'yearResults.result',
      'yearResults.at',
      'obligations.months',
      'obligations.exempt',
    ])
    .where('years.personId', '=', personId)
    .where('years.year', '=', year)
    .orderBy('yearResults.version', 'desc')
    .limit(limit)
    .execute()
}
export type ResultRow = Awaited<ReturnType<typeof listResults>>[number]

/** The entries of a person's year with the versions in which they came and went. */
export async function listEntryVersions(db: Db, personId: string, year: number) {
  const { rows } = await sql<StandingEntry & { since: number; until: number | null }>`
    SELECT credit.id, credit.category, credit.hours_tenths, credit.subjects, credit.form,
      credit.year_version AS since, reversal.year_version AS until
    FROM ledger_entries credit LEFT JOIN ledger_entries reversal ON reversal.reverses = credit.id
    WHERE credit.person_id = ${personId} AND credit.year = ${year} AND credit.reverses IS NULL`.execute(
    db,
  )
  return rows
}
