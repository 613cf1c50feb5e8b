import { sql } from 'kysely'
import type { CertificateState } from '@xueshi/contract/certificates'
import type { Db } from '../../platform/database.ts'

/**
 * Ends the certificates of these people's years. Their numbers are written with a mark behind them, so
 * that the corrected file may bring the same number again; the facts keep it as it was.
 */
export async function endPast(
  tx: Db,
  of: readonly { personId: string; year: number }[],
  move: { from: readonly CertificateState[]; to: CertificateState; at: Date; reason: string },
): Promise<void> {
  await sql`
    UPDATE certificates c SET state = ${move.to}, ended_at = ${move.at}, end_reason = ${move.reason},
      version = c.version + 1, number = c.number || ' *' || c.edition
    FROM unnest(${of.map(({ personId }) => personId)}::uuid[], ${of.map(({ year }) => year)}::int[]) AS g (person_id, year)
    WHERE c.person_id = g.person_id AND c.year = g.year AND c.state = ANY (${[...move.from]}::text[])`.execute(
    tx,
  )
}
