import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createKey, listKeys, mostKeys, revokeKey } from '@xueshi/contract/orgs/keys'
import {
  createWebhook,
  listDeliveries,
  listWebhooks,
  mostWebhooks,
  pauseWebhook,
  removeWebhook,
  replayDelivery,
  resumeWebhook,
  testWebhook,
} from '@xueshi/contract/orgs/webhooks'
import { findCompletion } from '@xueshi/contract/training/completions'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makeKey, programOf } from '../../../test/factories/programs.ts'
import { genericPlan } from '../../../test/plan.ts'
import { isInside } from '../../platform/calling.ts'
import { isSigned } from '../../platform/request-signature.ts'
import { orgTasks } from '../jobs.ts'
import * as keyStore from '../keys/store.ts'
import { mostAttempts } from './service.ts'
import * as store from './store.ts'

let app: TestApp
let unitId: string
let manager: Awaited<ReturnType<typeof makeStaff>>
let clerk: Awaited<ReturnType<typeof makeStaff>>
let other: Awaited<ReturnType<typeof makeStaff>>
/** The other side: what it was told, and what it answers. */
let listener: Server
let heard: { headers: IncomingHttpHeaders; body: string; path: string }[]
let answer: number
let url: string
beforeAll(async () => {
  app = await testApp()
  unitId = (await makeUnit(app, { capabilities: ['institution'] })).id
  manager = await makeStaff(app, unitId, { kind: 'institution', level: 'manager' })
  clerk = await makeStaff(app, unitId, { kind: 'institution' })
  const elsewhere = await makeUnit(app, { capabilities: ['institution'] })
  other = await makeStaff(app, elsewhere.id, { kind: 'institution', level: 'manager' })
  listener = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      heard.push({ headers: request.headers, body, path: request.url ?? '' })
      reply.writeHead(answer).end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo // it listens on a port
  url = `http://127.0.0.1:${port}/told?by=xueshi`
})
beforeEach(() => {
  heard = []
  answer = 204
})
afterAll(async () => {
  await app.close()
  await new Promise((resolve) => listener.close(resolve))
})

const of = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})
const lastDelivery = async () => {
  const { body } = await clerk.client.call(listDeliveries, { query: {} })
  const [last] = body.items
  if (!last) throw new Error('nothing was told')
  return last
}
const deliver = async (deliveryId: string) =>
  orgTasks['webhooks.deliver']?.({ deliveryId }, { platform: app.platform })
/** A new address that was pinged, with what waits to be told. */
const ping = async () => {
  const { webhook, secret } = (await manager.client.call(createWebhook, { body: { url } })).body
  const pinged = (await manager.client.call(testWebhook, of(webhook))).body
  return { webhook: pinged, secret: secret ?? '', delivery: await lastDelivery() }
}
const drop = async (webhook: { id: string; version: number }) =>
  manager.client.call(removeWebhook, of(webhook))

