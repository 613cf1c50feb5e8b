import type { DocumentType } from '@xueshi/contract/document-number'
import type { LegacyState, NearState } from '@xueshi/contract/legacy'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { PastRow } from './rules.ts'

export type StagedPerson = {
  id: string
  documentHash: Buffer
  documentType: DocumentType
  numberSealed: Buffer
  numberMasked: string
  name: string
  state: NearState
  accountId: string | null
  firstRow: number
  givenShort: boolean
  reason: 'otherName' | null
  namePinyin: string | null
  numberTail: Buffer | null
  birthDate: string | null
  unitName: string | null
}

type StandingPerson = { id: string; documentHash: Buffer; name: string }

/**
 * People of the batch stand once each; answers those of these documents as they stand now. Only who stood before
 * is looked up, one by one: planned while the batch is empty, a look may read the whole of it.
 */
export async function addPeople(tx: Db, batchId: string, people: readonly StagedPerson[]) {
  const of = <Key extends keyof StagedPerson>(key: Key) => people.map((one) => one[key])
  const made = await sql<StandingPerson>`
    INSERT INTO legacy_people (id, batch_id, document_hash, document_type, number_sealed, number_masked, name, state,
      account_id, first_row, given_short,
      reason, candidate_id, name_pinyin, number_tail, birth_date, unit_name)
    SELECT id, ${batchId}::uuid, hash, type, sealed, masked, name, state, account_id, first_row, short,
      reason, CASE WHEN reason IS NOT NULL THEN account_id END, pinyin, tail, birth, unit
    FROM unnest(${of('id')}::uuid[], ${of('documentHash')}::bytea[], ${of('documentType')}::text[],
      ${of('numberSealed')}::bytea[], ${of('numberMasked')}::text[], ${of('name')}::text[], ${of('state')}::text[],
      ${of('accountId')}::uuid[], ${of('firstRow')}::int[], ${of('givenShort')}::bool[],
      ${of('reason')}::text[], ${of('namePinyin')}::text[], ${of('numberTail')}::bytea[], ${of('birthDate')}::date[],
      ${of('unitName')}::text[])
      AS given (id, hash, type, sealed, masked, name, state, account_id, first_row, short,
        reason, pinyin, tail, birth, unit)
    ON CONFLICT (batch_id, document_hash) DO NOTHING RETURNING id, document_hash, name`.execute(tx)
  const standing = new Map(made.rows.map((row) => [row.documentHash.toString('hex'), row]))
  const others = of('documentHash').filter((hash) => !standing.has(hash.toString('hex')))
  if (others.length === 0) return standing
  const { rows } = await sql<StandingPerson>`
    SELECT n.id, n.document_hash, n.name FROM unnest(${others}::bytea[]) AS given (hash)
    CROSS JOIN LATERAL (SELECT p.id, p.document_hash, p.name FROM legacy_people p
      WHERE p.batch_id = ${batchId} AND p.document_hash = given.hash OFFSET 0) n`.execute(tx)
  for (const row of rows) standing.set(row.documentHash.toString('hex'), row)
  return standing
}

export type StagedRow = PastRow & { legacyPersonId: string; unitId: string | null }

export async function addRows(tx: Db, batchId: string, rows: readonly StagedRow[]): Promise<void> {
  const of = <Key extends keyof StagedRow>(key: Key) => rows.map((one) => one[key])
  await sql`
    INSERT INTO legacy_rows (batch_id, row_number, legacy_person_id, unit_id, unit_name, year, series, category,
      course, hours_tenths, subjects, institution, start_on, end_on)
    SELECT ${batchId}::uuid, * FROM unnest(${of('row')}::int[], ${of('legacyPersonId')}::uuid[],
      ${of('unitId')}::uuid[], ${of('unitName')}::text[], ${of('year')}::int[], ${of('series')}::text[],
      ${of('category')}::text[], ${of('course')}::text[], ${of('hoursTenths')}::int[], ${of('subjects')}::int[],
      ${of('institution')}::text[], ${of('startOn')}::date[], ${of('endOn')}::date[])`.execute(tx)
}

export type StagedCertificate = {
  legacyPersonId: string
  year: number
  number: string
  issuedOn: string
  issuer: string
}

/** Certificates of the batch; answers which number each person's year has now, for those given. */
export async function addCertificates(
  tx: Db,
  batchId: string,
  given: readonly StagedCertificate[],
): Promise<Map<string, string>> {
  const of = <Key extends keyof StagedCertificate>(key: Key) => given.map((one) => one[key])
  await sql`
    INSERT INTO legacy_certificates (legacy_person_id, batch_id, year, number, issued_on, issuer)
    SELECT person, ${batchId}::uuid, year, number, issued_on, issuer
    FROM unnest(${of('legacyPersonId')}::uuid[], ${of('year')}::int[], ${of('number')}::text[],
      ${of('issuedOn')}::date[], ${of('issuer')}::text[]) AS given (person, year, number, issued_on, issuer)
    ON CONFLICT DO NOTHING`.execute(tx)
  const { rows } = await sql<{ legacyPersonId: string; year: number; number: string }>`
    SELECT legacy_person_id, year, number FROM legacy_certificates
    WHERE legacy_person_id = ANY (${of('legacyPersonId')}::uuid[])`.execute(tx)
  return new Map(
    rows.map(({ legacyPersonId, year, number }) => [`${legacyPersonId} ${year}`, number]),
  )
}

/** The staged rows of these numbers, the first of them not among them, are added to what the batch comes to. */
export async function addTotals(
  tx: Db,
  batchId: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await sql`
    INSERT INTO legacy_totals AS t (batch_id, unit_name, year, category, row_count, hours_tenths)
    SELECT batch_id, unit_name, year, category, count(*), sum(hours_tenths) FROM legacy_rows
    WHERE batch_id = ${batchId} AND row_number > ${from} AND row_number <= ${to}
    GROUP BY batch_id, unit_name, year, category
    ON CONFLICT (batch_id, unit_name, year, category) DO UPDATE
      SET row_count = t.row_count + excluded.row_count, hours_tenths = t.hours_tenths + excluded.hours_tenths`.execute(
    tx,
  )
}

/** Units of the office's region by their code. */
export async function findUnits(
  db: Db,
  regionCode: string,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; code: string }>`
    SELECT id, code FROM units WHERE code = ANY (${[...codes]}::text[]) AND state = 'approved'
      AND (${regionCode.endsWith('0000')}::bool OR city_code = ${regionCode} OR county_code = ${regionCode})`.execute(
    db,
  )
  return new Map(rows.map(({ id, code }) => [code, id]))
}

/** Of these numbers those that a certificate of this system has. */
export async function findNumbers(db: Db, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('certificates')
    .select('number')
    .where('number', 'in', numbers.length > 0 ? [...numbers] : [''])
    .execute()
  return new Set(rows.map(({ number }) => number))
}

/** How many rows were read, and how many of them are wrong; false where the batch is not checked any more. */
export async function countMore(
  tx: Db,
  id: string,
  { rows, wrong, from }: { rows: number; wrong: number; from: readonly LegacyState[] },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('legacyBatches')
    .set((is) => ({
      rowCount: is('rowCount', '+', rows),
      wrongCount: is('wrongCount', '+', wrong),
    }))
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function settle(
  tx: Db,
  id: string,
  { from, to }: { from: readonly LegacyState[]; to: LegacyState },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('legacyBatches')
    .set((is) => ({ state: to, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
