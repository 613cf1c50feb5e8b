import type { YearState } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** The year is suspended; answers where it stood before, undefined where there is no row or it was so already. */
export async function suspend(
  tx: Db,
  { personId, year, at }: { personId: string; year: number; at: Date },
): Promise<YearState | undefined> {
  const { rows } = await sql<{ former: YearState }>`
    WITH former AS (
      SELECT id, state FROM years
      WHERE person_id = ${personId} AND year = ${year} AND state IN ('notMet', 'met', 'certified') FOR UPDATE
    )
    UPDATE years y SET state = 'suspended', version = y.version + 1, updated_at = ${at}
    FROM former WHERE y.id = former.id
    RETURNING former.state AS former`.execute(tx)
  return rows[0]?.former
}

/** A suspended year that nothing holds back any more; undefined where there is none. */
export async function findReleased(
  tx: Db,
  { personId, year, at }: { personId: string; year: number; at: Date },
) {
  const { rows } = await sql<{ series: string; unitId: string | null }>`
    SELECT y.series, y.unit_id FROM years y
    WHERE y.person_id = ${personId} AND y.year = ${year} AND y.state = 'suspended'
      AND NOT EXISTS (SELECT FROM restrictions r WHERE r.person_id = y.person_id AND r.year = y.year
        AND r.lifted_at IS NULL AND (r.to_on IS NULL OR r.to_on >= ${todayIn(at)}::date))`.execute(
    tx,
  )
  return rows[0]
}
