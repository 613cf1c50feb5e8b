import type { Channel } from '@xueshi/contract/messages'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Whose inbox: a person's own, or that of the unit from whose seat they look. */
export type Inbox = { accountId: string } | { unitId: string }

const ownerOf = (inbox: Inbox) =>
  'accountId' in inbox
    ? { column: 'accountId' as const, id: inbox.accountId }
    : { column: 'unitId' as const, id: inbox.unitId }

export function inboxQuery(
  db: Db,
  inbox: Inbox,
  { unread, after, limit }: { unread: boolean; after: string | undefined; limit: number },
) {
  const { column, id } = ownerOf(inbox)
  let query = db
    .selectFrom('messages')
    .select(['id', 'topic', 'facts', 'at', 'readAt'])
    .where(column, '=', id)
  if (unread) query = query.where('readAt', 'is', null)
  if (after !== undefined) query = query.where('id', '<', after)
  return query.orderBy('id', 'desc').limit(limit)
}

export const listInbox = (
  db: Db,
  ...asked: Parameters<typeof inboxQuery> extends [Db, ...infer R] ? R : never
) => inboxQuery(db, ...asked).execute()

/** How many wait to be read in the account's own inbox (its first row) and at each unit, each counted no further than `limit`. */
export const unreadQuery = (accountId: string, unitIds: readonly string[], limit: number) => sql<{
  unitId: string | null
  count: number
}>`
  SELECT NULL::uuid AS unit_id, (SELECT count(*)::int FROM (
    SELECT FROM messages m WHERE m.account_id = ${accountId} AND m.read_at IS NULL LIMIT ${limit}) waiting) AS count
  UNION ALL
  SELECT w.id, (SELECT count(*)::int FROM (
    SELECT FROM messages m WHERE m.unit_id = w.id AND m.read_at IS NULL LIMIT ${limit}) waiting)
  FROM unnest(${[...unitIds]}::uuid[]) w (id)`

export async function listUnread(db: Db, ...asked: Parameters<typeof unreadQuery>) {
  const { rows } = await unreadQuery(...asked).execute(db)
  return rows
}

/** How many wait to be read, counted no further than `limit`. */
export async function countUnread(db: Db, inbox: Inbox, limit: number): Promise<number> {
  const { column, id } = ownerOf(inbox)
  const { count } = await db
    .selectFrom(
      db
        .selectFrom('messages')
        .select(sql`1`.as('one'))
        .where(column, '=', id)
        .where('readAt', 'is', null)
        .limit(limit)
        .as('waiting'),
    )
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Marks messages of the inbox as read; `ids` null marks all. Those of others are not touched. */
export async function markRead(db: Db, inbox: Inbox, ids: readonly string[] | null, at: Date) {
  const { column, id } = ownerOf(inbox)
  let query = db
    .updateTable('messages')
    .set({ readAt: at })
    .where(column, '=', id)
    .where('readAt', 'is', null)
  if (ids !== null) query = query.where('id', 'in', [...ids])
  await query.execute()
}

export type NewDelivery = {
  id: string
  messageId: string | null
  accountId: string | null
  channel: Channel
  topic: string
  addressSealed: Buffer
  addressMasked: string
  contentSealed: Buffer
  at: Date
}

/** What became of a message by this channel, if it was tried. */
export const findDelivery = (db: Db, messageId: string, channel: Channel) =>
  db
    .selectFrom('deliveries')
    .select(['id', 'state'])
    .where('messageId', '=', messageId)
    .where('channel', '=', channel)
    .executeTakeFirst()

/** Keeps what is to be sent. Undefined when somebody else keeps the message for this channel. */
export const openDelivery = (db: Db, delivery: NewDelivery) =>
  db
    .insertInto('deliveries')
    .values({ ...delivery, state: 'waiting' })
    .onConflict((conflict) =>
      conflict.columns(['messageId', 'channel']).where('messageId', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()

/** The next try of one that waits: a code is another one each time. Undefined when it waits no more. */
export const renewDelivery = (
  db: Db,
  { id, at, addressSealed, addressMasked, contentSealed }: NewDelivery,
) =>
  db
    .updateTable('deliveries')
    .set({ at, addressSealed, addressMasked, contentSealed })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()

/** What has waited since before then goes out no more: nobody tries it again. */
export async function giveUpOld(db: Db, before: Date): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'failed', contentSealed: null })
    .where('state', '=', 'waiting')
    .where('at', '<', before)
    .execute()
}

/** The delivery has gone; its content is forgotten unless the demo shows it. */
export async function closeDelivery(
  db: Db,
  id: string,
  at: Date,
  keepsContent: boolean,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((is) => ({
      state: 'sent' as const,
      sentAt: at,
      attempts: is('attempts', '+', 1),
      ...(keepsContent ? {} : { contentSealed: null }),
    }))
    .where('id', '=', id)
    .execute()
}

/** The delivery did not go; at `most` attempts it is given up, and its content forgotten unless the demo shows it. */
export async function failDelivery(
  db: Db,
  id: string,
  { error, most, keepsContent }: { error: string; most: number; keepsContent: boolean },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((is) => ({
      attempts: is('attempts', '+', 1),
      lastError: error.slice(0, 300),
      state: sql<
        'waiting' | 'failed'
      >`CASE WHEN attempts + 1 >= ${most} THEN 'failed' ELSE 'waiting' END`,
      ...(!keepsContent && {
        contentSealed: sql<Buffer | null>`CASE WHEN attempts + 1 < ${most} THEN content_sealed END`,
      }),
    }))
    .where('id', '=', id)
    .execute()
}

/** The last deliveries with what they said, for the demo's page. */
export const listRecent = (db: Db, limit: number) =>
  db
    .selectFrom('deliveries')
    .select(['id', 'channel', 'addressMasked', 'contentSealed', 'state', 'at'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const findPreferences = (db: Db, accountId: string) =>
  db
    .selectFrom('messagePreferences')
    .select(['sms', 'email'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()

export async function savePreferences(
  db: Db,
  preferences: { accountId: string; sms: boolean; email: boolean },
): Promise<void> {
  await db
    .insertInto('messagePreferences')
    .values(preferences)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(preferences))
    .execute()
}
