import type { Category, EntryItem, YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { StandingEntry, YearResult } from './rules.ts'

export type NewYear = {
  id: string
  personId: string
  year: number
  series: string
  unitId: string | null
  ruleSetId: string
  at: Date
}

/** The current row of a person's year, made when it is missing and locked until the act is done. */
export async function lockYear(tx: Db, year: NewYear) {
  const { at, ...values } = year
  const none = { publicTenths: 0, professionalTenths: 0, electiveTenths: 0 }
  return tx
    .insertInto('years')
    .values({
      ...values,
      ...none,
      state: 'notMet',
      publicCount: 0,
      professionalCount: 0,
      electiveCount: 0,
      updatedAt: at,
    })
    .onConflict((conflict) => conflict.columns(['personId', 'year']).doUpdateSet({ updatedAt: at }))
    .returning(['id', 'version', 'state', 'series'])
    .executeTakeFirstOrThrow()
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
 * Adds a credit: the first of its line, or, where the former one was reversed, the next revision
 * that names that reversal. False when a credit of the line stands already.
 */
export async function insertEntry(tx: Db, entry: NewEntry): Promise<boolean> {
  const values = { ...entry, item: JSON.stringify(entry.item) }
  const first = await tx
    .insertInto('ledgerEntries')
    .values({ ...values, revision: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (first) return true
  const last = await findLastCredit(tx, entry)
  if (!last?.reversalId) return false
  await tx
    .insertInto('ledgerEntries')
    .values({ ...values, revision: last.revision + 1, follows: last.reversalId })
    .execute()
  return true
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

/** The entries of a person's year that stand. */
export async function listStanding(
  db: Db,
  personId: string,
  year: number,
): Promise<StandingEntry[]> {
  return db
    .selectFrom('ledgerEntries as credit')
    .leftJoin('ledgerEntries as reversal', 'reversal.reverses', 'credit.id')
    .select([
      'credit.id',
      'credit.category',
      'credit.hoursTenths',
      'credit.subjects',
      'credit.form',
    ])
    .where('credit.personId', '=', personId)
    .where('credit.year', '=', year)
    .where('credit.reverses', 'is', null)
    .where('reversal.id', 'is', null)
    .execute()
}

/** Writes what a year came to, and keeps the computation as the year's next version. */
export async function saveResult(
  tx: Db,
  year: { id: string; state: YearState; unitId: string | null; ruleSetId: string; at: Date },
  result: YearResult,
): Promise<void> {
  await tx
    .with('saved', (db) =>
      db
        .updateTable('years')
        .set((is) => ({
          version: is('version', '+', 1),
          state: year.state,
          ...(year.unitId === null ? {} : { unitId: year.unitId }),
          ruleSetId: year.ruleSetId,
          publicCount: result.counts.public,
          publicTenths: result.counted.public,
          professionalCount: result.counts.professional,
          professionalTenths: result.counted.professional,
          electiveCount: result.counts.elective,
          electiveTenths: result.counted.elective,
          updatedAt: year.at,
        }))
        .where('id', '=', year.id)
        .returning(['id', 'version']),
    )
    .insertInto('yearResults')
    .columns(['yearId', 'version', 'ruleSetId', 'result', 'at'])
    .expression((db) =>
      db
        .selectFrom('saved')
        .select((is) => [
          'saved.id',
          'saved.version',
          is.val(year.ruleSetId).as('ruleSetId'),
          sql`${JSON.stringify(result)}::jsonb`.as('result'),
          sql`${year.at}::timestamptz`.as('at'),
        ]),
    )
    .execute()
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

/** Hours recognised so far by one form in a year, in tenths. */
export async function sumOfForm(
  db: Db,
  { personId, year, form }: { personId: string; year: number; form: string },
): Promise<number> {
  const entries = await listStanding(db, personId, year)
  return entries
    .filter((entry) => entry.form === form)
    .reduce((sum, { hoursTenths }) => sum + hoursTenths, 0)
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

/** What a certificate says of the person: the profile in force, the employer of that year, the document. */
export async function findHolder(db: Db, personId: string, unitId: string | null) {
  return db
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.id')
    .leftJoin('profiles', (join) =>
      join.onRef('profiles.personId', '=', 'people.id').on('profiles.state', '=', 'confirmed'),
    )
    .leftJoin('units', (join) => join.on('units.id', '=', unitId))
    .select([
      'people.name',
      'accounts.documentType',
      'accounts.documentNumberSealed',
      'profiles.sex',
      'profiles.title',
      'profiles.titleLevel',
      'units.name as unitName',
      'units.cityCode',
      'units.provinceCode',
    ])
    .where('people.id', '=', personId)
    .executeTakeFirst()
}
