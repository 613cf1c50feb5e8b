import type { KeyScope } from '@xueshi/contract/actor'
import type { KeyState } from '@xueshi/contract/orgs/keys'
import type { WebhookState } from '@xueshi/contract/orgs/webhooks'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type HeldKeyRow = {
  id: string
  version: number
  state: KeyState
  unitName: string
  name: string
  scopes: KeyScope[]
  head: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const keys = sql`
  SELECT k.id, k.version, k.state, u.name AS unit_name, k.name, k.scopes, k.head, k.created_at,
         k.last_used_at, k.revoked_at
  FROM api_keys k JOIN units u ON u.id = k.unit_id`

/** Keys of whichever unit, newest first. */
export const keysQuery = (
  { state, after }: { state: KeyState | undefined; after: string | null },
  limit: number,
) =>
  sql<HeldKeyRow>`${keys} WHERE true${state ? sql` AND k.state = ${state}` : sql``}${
    after ? sql` AND k.id < ${after}::uuid` : sql``
  } ORDER BY k.id DESC LIMIT ${limit}`

export async function listKeys(db: Db, ...page: Parameters<typeof keysQuery>) {
  return (await keysQuery(...page).execute(db)).rows
}

export async function findKey(db: Db, id: string): Promise<HeldKeyRow | undefined> {
  const { rows } = await sql<HeldKeyRow>`${keys} WHERE k.id = ${id}`.execute(db)
  return rows[0]
}

/** Whose key it is, where the move was made; undefined where key, version or state are others. */
export async function block(
  tx: Db,
  { id, version, at }: { id: string; version: number; at: Date },
  { from, to }: { from: readonly KeyState[]; to: KeyState },
): Promise<{ unitId: string; name: string } | undefined> {
  return tx
    .updateTable('apiKeys')
    .set((is) => ({ state: to, version: is('version', '+', 1), revokedAt: at }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning(['unitId', 'name'])
    .executeTakeFirst()
}

export type HeldWebhookRow = {
  id: string
  state: WebhookState
  unitName: string
  url: string
  createdAt: Date
  triedAt: Date | null
  replyCode: number | null
  fault: string | null
  dead: number
}

/** Addresses of whichever unit, newest first, with what the last attempt came to. */
export const webhooksQuery = (after: string | null, limit: number, most: number) =>
  sql<HeldWebhookRow>`
    SELECT w.id, w.state, u.name AS unit_name, w.url, w.created_at, last.tried_at, last.reply_code, last.fault,
           (SELECT count(*)::int FROM (
              SELECT FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'dead' LIMIT ${most}) given_up) AS dead
    FROM webhooks w JOIN units u ON u.id = w.unit_id
    LEFT JOIN LATERAL (
      SELECT d.tried_at, d.reply_code, d.fault FROM webhook_deliveries d
      WHERE d.webhook_id = w.id AND d.tried_at IS NOT NULL ORDER BY d.tried_at DESC LIMIT 1) last ON true
    WHERE w.state <> 'removed'${after ? sql` AND w.id < ${after}::uuid` : sql``}
    ORDER BY w.id DESC LIMIT ${limit}`

export async function listWebhooks(db: Db, ...page: Parameters<typeof webhooksQuery>) {
  return (await webhooksQuery(...page).execute(db)).rows
}
