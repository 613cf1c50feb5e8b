import type { DeliveryState, WebhookEvent, WebhookState } from '@xueshi/contract/orgs/webhooks'
import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { WebhookDeliveries, Webhooks } from '../../platform/tables.ts'

export type WebhookRow = {
  id: string
  version: number
  state: WebhookState
  url: string
  createdAt: Date
}

const shown = ['id', 'version', 'state', 'url', 'createdAt'] as const

/** The unit's addresses, newest first; there are few. */
export const listQuery = (db: Db, unitId: string) =>
  db
    .selectFrom('webhooks')
    .select(shown)
    .where('unitId', '=', unitId)
    .where('state', '<>', 'removed')
    .orderBy('id', 'desc')
    .limit(100)
export const list = (db: Db, unitId: string): Promise<WebhookRow[]> =>
  listQuery(db, unitId).execute()

export const find = (db: Db, unitId: string, id: string): Promise<WebhookRow | undefined> =>
  db
    .selectFrom('webhooks')
    .select(shown)
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('state', '<>', 'removed')
    .executeTakeFirst()

/** An address beside the others of the unit, of which there are at most so many; false where there are. */
export async function insert(
  tx: Db,
  webhook: Omit<Insertable<Webhooks>, 'state'>,
  most: number,
): Promise<boolean> {
  await tx.selectFrom('units').select('id').where('id', '=', webhook.unitId).forUpdate().execute()
  if ((await list(tx, webhook.unitId)).length >= most) return false
  await tx
    .insertInto('webhooks')
    .values({ ...webhook, state: 'active' })
    .execute()
  return true
}

export type Guard = { id: string; version: number; unitId: string }

/** One guarded move; `to` null leaves the state as it is. */
export async function move(
  tx: Db,
  { id, version, unitId }: Guard,
  { from, to }: { from: readonly WebhookState[]; to: WebhookState | null },
): Promise<boolean> {
  const moved = await tx
    .updateTable('webhooks')
    .set((is) => ({ ...(to && { state: to }), version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** Where the unit is told: its active addresses. */
export const listActive = (tx: Db, unitId: string) =>
  tx
    .selectFrom('webhooks')
    .select('id')
    .where('unitId', '=', unitId)
    .where('state', '=', 'active')
    .execute()

export async function insertDeliveries(
  tx: Db,
  rows: readonly Omit<Insertable<WebhookDeliveries>, 'state'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('webhookDeliveries')
    .values(rows.map((row) => ({ ...row, state: 'waiting' as const })))
    .execute()
}

export type DeliveryRow = {
  id: string
  version: number
  state: DeliveryState
  event: WebhookEvent
  payload: unknown
  url: string
  attempts: number
  replyCode: number | null
  fault: string | null
  createdAt: Date
  triedAt: Date | null
}

const deliveries = sql`d.id, d.version, d.state, d.event, d.payload, w.url, d.attempts, d.reply_code, d.fault,
  d.created_at, d.tried_at FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id`

/** What a unit was told, newest first. */
export function deliveriesQuery(
  unitId: string,
  { state, after }: { state?: DeliveryState | undefined; after?: string | undefined },
  limit: number,
) {
  return sql<DeliveryRow>`SELECT ${deliveries} WHERE d.unit_id = ${unitId}${
    state ? sql` AND d.state = ${state}` : sql``
  }${after ? sql` AND d.id < ${after}::uuid` : sql``} ORDER BY d.id DESC LIMIT ${limit}`
}

export async function listDeliveries(db: Db, ...page: Parameters<typeof deliveriesQuery>) {
  return (await deliveriesQuery(...page).execute(db)).rows
}

export async function findDelivery(db: Db, unitId: string, id: string) {
  const { rows } = await sql<DeliveryRow>`
    SELECT ${deliveries} WHERE d.id = ${id} AND d.unit_id = ${unitId}`.execute(db)
  return rows[0]
}

/** Back in line, as if it had never been tried. */
export async function replay(
  tx: Db,
  { id, version, unitId }: Guard,
  { from, to }: { from: readonly DeliveryState[]; to: DeliveryState },
): Promise<boolean> {
  const moved = await tx
    .updateTable('webhookDeliveries')
    .set((is) => ({ state: to, attempts: 0, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** What waits to be told, with where to and the secret; undefined once it was told or given up. */
export async function findWaiting(db: Db, id: string) {
  return db
    .selectFrom('webhookDeliveries as d')
    .innerJoin('webhooks as w', 'w.id', 'd.webhookId')
    .select(['d.id', 'd.event', 'd.payload', 'd.createdAt', 'd.attempts'])
    .select(['w.id as webhookId', 'w.url', 'w.state as webhookState', 'w.secretCiphertext'])
    .where('d.id', '=', id)
    .where('d.state', '=', 'waiting')
    .executeTakeFirst()
}

/** What came of one attempt. */
export async function saveAttempt(
  db: Db,
  id: string,
  attempt: { state: DeliveryState; replyCode: number | null; fault: string | null; triedAt: Date },
): Promise<void> {
  await db
    .updateTable('webhookDeliveries')
    .set((is) => ({ ...attempt, attempts: is('attempts', '+', 1), version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** What was told or given up long ago goes. */
export async function sweep(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('webhookDeliveries')
    .where('createdAt', '<', before)
    .where('state', '<>', 'waiting')
    .execute()
}
