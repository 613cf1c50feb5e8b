import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Keys } from './crypto.ts'
import type { Db } from './database.ts'
import { type Deed, type Noted, readRecords, readWritten, type Written } from './row-macs.ts'

const pageRows = 2_000
/** One audit row may list thousands. */
const pageListings = 200

/** What a domain says of its rows that carry a code. */
export type GuardedTable = {
  name: 'ledgerEntries' | 'certificates'
  /** The next rows behind this id, each held against its code; `bare` is one that has none. */
  page: (
    db: Db,
    keys: Pick<Keys, 'sealKey'>,
    after: string,
    limit: number,
  ) => Promise<(Written & { at: Date; stands: 'genuine' | 'changed' | 'bare' })[]>
  /** Acts that list rows of this table, and what must hold of each that one lists. */
  deeds: readonly Deed[]
  /** Those of these ids that are there; `isOver` where the row says that it has ended. */
  find: (
    db: Db,
    ids: readonly string[],
  ) => Promise<{ id: string; isBare: boolean; isOver: boolean }[]>
}

export type RowFinding = {
  kind: 'rowChanged' | 'rowRemoved' | 'rowSlippedIn'
  table: GuardedTable['name']
  rowId: string
  personId: string
  year: number
}
export type PartFinding = { kind: 'partChanged'; auditId: string }

export type RowsReport = {
  /** How many rows of each table there are, and how many of them are from before there were codes. */
  tables: { name: GuardedTable['name']; rows: number; older: number }[]
  /** Since when acts list what they write; null where none has. */
  coveredSince: Date | null
  findings: (RowFinding | PartFinding)[]
}

/**
 * Holds every row that carries a code against it, and every row that an act listed against the table.
 * Both are walked page by page; what is kept in memory are findings.
 */
export async function verifyRows(
  db: Db,
  keys: Pick<Keys, 'sealKey'>,
  guarded: readonly GuardedTable[],
): Promise<RowsReport> {
  const coveredSince = await firstListing(db)
  const tables: RowsReport['tables'] = []
  const wrong = new Map<string, RowFinding>()
  for (const table of guarded) {
    let [rows, older] = [0, 0]
    for await (const row of rowsOf(db, keys, table)) {
      rows += 1
      const { id, personId, year, at, stands } = row
      const isOlder = stands === 'bare' && (coveredSince === null || at < coveredSince)
      if (isOlder) older += 1
      else if (stands !== 'genuine')
        // Unless an act turns out to have listed it: then it is genuine and was changed.
        wrong.set(id, { kind: 'rowSlippedIn', table: table.name, rowId: id, personId, year })
    }
    tables.push({ name: table.name, rows, older })
  }
  const parts: PartFinding[] = []
  for await (const listed of listings(db, parts))
    for (const table of guarded) await holdAgainst(db, table, listed, wrong)
  return { tables, coveredSince, findings: [...wrong.values(), ...parts] }
}

async function holdAgainst(
  db: Db,
  { name: table, deeds, find }: GuardedTable,
  listed: readonly Noted[],
  wrong: Map<string, RowFinding>,
): Promise<void> {
  const own = listed.filter(({ deed }) => deeds.includes(deed))
  for (let from = 0; from < own.length; from += pageRows) {
    const page = own.slice(from, from + pageRows)
    const rows = await find(
      db,
      page.map(({ id }) => id),
    )
    const found = new Map(rows.map((row) => [row.id, row]))
    for (const { deed, id, personId, year } of page) {
      const row = found.get(id)
      const finding = { table, rowId: id, personId, year }
      if (!row) wrong.set(id, { kind: 'rowRemoved', ...finding })
      else if (wrong.has(id) || row.isBare || (deed === 'certificateEnded' && !row.isOver))
        wrong.set(id, { kind: 'rowChanged', ...finding })
    }
  }
}

async function firstListing(db: Db): Promise<Date | null> {
  const first = await db
    .selectFrom('audit')
    .select('at')
    .where('written', 'is not', null)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  return first?.at ?? null
}

async function* rowsOf(db: Db, keys: Pick<Keys, 'sealKey'>, { page }: GuardedTable) {
  for (let after = nil; ;) {
    const rows = await page(db, keys, after, pageRows)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

/** What acts listed, some thousand rows at a time; a part that is not what its act sealed is a finding. */
async function* listings(db: Db, findings: PartFinding[]): AsyncGenerator<Noted[]> {
  let after = { time: '-infinity', id: nil }
  for (;;) {
    const { rows } = await sql<{ id: string; time: string; written: Buffer }>`
      SELECT id, at::text AS time, written FROM audit
      WHERE (at, id) > (${after.time}::timestamptz, ${after.id}) AND written IS NOT NULL
      ORDER BY at, id LIMIT ${pageListings}`.execute(db)
    let gathered: Noted[] = []
    for (const { id, written } of rows) {
      const said = readWritten(written)
      if ('rows' in said) gathered.push(...said.rows)
      else yield* partsListed(db, id, said.hashes, findings)
      if (gathered.length < pageRows) continue
      yield gathered
      gathered = []
    }
    if (gathered.length > 0) yield gathered
    const last = rows.at(-1)
    if (!last) return
    after = last
  }
}

async function* partsListed(
  db: Db,
  auditId: string,
  hashes: readonly Buffer[],
  findings: PartFinding[],
): AsyncGenerator<Noted[]> {
  for (const [part, hash] of hashes.entries()) {
    const row = await db
      .selectFrom('auditParts')
      .select('written')
      .where('auditId', '=', auditId)
      .where('part', '=', part)
      .executeTakeFirst()
    if (row && createHash('sha256').update(row.written).digest().equals(hash))
      yield readRecords(row.written)
    else findings.push({ kind: 'partChanged', auditId })
  }
}

const nil = '00000000-0000-0000-0000-000000000000'
