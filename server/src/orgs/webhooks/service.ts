import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type createWebhook as createEndpoint,
  type Delivery,
  deliveryMoves,
  type listDeliveries as listDeliveriesEndpoint,
  type listWebhooks,
  mostWebhooks,
  type Webhook,
  type WebhookEvent,
  type WebhookForm,
  type WebhookMove,
  webhookMoves,
} from '@xueshi/contract/orgs/webhooks'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { callOutside, NotCalled } from '../../platform/calling.ts'
import { randomToken } from '../../platform/crypto.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import { TryAgain } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { sign } from '../../platform/request-signature.ts'
import type { JsonObject } from '../../platform/tables.ts'
import { transaction } from '../../platform/transaction.ts'
import { managed, seatDesk } from '../staff/service.ts'
import * as store from './store.ts'

const place = (id: string) => ({ table: 'webhooks', column: 'secret_ciphertext', id })
const pageRows = 20
/** Over some two hours: the job's queue waits e^n seconds between them. */
export const mostAttempts = 9
const keptMilliseconds = 90 * 24 * 60 * 60 * 1000

function present(actor: Actor, row: store.WebhookRow): Webhook {
  const facts = { managed: actor.seat?.level === 'manager' }
  const open = openMoves(webhookMoves, row.state, 'institution', facts)
  return { ...row, createdAt: row.createdAt.toISOString(), open }
}

/** The addresses of the unit from whose seat the actor looks. */
export async function list(actor: Actor): Promise<Reply<typeof listWebhooks>> {
  const { me, unitId } = seatDesk(actor)
  const rows = await store.list(me.platform.db, unitId)
  return { manages: me.seat?.level === 'manager', items: rows.map((row) => present(actor, row)) }
}

/** One of them. */
export const read = (actor: Actor, id: string): Promise<Webhook> =>
  readIn(actor.platform.db, actor, id)

async function readIn(db: Db, actor: Actor, id: string): Promise<Webhook> {
  const row = await store.find(db, seatDesk(actor).unitId, id)
  return row ? present(actor, row) : fail('NOT_FOUND')
}

/**
 * The unit is told there from now on. The secret that signs is told here and never again. INVALID at
 * `url` for an address that is not on https, where the house calls nobody inside.
 */
export async function create(
  actor: Actor,
  { url }: WebhookForm,
): Promise<Reply<typeof createEndpoint>> {
  const { me, unitId } = managed(actor)
  const { clock, cipher, config } = me.platform
  if (!URL.canParse(url)) fail('INVALID', { fields: { url: 'CALL_ADDRESS_FORMAT' } })
  if (!config.callsInside && !url.toLowerCase().startsWith('https:'))
    fail('INVALID', { fields: { url: 'ADDRESS_NOT_SECURE' } })
  const secret = randomToken()
  const createdAt = clock.now()
  const { id } = await transaction(actor, async (tx) => {
    const webhookId = newId(createdAt)
    const secretCiphertext = cipher.seal(secret, place(webhookId))
    const made = {
      id: webhookId,
      unitId,
      url,
      secretCiphertext,
      createdBy: me.accountId,
      createdAt,
    }
    if (!(await store.insert(tx, made, mostWebhooks))) fail('WEBHOOKS_TOO_MANY')
    await audit.record(tx, actor, {
      act: 'webhook.create',
      recordId: webhookId,
      facts: { unitId, url },
    })
    return { id: webhookId }
  })
  return { webhook: await read(actor, id), secret }
}

type Seen = { id: string; version: number }

/** 发送测试: a `ping` goes to this address alone. */
export const test = (actor: Actor, seen: Seen): Promise<Webhook> =>
  move(actor, 'test', seen, (tx, unitId) =>
    put(tx, actor, [seen.id], { unitId, event: 'ping', facts: {} }),
  )
/** 暂停: nothing is told there, and what happens meanwhile is not told afterwards. */
export const pause = (actor: Actor, seen: Seen): Promise<Webhook> => move(actor, 'pause', seen)
/** 恢复. */
export const resume = (actor: Actor, seen: Seen): Promise<Webhook> => move(actor, 'resume', seen)

async function move(
  actor: Actor,
  name: WebhookMove,
  seen: Seen,
  andThen?: (tx: Db, unitId: string) => Promise<void>,
): Promise<Webhook> {
  const before = await read(actor, seen.id)
  await moveIn(actor, name, seen, andThen)
  return name === 'remove' ? before : read(actor, seen.id)
}

async function moveIn(
  actor: Actor,
  name: WebhookMove,
  seen: Seen,
  andThen?: (tx: Db, unitId: string) => Promise<void>,
): Promise<void> {
  const { unitId } = managed(actor)
  await transaction(actor, async (tx) => {
    if (!(await store.move(tx, { ...seen, unitId }, webhookMoves[name]))) {
      const current = await readIn(tx, actor, seen.id)
      fail(current.version === seen.version ? 'WRONG_STATE' : 'STALE', { current })
    }
    await andThen?.(tx, unitId)
    const facts = { unitId }
    await audit.record(tx, actor, { act: `webhook.${name}`, recordId: seen.id, facts })
    return { id: seen.id }
  })
}

/** 删除: the address is forgotten; what it was told stays on record. */
export async function remove(actor: Actor, seen: Seen): Promise<{ done: true }> {
  await move(actor, 'remove', seen)
  return { done: true }
}

