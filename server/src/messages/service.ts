import type { ActorKind } from '@xueshi/contract/actor'
import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type Channel,
  fillText,
  type listMessages,
  type listSent,
  type Message,
  type readMessages,
  type readUnread,
  type Topic,
  topics,
  type Unread,
} from '@xueshi/contract/messages'
import { staffed } from '@xueshi/contract/orgs/staff'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../platform/actor.ts'
import { countAttempt, readAttempts } from '../platform/attempts.ts'
import { cut, readCursor } from '../platform/cursor.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { createMailer } from '../platform/mail.ts'
import { type Addressee, start, tell as put } from '../platform/outbox.ts'
import type { Platform } from '../platform/platform.ts'
import { fail } from '../platform/refusal.ts'
import { createTexter } from '../platform/sms.ts'
import type { JsonObject } from '../platform/tables.ts'
import * as store from './store.ts'
import { type Words, wordsOf } from './templates/service.ts'

export { remindHolders } from './reminders/service.ts'
export { list as listTemplates, save as saveTemplate, wordsOf } from './templates/service.ts'

const pageRows = 20
const unreadCounted = 100
/** What need not be told leaves the portal so often in a day for one address; the rest stays in the inbox. */
export const mostADay = { sms: 20, email: 100 } as const
/** A delivery is tried so often before it is given up; graphile waits e^n seconds between. */
export const mostAttempts = 12

/**
 * Tells somebody once the act has happened: in the portal always, and to a person also by the
 * topic's channels. `facts` fill the topic's text and hold no numbers of identity.
 */
export function tell(tx: Db, actor: Actor, to: Addressee, topic: Topic, facts: JsonObject): void {
  const messageId = put(tx, actor, to, topic, facts)
  if ('accountId' in to && topics[topic].channels.length > 0)
    start(tx, actor, 'messages.deliver', { messageId, accountId: to.accountId, topic, facts })
}

/**
 * Whose messages the actor reads: their own, or those of the unit from whose seat they look. An
 * administrator sits at an office without doing its work, and reads only their own.
 */
function inboxOf(actor: Actor, whose: 'own' | undefined): store.Inbox {
  const { accountId, kind, seat } = signedIn(actor)
  return seat && doesItsWork(kind) && whose !== 'own' ? { unitId: seat.unitId } : { accountId }
}

/** Whether a seat of this kind reads its unit's inbox. */
const doesItsWork = (kind: ActorKind) => staffed.some((each) => each === kind)

/** 消息, newest first, 20 at a time, with how many are unread (counted to 99). */
export async function list(
  actor: Actor,
  { whose, unread, after }: Query<typeof listMessages>,
): Promise<Reply<typeof listMessages>> {
  const { db } = actor.platform
  const inbox = inboxOf(actor, whose)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const page = { unread: unread === '1', after: last, limit: pageRows + 1 }
  const [rows, waiting] = await Promise.all([
    store.listInbox(db, inbox, page),
    store.countUnread(db, inbox, unreadCounted),
  ])
  const { page: shown, next } = cut(rows, pageRows, ({ id }) => [id])
  const words = await wordsOf(
    db,
    shown.map(({ topic }) => topic),
  )
  const items = shown.map((row) => present(row, words.get(row.topic)))
  const { count, more } = capped(waiting)
  return { items, next, unread: count, more }
}

const capped = (waiting: number): Unread => ({
  count: Math.min(waiting, unreadCounted - 1),
  more: waiting >= unreadCounted,
})

/** What waits to be read in the account's own inbox and at each of its seats that has a unit's. */
export async function unreadOf(
  db: Db,
  accountId: string,
  seats: readonly { id: string; kind: ActorKind; unitId: string }[],
): Promise<Reply<typeof readUnread>> {
  const desks = seats.filter(({ kind }) => doesItsWork(kind))
  const unitIds = [...new Set(desks.map(({ unitId }) => unitId))]
  const rows = await store.listUnread(db, accountId, unitIds, unreadCounted)
  const at = (id: string | null) => capped(rows.find(({ unitId }) => unitId === id)?.count ?? 0)
  return {
    own: at(null),
    seats: desks.map(({ id, unitId }) => ({ seatId: id, ...at(unitId) })),
  }
}

function present(
  row: Awaited<ReturnType<typeof store.listInbox>>[number],
  text: Words | undefined,
): Message {
  const facts = Object(row.facts) as JsonObject // written by tell
  const { id } = facts
  return {
    id: row.id,
    topic: row.topic,
    title: text?.title ?? row.topic,
    text: text ? fillText(text.text, facts) : '',
    recordId: typeof id === 'string' ? id : null,
    at: row.at.toISOString(),
    read: row.readAt !== null,
  }
}

/** Marks as read what is the actor's; the ids of others are passed by in silence. */
export async function markRead(
  actor: Actor,
  { whose, ids }: Body<typeof readMessages>,
): Promise<{ done: true }> {
  const { db, clock } = actor.platform
  if (ids === null || ids.length > 0)
    await store.markRead(db, inboxOf(actor, whose), ids, clock.now())
  return { done: true }
}

const everything = { sms: true, email: true }

export async function readPreferences(actor: Actor) {
  const { accountId } = signedIn(actor)
  return (await store.findPreferences(actor.platform.db, accountId)) ?? everything
}

