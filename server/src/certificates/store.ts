import type { CertificateState } from '@xueshi/contract/certificates'
import type { DocumentType } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { given } from '../platform/given.ts'
import { writeLast } from '../platform/transaction.ts'
import type { Issued } from './guard/rules.ts'
import type { CertificateFacts } from './rules.ts'

/** A run of numbers of a city and year. */
export type Block = { year: number; cityCode: string; count: number }

/**
 * Allots numbers: the first of each block, keyed by `year cityCode`. The counters stay locked until
 * the act is done, so that no number is lost or given twice; they are locked in one order.
 */
export async function allotNumbers(tx: Db, blocks: readonly Block[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ year: number; cityCode: string; last: number }>`
    INSERT INTO certificate_numbers AS n (year, city_code, last)
    SELECT * FROM unnest(${blocks.map(({ year }) => year)}::int[], ${blocks.map(({ cityCode }) => cityCode)}::text[],
      ${blocks.map(({ count }) => count)}::int[]) AS block (year, city_code, count) ORDER BY 1, 2
    ON CONFLICT (year, city_code) DO UPDATE SET last = n.last + excluded.last
    RETURNING year, city_code, last`.execute(tx)
  return new Map(
    rows.map(({ year, cityCode, last }) => {
      const count = blocks.find((each) => each.year === year && each.cityCode === cityCode)?.count
      return [`${year} ${cityCode}`, last - (count ?? 0) + 1]
    }),
  )
}

export type NewCertificate = Issued & {
  number: string
  /** Over all of it, see `certificateMac`. */
  mac: Buffer
}

/** With the act's last statement: nothing in the act reads them again. */
export const insertCertificates = (tx: Db, certificates: readonly NewCertificate[]): void =>
  writeLast(tx, insertStatement(certificates))

export const insertStatement = (certificates: readonly NewCertificate[]) => sql`
  INSERT INTO certificates (id, number, code, person_id, unit_id, year, series, city_code, county_code, name,
    edition, replaces, photo_file_id, template_id, facts, issued_at, mac, state)
  SELECT made.*, 'valid' FROM ${given(
    'made',
    certificates.map(({ facts, ...one }) => {
      const { year, name } = facts
      return { ...one, year, name, facts: JSON.stringify(facts) }
    }),
    {
      id: 'uuid',
      number: 'text',
      code: 'text',
      personId: 'uuid',
      unitId: 'uuid',
      year: 'int',
      series: 'text',
      cityCode: 'text',
      countyCode: 'text',
      name: 'text',
      edition: 'int',
      replaces: 'uuid',
      photoFileId: 'uuid',
      templateId: 'uuid',
      facts: 'jsonb',
      issuedAt: 'timestamptz',
      mac: 'bytea',
    },
  )}`

/** A person as the records have them, with the employer that was asked for. */
export type Holder = {
  name: string
  documentType: DocumentType
  documentNumberSealed: Buffer
  sex: string | null
  title: string | null
  titleLevel: string | null
  unitName: string | null
  countyCode: string | null
  cityCode: string | null
  provinceCode: string | null
  photoFileId: string | null
  photoSha256: Buffer | null
}
/** And the last edition that their year has had so far. */
export type HolderRow = Holder & {
  lastId: string | null
  lastNumber: string | null
  lastEdition: number | null
}

/** People with the profile in force and the employer of the year, in the order in which they were asked for. */
export async function listHolders(
  db: Db,
  asked: readonly { personId: string; unitId: string | null; year: number }[],
): Promise<HolderRow[]> {
  const { rows } = await sql<HolderRow>`
    SELECT p.name, a.document_type, a.document_number_sealed, f.sex, f.title, f.title_level,
      u.name AS unit_name, u.county_code, u.city_code, u.province_code,
      i.id AS photo_file_id, i.sha256 AS photo_sha256,
      last.id AS last_id, last.number AS last_number, last.edition AS last_edition
    FROM unnest(${asked.map(({ personId }) => personId)}::uuid[], ${asked.map(({ unitId }) => unitId)}::uuid[],
      ${asked.map(({ year }) => year)}::int[]) WITH ORDINALITY AS asked (person_id, unit_id, year, place)
    JOIN people p ON p.id = asked.person_id
    JOIN accounts a ON a.id = p.id
    LEFT JOIN profiles f ON f.person_id = p.id AND f.state = 'confirmed'
    LEFT JOIN photos ph ON ph.id = f.photo_id
    LEFT JOIN files i ON i.id = ph.file_id
    LEFT JOIN units u ON u.id = asked.unit_id
    LEFT JOIN LATERAL (
      SELECT c.id, c.facts ->> 'number' AS number, c.edition FROM certificates c
      WHERE c.person_id = asked.person_id AND c.year = asked.year ORDER BY c.edition DESC LIMIT 1
    ) last ON true
    ORDER BY asked.place`.execute(db)
  return rows
}

/** How a certificate ends, with the code over that. */
export type Ending = {
  from: readonly CertificateState[]
  to: CertificateState
  at: Date
  reason: string
  mac: Buffer
}

/** The certificate in force of a person's year, held until the act is done; undefined when there is none. */
export const lockInForce = (
  tx: Db,
  { personId, year }: { personId: string; year: number },
  from: readonly CertificateState[],
) =>
  tx
    .selectFrom('certificates')
    .select(['id', 'number', 'facts'])
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()

/** A certificate that is held ends. */
export async function endCertificate(tx: Db, id: string, move: Ending): Promise<void> {
  await tx
    .updateTable('certificates')
    .set((is) => ({
      state: move.to,
      endedAt: move.at,
      endReason: move.reason,
      endMac: move.mac,
      version: is('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

/** Those of these certificates that are in one of these states, held until the act is done. */
export async function lockAmong(
  tx: Db,
  ids: readonly string[],
  from: readonly CertificateState[],
): Promise<{ id: string; personId: string; year: number; number: string }[]> {
  const { rows } = await sql<{ id: string; personId: string; year: number; number: string }>`
    SELECT id, person_id, year, number FROM certificates
    WHERE id = ANY (${ids}::uuid[]) AND state = ANY (${[...from]}) ORDER BY person_id FOR UPDATE`.execute(
    tx,
  )
  return rows
}

/** Certificates that are held end, each with its code. */
export async function endMany(
  tx: Db,
  ends: readonly { id: string; mac: Buffer }[],
  { to, at, reason }: Omit<Ending, 'mac'>,
): Promise<void> {
  await sql`
    UPDATE certificates c SET state = ${to}, ended_at = ${at}, end_reason = ${reason}, end_mac = ended.mac,
      version = c.version + 1
    FROM unnest(${ends.map(({ id }) => id)}::uuid[], ${ends.map(({ mac }) => mac)}::bytea[]) AS ended (id, mac)
    WHERE c.id = ended.id`.execute(tx)
}

/** The certificates in force of a person's years, at most one a year. */
export async function listValid(
  db: Db,
  personId: string,
  { from, to }: { from: number; to: number },
): Promise<{ number: string; code: string; facts: CertificateFacts; issuedAt: Date }[]> {
  const { rows } = await sql<{
    number: string
    code: string
    facts: CertificateFacts
    issuedAt: Date
  }>`
    SELECT number, code, facts, issued_at FROM certificates
    WHERE person_id = ${personId} AND year BETWEEN ${from} AND ${to} AND state = 'valid'
    ORDER BY year`.execute(db)
  return rows
}
