import type { KeptImpact, RuleSetForm, RuleSetState } from '@xueshi/contract/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { RuleSet, YearRules } from '../rules.ts'

/** Whose rules: of a year, a series, and the employer of the time, for a city may have its own. */
export type RulesFor = { year: number; series: string; unitId?: string | null | undefined }

/** The province that this house serves, and the places whose rules may hold in it, the widest first. */
export const provinceCode = '440000'
const placesOf = (unitId: RawBuilder<unknown>) =>
  sql`ARRAY['CN', ${provinceCode}, (SELECT city_code FROM units WHERE id = ${unitId})]`

export type YearRulesRow = Omit<YearRules, 'minima'> & {
  publicTenths: number
  professionalTenths: number
  electiveTenths: number
}

export function minimaOf<Row extends YearRulesRow>({
  publicTenths,
  professionalTenths,
  electiveTenths,
  ...row
}: Row) {
  return {
    ...row,
    minima: { public: publicTenths, professional: professionalTenths, elective: electiveTenths },
  }
}

const yearColumns = sql`id, name, total_tenths, public_tenths, professional_tenths, elective_tenths,
  shares, prorates, certifies, form_caps`

/**
 * The rules in force for a year: a series' own go before those for every one, then a city's before the
 * province's and the nation's, then those that began last. `chooseRuleSet` says the same in memory.
 */
export const rulesInForce = (
  year: RawBuilder<unknown>,
  series: RawBuilder<unknown>,
  unitId: RawBuilder<unknown>,
  columns = yearColumns,
) => sql<YearRulesRow>`
  SELECT ${columns} FROM rule_sets
  WHERE state = 'effective' AND year_from <= ${year} AND (year_to IS NULL OR year_to >= ${year})
    AND (series IS NULL OR series = ${series}) AND jurisdiction = ANY (${placesOf(unitId)})
  ORDER BY series IS NULL, array_position(${placesOf(unitId)}, jurisdiction) DESC, year_from DESC LIMIT 1`

/** The rules of a set that somebody has by its id, whatever became of it. */
export const rulesKept = (id: RawBuilder<unknown>) => sql<YearRulesRow>`
  SELECT ${yearColumns} FROM rule_sets WHERE id = ${id}`

/** As `rulesInForce`, for values that are known. */
export const rulesFor = ({ year, series, unitId }: RulesFor, columns?: RawBuilder<unknown>) =>
  rulesInForce(sql`${year}::int`, sql`${series}::text`, sql`${unitId ?? null}::uuid`, columns)

/** A set that holds says the same for ever, so that its text is read once by each process. */
const known = new Map<string, RuleSet>()

/** The rule set in force with all that it says; undefined where there is none. */
export async function findRuleSet(db: Db, of: RulesFor): Promise<RuleSet | undefined> {
  const { year, series, unitId = null } = of
  const [found] = await inForce(db, { year, series, unitId })
  return found && readKnown(db, found)
}
const inForce = statement<RulesFor, Pick<RuleSet, 'id' | 'version'>>(
  (of) => sql`${rulesFor(of, sql`id, version`)}`,
)

/** A set that holds or held, by its id and version. */
export async function readKnown(db: Db, { id, version }: Pick<RuleSet, 'id' | 'version'>) {
  const key = `${id} ${version}`
  const set = known.get(key) ?? (await readRuleSet(db, id))
  if (set) known.set(key, set)
  return set
}

/** A rule set of any state. */
export const readRuleSet = (db: Db, id: string): Promise<RuleSet | undefined> => findEdited(db, id)

/** What the editor keeps beside what a set says. */
export type EditedRow = RuleSet & {
  updatedAt: Date | null
  impact: KeptImpact | null
  taskId: string | null
  publishedBy: string | null
  publishedSeat: string | null
}

/** A rule set of any state, with what the editor keeps. */
export async function findEdited(db: Db, id: string): Promise<EditedRow | undefined> {
  const row = await db.selectFrom('ruleSets').selectAll().where('id', '=', id).executeTakeFirst()
  return row && minimaOf(row)
}

export type ListPage = {
  withDrafts: boolean
  after: readonly [yearFrom: number, id: string] | null
}