describe('API keys', () => {
  test('200: told once, used, and shut out the moment it is revoked', async () => {
    const form = { name: '学习平台', scopes: ['completions:read' as const] }
    const key = 'one-and-the-same-key-for-a-key'
    const made = (await manager.client.call(createKey, { body: form, key })).body
    expect(made.secrets?.token).toMatch(/^xs_[\w-]{43}$/)
    const again = (await manager.client.call(createKey, { body: form, key })).body
    expect(again).toEqual({ key: made.key, secrets: null })
    const { token = '', signingSecret = '' } = made.secrets ?? {}
    const stored = await app.platform.db
      .selectFrom('apiKeys')
      .selectAll()
      .where('id', '=', made.key.id)
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(stored.signingCiphertext.toString('latin1')).not.toContain(signingSecret)
    const program = programOf(app, { token, signingSecret })
    const ask = () => program.call(findCompletion, { query: { reference: 'none' } })
    expect((await ask()).problem.code).toBe('NOT_FOUND')
    const list = (await clerk.client.call(listKeys)).body
    expect(list.manages).toBe(false)
    expect(list.items.find(({ id }) => id === made.key.id)).toMatchObject({
      lastUsedAt: app.clock.now().toISOString(),
      open: [],
    })
    expect((await clerk.client.call(revokeKey, of(made.key))).problem.code).toBe('FORBIDDEN')
    expect((await other.client.call(revokeKey, of(made.key))).problem.code).toBe('NOT_FOUND')
    const revoked = (await manager.client.call(revokeKey, of(made.key))).body
    expect(revoked).toMatchObject({ state: 'revoked', open: [] })
    expect((await ask()).problem.code).toBe('API_KEY_WRONG')
    const twice = await manager.client.call(revokeKey, of(revoked))
    expect(twice.problem.code).toBe('WRONG_STATE')
  })

  test('a key opens nothing where no key is asked for, and nothing once its unit may not teach', async () => {
    const unit = await makeUnit(app, { capabilities: ['institution'] })
    const made = await makeKey(app, unit.id)
    const { token } = made
    const page = await app.server.inject({
      url: '/api/api-keys',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(page.statusCode).toBe(401)
    await app.platform.db.deleteFrom('unitCapabilities').where('unitId', '=', unit.id).execute()
    const program = programOf(app, made)
    const asked = await program.call(findCompletion, { query: { reference: 'none' } })
    expect(asked.problem.code).toBe('API_KEY_WRONG')
  })

  test('409 past ten active ones, however many are asked for at once', async () => {
    const unit = await makeUnit(app, { capabilities: ['institution'] })
    const { client } = await makeStaff(app, unit.id, { kind: 'institution', level: 'manager' })
    const body = { name: '平台', scopes: ['completions:read' as const] }
    for (let made = 1; made < mostKeys; made += 1)
      expect((await client.call(createKey, { body })).status).toBe(200)
    const asked = Array.from({ length: 4 }, () => client.call(createKey, { body }))
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect((await client.call(createKey, { body })).problem.code).toBe('API_KEYS_TOO_MANY')
    const nameless = await client.call(createKey, { body: { name: '', scopes: [] } })
    expect(Object.keys(nameless.problem.fields ?? {}).toSorted()).toEqual(['name', 'scopes'])
  })
})

describe('being told', () => {
  test('the other side can tell by the signature that it is us, and by the id what it knows', async () => {
    const { webhook, secret, delivery } = await ping()
    await deliver(delivery.id)
    expect(heard).toHaveLength(1)
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = heard
    expect([path, headers['x-xueshi-event'], headers['x-xueshi-delivery']]).toEqual([
      '/told?by=xueshi',
      'ping',
      delivery.id,
    ])
    expect(body).toBe(delivery.body)
    const signed = { method: 'POST', path, body }
    const signature = String(headers['x-xueshi-signature'])
    const now = app.clock.now()
    expect(isSigned(secret, signed, signature, now)).toBe(true)
    expect(isSigned(secret, { ...signed, body: `${body} ` }, signature, now)).toBe(false)
    expect(isSigned('another', signed, signature, now)).toBe(false)
    const later = new Date(now.getTime() + 301_000)
    expect(isSigned(secret, signed, signature, later)).toBe(false)
    expect(await lastDelivery()).toMatchObject({ state: 'delivered', attempts: 1, replyCode: 204 })
    await deliver(delivery.id)
    expect(heard).toHaveLength(1)
    await drop(webhook)
  })

  test('what fails is tried again, is dead after the ninth time, and is sent again by hand', async () => {
    const { webhook, delivery } = await ping()
    answer = 500
    for (let at = 1; at < mostAttempts; at += 1)
      await expect(deliver(delivery.id)).rejects.toThrow()
    expect(await lastDelivery()).toMatchObject({ state: 'waiting', attempts: 8, open: [] })
    await deliver(delivery.id)
    const dead = await lastDelivery()
    expect(dead).toMatchObject({
      state: 'dead',
      attempts: 9,
      replyCode: 500,
      fault: 'ANSWER_REFUSED',
    })
    expect((await clerk.client.call(replayDelivery, of(dead))).problem.code).toBe('FORBIDDEN')
    expect((await other.client.call(replayDelivery, of(dead))).problem.code).toBe('NOT_FOUND')
    const { version } = dead
    const replayed = (await manager.client.call(replayDelivery, of(dead))).body
    expect(replayed).toMatchObject({ state: 'waiting', attempts: 0 })
    const stale = await manager.client.call(replayDelivery, of({ id: dead.id, version }))
    expect(stale.problem.code).toBe('STALE')
    answer = 200
    await deliver(delivery.id)
    expect((await lastDelivery()).state).toBe('delivered')
    await drop(webhook)
  })

  test('a paused address is told nothing; a removed one is forgotten, what it was told is not', async () => {
    const { webhook, delivery } = await ping()
    const paused = (await manager.client.call(pauseWebhook, of(webhook))).body
    expect(paused.open.toSorted()).toEqual(['remove', 'resume'])
    expect((await manager.client.call(testWebhook, of(paused))).problem.code).toBe('WRONG_STATE')
    await deliver(delivery.id)
    expect([heard.length, (await lastDelivery()).fault]).toEqual([0, 'WEBHOOK_OVER'])
    const resumed = (await manager.client.call(resumeWebhook, of(paused))).body
    expect(resumed.state).toBe('active')
    expect((await other.client.call(removeWebhook, of(resumed))).problem.code).toBe('NOT_FOUND')
    expect((await drop(resumed)).body).toEqual({ done: true })
    expect((await clerk.client.call(listWebhooks)).body.items).toEqual([])
    expect((await lastDelivery()).id).toBe(delivery.id)
    expect((await drop(resumed)).problem.code).toBe('NOT_FOUND')
  })

  test('409 past five addresses; 422 for what is no address; 403 for a clerk', async () => {
    const unit = await makeUnit(app, { capabilities: ['institution'] })
    const { client } = await makeStaff(app, unit.id, { kind: 'institution', level: 'manager' })
    for (let made = 1; made < mostWebhooks; made += 1)
      expect((await client.call(createWebhook, { body: { url } })).status).toBe(200)
    const asked = Array.from({ length: 3 }, () => client.call(createWebhook, { body: { url } }))
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const more = await client.call(createWebhook, { body: { url } })
    expect(more.problem.code).toBe('WEBHOOKS_TOO_MANY')
    for (const wrong of ['ftp://a.example.com', 'https://user:pass@example.com/', 'nowhere'])
      expect((await client.call(createWebhook, { body: { url: wrong } })).status).toBe(422)
    expect((await clerk.client.call(createWebhook, { body: { url } })).status).toBe(403)
  })

  test('nobody is called inside the house unless the house allows it', async () => {
    for (const address of ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254'])
      expect(isInside(address), address).toBe(true)
    for (const address of [
      '::1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      'fd00::1',
      'fe80::1',
      '0.0.0.0',
    ])
      expect(isInside(address), address).toBe(true)
    for (const address of ['8.8.8.8', '172.32.0.1', '2400:3200::1'])
      expect(isInside(address), address).toBe(false)
    const { webhook, delivery } = await ping()
    const platform = { ...app.platform, config: { ...app.platform.config, callsInside: false } }
    await expect(
      orgTasks['webhooks.deliver']?.({ deliveryId: delivery.id }, { platform }),
    ).rejects.toThrow('ADDRESS_INSIDE')
    expect(heard).toEqual([])
    await drop(webhook)
  })
})

test('GET /webhook-deliveries: by state, page by page; every list along its index', async () => {
  const { webhook } = await ping()
  let seen = webhook
  for (let at = 0; at < 22; at += 1) seen = (await manager.client.call(testWebhook, of(seen))).body
  const query = { state: 'waiting' as const }
  const first = (await clerk.client.call(listDeliveries, { query })).body
  const rest = (
    await clerk.client.call(listDeliveries, { query: { ...query, after: first.next ?? '' } })
  ).body
  const ids = [...first.items, ...rest.items].map(({ id }) => id)
  expect([first.items.length, new Set(ids).size === ids.length, rest.next]).toEqual([
    20,
    true,
    null,
  ])
  expect(ids.length).toBeGreaterThanOrEqual(23)
  expect((await other.client.call(listDeliveries, { query: {} })).body.items).toEqual([])
  const { db } = app.platform
  for (const asked of [
    store.deliveriesQuery(unitId, {}, 21),
    store.deliveriesQuery(unitId, { state: 'dead', after: unitId }, 21),
    store.listQuery(db, unitId),
    keyStore.listQuery(db, unitId),
  ])
    expect(await genericPlan(db, asked)).not.toMatch(/Seq Scan on (webhook|api_keys)|Sort/)
})
