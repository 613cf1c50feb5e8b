import type { Category, EntryItem, YearState } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { StandingEntry, YearResult } from './rules.ts'
import { minimaOf, rulesFor, type YearRulesRow } from './rule-sets/store.ts'

export type NewYear = {
  id: string
  personId: string
  year: number
  series: string
  unitId: string | null
  at: Date
}

type LockedRow = YearRulesRow & { yearId: string; yearState: YearState; yearSeries: string }

/** Whether a restriction holds the certification of the year back on the day of that instant. */
const isHeldBack = (personId: string, year: number, at: Date) => sql<boolean>`
  EXISTS (SELECT FROM restrictions r WHERE r.person_id = ${personId} AND r.year = ${year}
    AND r.lifted_at IS NULL AND (r.to_on IS NULL OR r.to_on >= ${todayIn(at)}::date))`

/**
 * The current row of a person's year, made when it is missing and locked until the act is done, with
 * the rule set of the year and series; undefined where there is no such rule set.
 */
export async function lockYear(tx: Db, year: NewYear) {
  const { id, personId, unitId, series, at } = year
  const { rows } = await sql<LockedRow>`
    WITH rules AS (${rulesFor(year)}), locked AS (
      INSERT INTO years (id, person_id, year, series, unit_id, state, rule_set_id, public_count, public_tenths,
        professional_count, professional_tenths, elective_count, elective_tenths, updated_at)
      SELECT ${id}::uuid, ${personId}::uuid, ${year.year}::int, ${series}, ${unitId}::uuid,
        CASE WHEN ${isHeldBack(personId, year.year, at)} THEN 'suspended' ELSE 'notMet' END, rules.id,
        0, 0, 0, 0, 0, 0, ${at}::timestamptz
      FROM rules
      ON CONFLICT (person_id, year) DO UPDATE SET updated_at = excluded.updated_at
      RETURNING id, state, series
    )
    SELECT rules.*, locked.id AS year_id, locked.state AS year_state, locked.series AS year_series
    FROM rules, locked
  `.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const { yearId, yearState, yearSeries, ...rules } = row
  return { id: yearId, state: yearState, series: yearSeries, rules: minimaOf(rules) }
}

export type NewEntry = {
  id: string
  personId: string
  unitId: string | null
  year: number
  series: string
  category: Category
  hoursTenths: number
  subjects: number
  sourceKind: 'declaration' | 'class' | 'platform' | 'legacy'
  sourceId: string
  line: number
  form: string
  item: EntryItem
  ruleSetId: string
  at: Date
  byId: string | null
}

/**
 * Adds a credit to a locked year: the first of its line, or, where the former one was reversed, the
 * next revision that names that reversal. Answers with all entries of the year that stand, this one
 * among them; undefined when a credit of the line stands already.
 */
export async function addEntry(tx: Db, entry: NewEntry): Promise<StandingEntry[] | undefined> {
  const { rows } = await sql<StandingEntry & { isNew: boolean }>`
    WITH added AS (
      INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind,
        source_id, line, revision, form, item, rule_set_id, unit_id, at, by_id)
      VALUES (${entry.id}, ${entry.personId}, ${entry.year}, ${entry.series}, ${entry.category},
        ${entry.hoursTenths}, ${entry.subjects}, ${entry.sourceKind}, ${entry.sourceId}, ${entry.line}, 1,
        ${entry.form}, ${JSON.stringify(entry.item)}, ${entry.ruleSetId}, ${entry.unitId}, ${entry.at}, ${entry.byId})
      ON CONFLICT DO NOTHING
      RETURNING id, category, hours_tenths, subjects, form
    )
    SELECT added.*, true AS is_new FROM added
    UNION ALL
    SELECT standing.*, false FROM (${standing(entry.personId, entry.year)}) standing
  `.execute(tx)
  if (rows.some(({ isNew }) => isNew)) return rows
  const last = await findLastCredit(tx, entry)
  if (!last?.reversalId) return undefined
  await tx
    .insertInto('ledgerEntries')
    .values({
      ...entry,
      item: JSON.stringify(entry.item),
      revision: last.revision + 1,
      follows: last.reversalId,
    })
    .execute()
  return listStanding(tx, entry.personId, entry.year)
}

type Line = Pick<NewEntry, 'sourceKind' | 'sourceId' | 'line'>

/** The latest credit of a source's line, with the entry that reverses it if there is one. */
export async function findLastCredit(db: Db, { sourceKind, sourceId, line }: Line) {
  return db
    .selectFrom('ledgerEntries as credit')
    .leftJoin('ledgerEntries as reversal', 'reversal.reverses', 'credit.id')
    .selectAll('credit')
    .select('reversal.id as reversalId')
    .where('credit.sourceKind', '=', sourceKind)
    .where('credit.sourceId', '=', sourceId)
    .where('credit.line', '=', line)
    .where('credit.reverses', 'is', null)
    .orderBy('credit.revision', 'desc')
    .limit(1)
    .executeTakeFirst()
}

type Credit = NonNullable<Awaited<ReturnType<typeof findLastCredit>>>

