import type { CertificateState } from '@xueshi/contract/certificates'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Ending } from '../store.ts'

export type OfYear = { personId: string; year: number }
export type YearCertificate = OfYear & { id: string; number: string; state: CertificateState }

/** All certificates of these people's years whose number is as it was issued. */
export async function listOf(tx: Db, of: readonly OfYear[]): Promise<YearCertificate[]> {
  const { rows } = await sql<YearCertificate>`
    SELECT c.id, c.number, c.state, c.person_id, c.year
    FROM unnest(${of.map(({ personId }) => personId)}::uuid[], ${of.map(({ year }) => year)}::int[]) AS g (person_id, year)
    JOIN certificates c ON c.person_id = g.person_id AND c.year = g.year AND c.number = c.facts ->> 'number'
    ORDER BY c.person_id, c.year, c.edition`.execute(tx)
  return rows
}

/**
 * Ends those of these certificates that hold. All their numbers are written with a mark behind them, so
 * that the corrected file may bring the same number again; the facts keep it as it was.
 */
export async function endPast(
  tx: Db,
  ended: readonly { id: string; mac: Buffer }[],
  move: Omit<Ending, 'mac'>,
): Promise<void> {
  const holds = sql`c.state = ANY (${[...move.from]}::text[])`
  await sql`
    UPDATE certificates c SET number = c.number || ' *' || c.edition, version = c.version + 1,
      state = CASE WHEN ${holds} THEN ${move.to} ELSE c.state END,
      ended_at = CASE WHEN ${holds} THEN ${move.at}::timestamptz ELSE c.ended_at END,
      end_reason = CASE WHEN ${holds} THEN ${move.reason} ELSE c.end_reason END,
      end_mac = CASE WHEN ${holds} THEN given.mac ELSE c.end_mac END
    FROM unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ mac }) => mac)}::bytea[]) AS given (id, mac)
    WHERE c.id = given.id`.execute(tx)
}