/** Rule sets by their first year, the latest first; drafts where the reader may see them. */
export function listQuery(db: Db, { withDrafts, after }: ListPage, limit: number) {
  return db
    .selectFrom('ruleSets')
    .selectAll()
    .$if(!withDrafts, (query) => query.where('state', '<>', 'draft'))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(year_from, id) < (${after?.[0]}::int, ${after?.[1]}::uuid)`),
    )
    .orderBy('yearFrom', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
}

export async function list(db: Db, page: ListPage, limit: number): Promise<EditedRow[]> {
  return (await listQuery(db, page, limit).execute()).map(minimaOf)
}

/** Every set that holds now: few, and all that is needed to say which one a year goes by. */
export async function listEffective(db: Db): Promise<RuleSet[]> {
  const rows = await db
    .selectFrom('ruleSets')
    .selectAll()
    .where('state', '=', 'effective')
    .execute()
  return rows.map(minimaOf)
}

const columnsOf = (form: RuleSetForm) => {
  const { minima, shares, forms, windows, chains, defaults, ...plain } = form
  const caps = forms.flatMap(({ code, capTenths }) =>
    capTenths === null ? [] : [[code, capTenths]],
  )
  return {
    ...plain,
    publicTenths: minima.public,
    professionalTenths: minima.professional,
    electiveTenths: minima.elective,
    shares: JSON.stringify(shares),
    forms: JSON.stringify(forms),
    formCaps: JSON.stringify(Object.fromEntries(caps)),
    windows: JSON.stringify(windows),
    chains: JSON.stringify(chains),
    defaults: JSON.stringify(defaults),
  }
}

/** The next revision for a place, series and first year. */
const nextRevision = ({ jurisdiction, series, yearFrom }: RuleSetForm, except: string) =>
  sql<number>`(SELECT coalesce(max(revision), 0) + 1 FROM rule_sets other
    WHERE other.jurisdiction = ${jurisdiction} AND other.series IS NOT DISTINCT FROM ${series}::text
      AND other.year_from = ${yearFrom} AND other.id <> ${except})`

/** A draft stands. */
export async function insertDraft(
  tx: Db,
  { id, form, at, by }: { id: string; form: RuleSetForm; at: Date; by: string },
): Promise<void> {
  await tx
    .insertInto('ruleSets')
    .values({
      ...columnsOf(form),
      id,
      state: 'draft',
      revision: nextRevision(form, id),
      createdAt: at,
      createdBy: by,
      updatedAt: at,
    })
    .execute()
}

export type Seen = { id: string; version: number; from: readonly RuleSetState[] }

const guarded = (tx: Db, { id, version, from }: Seen) =>
  tx
    .updateTable('ruleSets')
    .set((is) => ({ version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning('version')

/** The draft says what the form says, and nothing has been counted for it; false when the guard did not hold. */
export async function updateDraft(
  tx: Db,
  seen: Seen,
  form: RuleSetForm,
  at: Date,
): Promise<boolean> {
  const moved = await guarded(tx, seen)
    .set({
      ...columnsOf(form),
      revision: sql<number>`CASE WHEN jurisdiction = ${form.jurisdiction} AND year_from = ${form.yearFrom}
        AND series IS NOT DISTINCT FROM ${form.series}::text THEN revision ELSE ${nextRevision(form, seen.id)} END`,
      updatedAt: at,
      impact: null,
    })
    .executeTakeFirst()
  return moved !== undefined
}

export async function remove(tx: Db, id: string, from: readonly RuleSetState[]): Promise<boolean> {
  const gone = await tx
    .deleteFrom('ruleSets')
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

/** The draft waits for its moment; false when the guard did not hold. */
export async function schedule(
  tx: Db,
  seen: Seen,
  {
    to,
    effectiveAt,
    by,
    seatId,
  }: { to: RuleSetState; effectiveAt: Date; by: string; seatId: string },
): Promise<boolean> {
  const moved = await guarded(tx, seen)
    .set({ state: to, effectiveAt, publishedBy: by, publishedSeat: seatId })
    .executeTakeFirst()
  return moved !== undefined
}

export async function recall(tx: Db, seen: Seen, to: RuleSetState): Promise<boolean> {
  const moved = await guarded(tx, seen)
    .set({ state: to, effectiveAt: null, publishedBy: null, publishedSeat: null })
    .executeTakeFirst()
  return moved !== undefined
}

/** Sets whose moment has come, the earliest first. */
export async function listDue(db: Db, at: Date) {
  return db
    .selectFrom('ruleSets')
    .select(['id', 'version', 'publishedBy', 'publishedSeat'])
    .where('state', '=', 'scheduled')
    .where('effectiveAt', '<=', at)
    .orderBy('effectiveAt')
    .orderBy('id')
    .execute()
}

/**
 * The set holds from now on, and the one that held for its place, series and first year no longer
 * does; answers that one's id (null for none), or undefined when the set waits no longer.
 */
export async function takeEffect(
  tx: Db,
  id: string,
  {
    from,
    to,
    former,
    at,
  }: {
    from: readonly RuleSetState[]
    to: RuleSetState
    former: { from: readonly RuleSetState[]; to: RuleSetState }
    at: Date
  },
): Promise<{ formerId: string | null } | undefined> {
  // One after another: two sets of one place could else take effect beside each other.
  const { rows: waiting } = await sql`
    SELECT id FROM rule_sets WHERE id = ${id} AND state = ANY (${from}::text[]) FOR UPDATE`.execute(
    tx,
  )
  if (waiting.length === 0) return undefined
  const { rows } = await sql<{ id: string }>`
    UPDATE rule_sets held SET state = ${former.to}, superseded_at = ${at}, version = held.version + 1
    FROM rule_sets next WHERE next.id = ${id} AND held.state = ANY (${former.from}::text[])
      AND held.jurisdiction = next.jurisdiction AND held.series IS NOT DISTINCT FROM next.series
      AND held.year_from = next.year_from
    RETURNING held.id`.execute(tx)
  await tx
    .updateTable('ruleSets')
    .set((is) => ({ state: to, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  return { formerId: rows[0]?.id ?? null }
}

/** Which task is at it now; one that counts anew begins by forgetting what was counted. */
export async function setTask(
  tx: Db,
  id: string,
  { taskId, forgets }: { taskId: string; forgets: boolean },
): Promise<void> {
  const change = forgets ? { taskId, impact: null } : { taskId }
  await tx.updateTable('ruleSets').set(change).where('id', '=', id).execute()
}
