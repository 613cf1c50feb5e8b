import { sql } from 'kysely'
import type { Keys } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { StandingEntry } from '../rules.ts'
import { entryMac, firstOfLine, type WholeEntry } from './rules.ts'

type SealKey = Pick<Keys, 'sealKey'>

/** A credit before its line is looked at: which revision it is, and what it follows, shows then. */
export type NewEntry = Omit<WholeEntry, 'revision' | 'reverses' | 'follows' | 'reason'>

/**
 * Adds a credit to a locked year: the first of its line, or, where the former one was reversed, the
 * next revision that names that reversal. Answers with all entries of the year that stand, this one
 * among them; undefined when a credit of the line stands already.
 */
export async function addEntry(
  tx: Db,
  keys: SealKey,
  entry: NewEntry,
): Promise<StandingEntry[] | undefined> {
  const first = firstOfLine(entry)
  const rows = await addFirst(tx, {
    ...entry,
    item: JSON.stringify(entry.item),
    mac: entryMac(keys, first),
  })
  if (rows.some(({ isNew }) => isNew)) return rows
  const last = await findLastCredit(tx, entry)
  if (!last?.reversalId) return undefined
  const next = { ...first, revision: last.revision + 1, follows: last.reversalId }
  await insert(tx, keys, next)
  return listStanding(tx, entry.personId, entry.year)
}

type First = Omit<NewEntry, 'item'> & { item: string; mac: Buffer }
const addFirst = statement<First, StandingEntry & { isNew: boolean }>(
  (entry) => sql`
    WITH added AS (
      INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind,
        source_id, line, revision, form, item, rule_set_id, year_version, unit_id, at, by_id, mac)
      VALUES (${entry.id}, ${entry.personId}, ${entry.year}, ${entry.series}, ${entry.category},
        ${entry.hoursTenths}, ${entry.subjects}, ${entry.sourceKind}, ${entry.sourceId}, ${entry.line}, 1,
        ${entry.form}, ${entry.item}, ${entry.ruleSetId}, ${entry.yearVersion}, ${entry.unitId},
        ${entry.at}, ${entry.byId}, ${entry.mac})
      ON CONFLICT DO NOTHING
      RETURNING id, category, hours_tenths, subjects, form
    )
    SELECT added.*, true AS is_new FROM added
    UNION ALL
    SELECT standing.*, false FROM (${standing(entry.personId, entry.year)}) standing`,
)

const insert = (tx: Db, keys: SealKey, entry: WholeEntry) =>
  tx
    .insertInto('ledgerEntries')
    .values({ ...entry, item: JSON.stringify(entry.item), mac: entryMac(keys, entry) })
    .execute()

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
  keys: SealKey,
  credit: Credit,
  reversal: { id: string; yearVersion: number; at: Date; byId: string | null; reason: string },
): Promise<void> {
  const { reversalId, ...values } = credit
  if (reversalId) throw new Error('the credit is reversed already')
  await insert(tx, keys, { ...values, ...reversal, follows: null, reverses: credit.id })
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
      'reversal.at as reversedAt',
      'reversal.reason as reversalReason',
    ])
    .where('credit.personId', '=', personId)
    .where('credit.year', '=', year)
    .where('credit.reverses', 'is', null)
    .orderBy('credit.id')
    .execute()
}

/** Every credit of a person that stands, the years in their order. */
export async function listStandingCredits(
  db: Db,
  personId: string,
): Promise<Omit<NewEntry, 'id' | 'ruleSetId' | 'yearVersion' | 'at' | 'byId'>[]> {
  const { rows } = await sql<Omit<NewEntry, 'id' | 'ruleSetId' | 'yearVersion' | 'at' | 'byId'>>`
    SELECT c.person_id, c.unit_id, c.year, c.series, c.category, c.hours_tenths, c.subjects, c.form, c.item,
      c.source_kind, c.source_id, c.line
    FROM ledger_entries c
    WHERE c.person_id = ${personId} AND c.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = c.id)
    ORDER BY c.year, c.id`.execute(db)
  return rows
}