export async function savePreferences(actor: Actor, wanted: { sms: boolean; email: boolean }) {
  const { accountId } = signedIn(actor)
  await store.savePreferences(actor.platform.db, { accountId, ...wanted })
  return wanted
}

/** Whether this message may go by this channel: what must be told always, the rest as the person wishes. */
export async function isWanted(db: Db, accountId: string, topic: Topic, channel: Channel) {
  if (topics[topic].must) return true
  const wanted = (await store.findPreferences(db, accountId)) ?? everything
  return wanted[channel]
}

/** What goes out, to whom, and by which way. `address` is in the clear here and nowhere else. */
export type Outgoing = {
  /** Of what is sent: however often it is tried, it is one delivery by each channel. */
  messageId: string | null
  /** null: to an address before anybody has an account there. */
  accountId: string | null
  channel: Channel
  topic: string
  address: string
  addressMasked: string
  title: string
  text: string
  facts: JsonObject
}

/**
 * Sends one message out and keeps what became of it. Throws when the carrier did, so that the job is
 * tried again; says nothing when it has gone already or no carrier is configured.
 */
export async function post(platform: Platform, mail: Outgoing): Promise<void> {
  const { db, cipher, clock, config, log } = platform
  const { messageId, channel } = mail
  const standing = messageId === null ? undefined : await store.findDelivery(db, messageId, channel)
  const id = standing?.id ?? newId(clock.now())
  const sealed = (column: string, plain: string) =>
    cipher.seal(plain, { table: 'deliveries', column, id })
  const delivery = {
    id,
    messageId,
    accountId: mail.accountId,
    channel,
    topic: mail.topic,
    addressSealed: sealed('address_sealed', mail.address),
    addressMasked: mail.addressMasked,
    contentSealed: sealed('content_sealed', JSON.stringify({ title: mail.title, text: mail.text })),
    at: clock.now(),
  }
  const opened = await (standing ? store.renewDelivery : store.openDelivery)(db, delivery)
  if (!opened) return
  const quota = quotaOf(platform, mail)
  const [sent = 0] = quota ? await readAttempts(db, clock.now(), [quota]) : []
  if (sent >= mostADay[mail.channel])
    return store.failDelivery(db, opened.id, {
      error: 'over the quota of the day',
      most: 1,
      keepsContent: config.demo,
    })
  try {
    if (!config.demo) await carry(platform, mail)
    if (quota) await countAttempt(db, clock.now(), quota.kind, quota.subject, quota.windowSeconds)
    await store.closeDelivery(db, opened.id, clock.now(), config.demo)
  } catch (error) {
    // Mail servers repeat the address in their refusal, spelt as they like; without it the reason
    // may stand in the row, in the job's row and in the log.
    const told = error instanceof Error ? error.message : 'unknown'
    const reason = told.replaceAll(mail.address, '***').replace(/[^\s<>@]+@[^\s<>@]+/g, '***')
    const failed = { error: reason, most: mostAttempts, keepsContent: config.demo }
    await store.failDelivery(db, opened.id, failed)
    log.warn({ topic: mail.topic, channel: mail.channel }, 'a message did not go out')
    throw new Error(`a message did not go out: ${reason}`)
  }
}

/** What is counted for the address; null for what must be told, and for codes, which have limits of their own. */
function quotaOf({ indexes }: Platform, { channel, topic, address }: Outgoing) {
  if (!isTopic(topic) || topics[topic].must) return null
  const kind = `${channel} of a day`
  return { kind, subject: indexes.blindIndex(kind, address), windowSeconds: 86_400 }
}
const isTopic = (topic: string): topic is Topic => Object.hasOwn(topics, topic)

async function carry({ config }: Platform, mail: Outgoing): Promise<void> {
  const { channel, address, topic, title, text, facts } = mail
  if (channel === 'email') {
    if (!config.mail) throw new Error('no SMTP_URL is configured')
    const send = await createMailer(config.mail)
    await send({ to: address, subject: title, text })
    return
  }
  if (!config.sms) throw new Error('no SMS_URL is configured')
  const template = config.sms.templates[topic] ?? config.sms.templates['*']
  if (!template) throw new Error(`no SMS template for ${topic}`)
  const told = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, fillText(`{${name}}`, { [name]: value })]),
  )
  await createTexter(config.sms)({ phone: address, template, facts: told })
}

/** Twelve tries take two days; what still waits then was lost with its job. */
const triedForDays = 3

/** Forgets what nobody tries to send any more. */
export const sweep = ({ db, clock }: Platform): Promise<void> =>
  store.giveUpOld(db, new Date(clock.now().getTime() - triedForDays * 86_400_000))

const Content = z.object({ title: z.string(), text: z.string() })
const shownInDemo = 50

/** What would have been sent, newest first. Only the demo keeps and shows it. */
export async function listDemoSent({ platform }: Actor): Promise<Reply<typeof listSent>> {
  const { db, config, cipher } = platform
  if (!config.demo) fail('NOT_FOUND')
  const rows = await store.listRecent(db, shownInDemo)
  return {
    items: rows.map(({ contentSealed, at, ...row }) => {
      const place = { table: 'deliveries', column: 'content_sealed', id: row.id }
      const content = contentSealed
        ? Content.parse(JSON.parse(cipher.open(contentSealed, place)))
        : { title: '', text: '' }
      return { ...row, ...content, at: at.toISOString() }
    }),
  }
}