/** Takes a credit back by an entry that reverses it; the credit itself never changes. */
export async function insertReversal(
  tx: Db,
  credit: Credit,
  reversal: { id: string; at: Date; byId: string | null; reason: string },
): Promise<void> {
  const { reversalId, ...values } = credit
  if (reversalId) throw new Error('the credit is reversed already')
  await tx
    .insertInto('ledgerEntries')
    .values({
      ...values,
      ...reversal,
      item: JSON.stringify(credit.item),
      follows: null,
      reverses: credit.id,
    })
    .execute()
}

const standing = (personId: string, year: number) => sql<StandingEntry>`
  SELECT credit.id, credit.category, credit.hours_tenths, credit.subjects, credit.form
  FROM ledger_entries credit
  WHERE credit.person_id = ${personId} AND credit.year = ${year} AND credit.reverses IS NULL
    AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = credit.id)`

/** The entries of a person's year that stand. */
export async function listStanding(
  db: Db,
  personId: string,
  year: number,
): Promise<StandingEntry[]> {
  return (await standing(personId, year).execute(db)).rows
}

/** Every credit of a person that stands, the years in their order. */
export async function listStandingCredits(
  db: Db,
  personId: string,
): Promise<Omit<NewEntry, 'id' | 'ruleSetId' | 'at' | 'byId'>[]> {
  const { rows } = await sql<Omit<NewEntry, 'id' | 'ruleSetId' | 'at' | 'byId'>>`
    SELECT c.person_id, c.unit_id, c.year, c.series, c.category, c.hours_tenths, c.subjects, c.form, c.item,
      c.source_kind, c.source_id, c.line
    FROM ledger_entries c
    WHERE c.person_id = ${personId} AND c.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = c.id)
    ORDER BY c.year, c.id`.execute(db)
  return rows
}

/** Writes what a year came to, and keeps the computation as the year's next version. */
export async function saveResult(
  tx: Db,
  year: { id: string; state: YearState; unitId: string | null; ruleSetId: string; at: Date },
  result: YearResult,
): Promise<void> {
  const { counts, counted } = result
  await sql`
    WITH saved AS (
      UPDATE years SET version = version + 1, state = ${year.state}, unit_id = coalesce(${year.unitId}, unit_id),
        rule_set_id = ${year.ruleSetId}, public_count = ${counts.public}, public_tenths = ${counted.public},
        professional_count = ${counts.professional}, professional_tenths = ${counted.professional},
        elective_count = ${counts.elective}, elective_tenths = ${counted.elective}, updated_at = ${year.at}
      WHERE id = ${year.id}
      RETURNING id, version
    )
    INSERT INTO year_results (year_id, version, rule_set_id, result, at)
    SELECT saved.id, saved.version, ${year.ruleSetId}::uuid, ${JSON.stringify(result)}::jsonb, ${year.at}::timestamptz
    FROM saved
  `.execute(tx)
}

export type YearFilter = { id?: string; from?: number; to?: number; series?: string }

/** A person's years, newest first, each with its certificate in force and whether it certifies on request. */
export async function listYears(db: Db, personId: string, { id, from, to, series }: YearFilter) {
  let query = db
    .selectFrom('years')
    .innerJoin('ruleSets', 'ruleSets.id', 'years.ruleSetId')
    .leftJoin('certificates', (join) =>
      join
        .onRef('certificates.personId', '=', 'years.personId')
        .onRef('certificates.year', '=', 'years.year')
        .on('certificates.state', '=', 'valid'),
    )
    .selectAll('years')
    .select([
      'ruleSets.certifies',
      'certificates.id as certificateId',
      'certificates.number as certificateNumber',
      'certificates.code as certificateCode',
    ])
    .where('years.personId', '=', personId)
  if (id !== undefined) query = query.where('years.id', '=', id)
  if (from !== undefined) query = query.where('years.year', '>=', from)
  if (to !== undefined) query = query.where('years.year', '<=', to)
  if (series !== undefined) query = query.where('years.series', '=', series)
  return query.orderBy('years.year', 'desc').limit(100).execute()
}
export type YearWithCertificate = Awaited<ReturnType<typeof listYears>>[number]

/** Every credit of a person's year, reversed ones too, in the order in which they came. */
export async function listCredits(db: Db, personId: string, year: number) {
  return db
    .selectFrom('ledgerEntries as credit')
    .leftJoin('ledgerEntries as reversal', 'reversal.reverses', 'credit.id')
    .select([
      'credit.id',
      'credit.category',
      'credit.form',
      'credit.hoursTenths',
      'credit.subjects',
      'credit.sourceKind',
      'credit.sourceId',
      'credit.item',
      'credit.at',
      'reversal.id as reversalId',
    ])
    .where('credit.personId', '=', personId)
    .where('credit.year', '=', year)
    .where('credit.reverses', 'is', null)
    .orderBy('credit.id')
    .execute()
}

/** met → certified in one guarded step; undefined when the year is not the person's or not in `from`. */
export async function certifyYear(
  tx: Db,
  {
    id,
    personId,
    from,
    at,
  }: { id: string; personId: string; from: readonly YearState[]; at: Date },
) {
  return tx
    .updateTable('years')
    .set((is) => ({ state: 'certified' as const, version: is('version', '+', 1), updatedAt: at }))
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', from)
    .returning(['id', 'year', 'series', 'unitId', 'version'])
    .executeTakeFirst()
}
