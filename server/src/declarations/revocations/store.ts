import type { DeclarationState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { eventFrom, type EventRow } from '../store.ts'

export type Revoking = {
  id: string
  version: number
  from: readonly DeclarationState[]
  accountId: string
  unitId: string
  decision: string
  reason: string
  at: Date
}

const guard = ({ id, version, from, accountId }: Revoking) => sql`
  id = ${id} AND state = ANY (${from}::text[]) AND version = ${version} AND person_id <> ${accountId}`

/** 撤销: the record is revoked and its revocation stands. False when the guard did not hold. */
export async function revoke(
  tx: Db,
  revoking: Revoking,
  revocation: { id: string; regionCode: string },
  event: EventRow,
): Promise<boolean> {
  const { at, unitId, accountId, decision, reason } = revoking
  const { rows } = await sql`
    WITH moved AS (
      UPDATE declarations SET state = 'revoked', version = version + 1, reason = ${reason}, updated_at = ${at}
      WHERE ${guard(revoking)} RETURNING id
    ), stands AS (
      INSERT INTO declaration_revocations (id, declaration_id, office_unit_id, region_code, decision, reason, at, by_id)
      SELECT ${revocation.id}, moved.id, ${unitId}, ${revocation.regionCode}, ${decision}, ${reason}, ${at}, ${accountId}
      FROM moved
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved
  `.execute(tx)
  return rows.length > 0
}

/**
 * 恢复: the record is recognised again as it was, with what had been said of its hours then, and its
 * revocation is over; why stands in the timeline. False when the guard did not hold.
 */
export async function reinstate(tx: Db, revoking: Revoking, event: EventRow): Promise<boolean> {
  const { at, accountId, decision, reason } = revoking
  const { rows } = await sql`
    WITH moved AS (
      UPDATE declarations SET state = 'recognised', version = version + 1, updated_at = ${at},
        reason = (SELECT v.reason FROM declaration_events v
          WHERE v.declaration_id = declarations.id AND v.act IN ('recognise', 'uphold', 'grant') ORDER BY v.id DESC LIMIT 1)
      WHERE ${guard(revoking)} RETURNING id
    ), ended AS (
      UPDATE declaration_revocations r SET ended_at = ${at}, ended_by = ${accountId}, end_decision = ${decision},
        end_reason = ${reason}
      FROM moved WHERE r.declaration_id = moved.id AND r.ended_at IS NULL
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved
  `.execute(tx)
  return rows.length > 0
}