/** What has happened is told to the unit's programs once the act is done; `facts` hold nothing personal. */
export async function announce(
  tx: Db,
  actor: Actor,
  told: { unitId: string; event: WebhookEvent; facts: JsonObject },
): Promise<void> {
  const active = await store.listActive(tx, told.unitId)
  await put(
    tx,
    actor,
    active.map(({ id }) => id),
    told,
  )
}

async function put(
  tx: Db,
  actor: Actor,
  webhookIds: readonly string[],
  { unitId, event, facts }: { unitId: string; event: WebhookEvent; facts: JsonObject },
): Promise<void> {
  const createdAt = actor.platform.clock.now()
  const payload = JSON.stringify(facts)
  const rows = webhookIds.map((webhookId) => ({
    id: newId(createdAt),
    webhookId,
    unitId,
    event,
    payload,
    createdAt,
  }))
  await store.insertDeliveries(tx, rows)
  for (const { id } of rows) start(tx, actor, 'webhooks.deliver', { deliveryId: id })
}

type Told = Pick<store.DeliveryRow, 'id' | 'event' | 'payload' | 'createdAt'>
/** The same at every attempt, so that the other side knows what it has seen. */
const bodyOf = ({ id, event, payload, createdAt }: Told) =>
  JSON.stringify({ id, event, at: createdAt.toISOString(), facts: payload })

function presentDelivery(actor: Actor, row: store.DeliveryRow): Delivery {
  const { payload: _, ...delivery } = row
  const facts = { managed: actor.seat?.level === 'manager' }
  return {
    ...delivery,
    createdAt: row.createdAt.toISOString(),
    triedAt: row.triedAt?.toISOString() ?? null,
    body: bodyOf(row),
    open: openMoves(deliveryMoves, row.state, 'institution', facts),
  }
}

/** What the unit's programs were told, newest first. */
export async function listDeliveries(
  actor: Actor,
  { state, after }: Query<typeof listDeliveriesEndpoint>,
): Promise<Reply<typeof listDeliveriesEndpoint>> {
  const { me, unitId } = seatDesk(actor)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listDeliveries(
    me.platform.db,
    unitId,
    { state, after: last },
    pageRows + 1,
  )
  const { page, next } = cut(rows, pageRows, (end) => [end.id])
  return {
    items: page.map((row) => presentDelivery(actor, row)),
    next,
  }
}

/** One of them. */
export async function readDelivery(actor: Actor, id: string): Promise<Delivery> {
  const { me, unitId } = seatDesk(actor)
  const row = await store.findDelivery(me.platform.db, unitId, id)
  return row ? presentDelivery(actor, row) : fail('NOT_FOUND')
}

/** 重新发送: it is tried anew, under the same id. */
export async function replay(actor: Actor, seen: Seen): Promise<Delivery> {
  const { unitId } = managed(actor)
  await transaction(actor, async (tx) => {
    if (!(await store.replay(tx, { ...seen, unitId }, deliveryMoves.replay))) {
      const row = await store.findDelivery(tx, unitId, seen.id)
      if (!row) return fail('NOT_FOUND')
      const current = presentDelivery(actor, row)
      fail(row.version === seen.version ? 'WRONG_STATE' : 'STALE', { current })
    }
    start(tx, actor, 'webhooks.deliver', { deliveryId: seen.id })
    const facts = { unitId }
    await audit.record(tx, actor, { act: 'webhook.replay', recordId: seen.id, facts })
    return { id: seen.id }
  })
  return readDelivery(actor, seen.id)
}

/**
 * One attempt to tell. Throws after one that failed, so that the queue tries again, ever later; after
 * the ninth it is given up, and waits as dead for somebody to send it again.
 */
export async function deliver(platform: Platform, id: string): Promise<void> {
  const { db, clock, cipher, config } = platform
  const row = await store.findWaiting(db, id)
  if (!row) return
  const body = bodyOf(row)
  const isLast = row.attempts + 1 >= mostAttempts || row.webhookState !== 'active'
  let replyCode: number | null = null
  let fault: string | null = row.webhookState === 'active' ? null : 'WEBHOOK_OVER'
  if (fault === null)
    try {
      const secret = cipher.open(row.secretCiphertext, place(row.webhookId))
      const { pathname, search } = new URL(row.url)
      const signed = { method: 'POST', path: pathname + search, body }
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Xueshi',
        'x-xueshi-event': row.event,
        'x-xueshi-delivery': row.id,
        'x-xueshi-signature': sign(secret, signed, clock.now()),
      }
      const allowsInside = config.callsInside
      replyCode = await callOutside(row.url, { body, headers, allowsInside })
      if (replyCode < 200 || replyCode > 299) fault = 'ANSWER_REFUSED'
    } catch (error) {
      const code: unknown = Reflect.get(Object(error), 'code')
      fault =
        error instanceof NotCalled ? error.message : typeof code === 'string' ? code : 'NO_ANSWER'
    }
  const state = fault === null ? 'delivered' : isLast ? 'dead' : 'waiting'
  await store.saveAttempt(db, id, { state, replyCode, fault, triedAt: clock.now() })
  if (state === 'waiting') throw new TryAgain(`a call back failed: ${fault}`)
}

/** What was told or given up ninety days ago goes. */
export const sweep = ({ db, clock }: Platform): Promise<void> =>
  store.sweep(db, new Date(clock.now().getTime() - keptMilliseconds))
