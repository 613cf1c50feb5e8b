import { listMessages } from '@xueshi/contract/messages'
import { blockKey, listHeldKeys, listHeldWebhooks } from '@xueshi/contract/orgs/interfaces'
import { listKeys } from '@xueshi/contract/orgs/keys'
import { createWebhook, testWebhook } from '@xueshi/contract/orgs/webhooks'
import { findCompletion } from '@xueshi/contract/training/completions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAdministrator } from '../../../test/factories/administration.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { makeKey, programOf } from '../../../test/factories/programs.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { genericPlan } from '../../../test/plan.ts'
import { prepareJobs } from '../../platform/jobs.ts'
import { relayOnce } from '../../platform/relay.ts'
import { orgTasks } from '../jobs.ts'
import * as store from './store.ts'

let app: TestApp
let system: Awaited<ReturnType<typeof makeAdministrator>>
let made: Awaited<ReturnType<typeof makeKey>>
let unit: { id: string; name: string }

beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  system = await makeAdministrator(app, 'systemAdmin')
  const { id } = await makeUnit(app, { capabilities: ['institution'] })
  const { name } = await app.platform.db
    .selectFrom('units')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  unit = { id, name }
  made = await makeKey(app, id)
})
afterAll(() => app.close())

const held = async (id: string) => {
  const { body } = await system.client.call(listHeldKeys, { query: {} })
  return body.items.find((item) => item.id === id)
}

describe('the keys of all institutions', () => {
  test('200: a key is blocked, opens nothing, and its unit is told why', async () => {
    const seen = await held(made.key.id)
    expect(seen).toMatchObject({ unitName: unit.name, state: 'active', open: ['block'] })
    expect(JSON.stringify(seen)).not.toContain(made.token)
    const ask = () => programOf(app, made).call(findCompletion, { query: { reference: 'none' } })
    expect((await ask()).problem.code).toBe('NOT_FOUND')
    const sent = {
      params: { id: made.key.id },
      body: { version: seen?.version ?? 0, reason: '密钥出现在公开的代码里。' },
      key: 'block-the-key-once-and-no-more',
    }
    const blocked = await system.client.call(blockKey, sent)
    expect(blocked.body).toMatchObject({ state: 'revoked', open: [] })
    expect((await system.client.call(blockKey, sent)).body).toEqual(blocked.body)
    expect((await ask()).problem.code).toBe('API_KEY_WRONG')
    const own = await made.manager.client.call(listKeys)
    expect(own.body.items).toMatchObject([{ state: 'revoked', open: [] }])
    while ((await relayOnce(app.platform.db)) > 0);
    const inbox = await made.manager.client.call(listMessages, { query: {} })
    expect(inbox.body.items[0]).toMatchObject({ topic: 'apiKey.blocked' })
    expect(inbox.body.items[0]?.text).toContain('密钥出现在公开的代码里。')
    const kept = await app.platform.db
      .selectFrom('audit')
      .select(['act', 'facts'])
      .where('recordId', '=', made.key.id)
      .where('act', '=', 'apiKey.block')
      .execute()
    expect(kept).toMatchObject([{ facts: { unitId: unit.id } }])
  })

  test('400 403 404 409: no reason, others, no such key, an old version, blocked already', async () => {
    const { key, manager } = await makeKey(app, unit.id)
    const call = (id: string, version: number, reason: string) =>
      system.client.call(blockKey, { params: { id }, body: { version, reason } })
    const short = await call(key.id, key.version, ' ')
    expect(short.problem).toMatchObject({ code: 'INVALID', fields: { reason: 'TEXT_REQUIRED' } })
    const sent = { params: { id: key.id }, body: { version: key.version, reason: '滥用' } }
    expect((await manager.client.call(blockKey, sent)).problem.code).toBe('FORBIDDEN')
    expect((await manager.client.call(listHeldKeys, { query: {} })).problem.code).toBe('FORBIDDEN')
    expect((await call(unit.id, 1, '滥用')).problem.code).toBe('NOT_FOUND')
    expect((await call(key.id, key.version + 1, '滥用')).problem.code).toBe('STALE')
    const { body } = await call(key.id, key.version, '滥用')
    expect((await call(key.id, body.version, '滥用')).problem.code).toBe('WRONG_STATE')
  })

  test('200: pages follow each other without a gap, and a state is chosen', async () => {
    const other = await makeUnit(app, { capabilities: ['institution'] })
    const more = await makeUnit(app, { capabilities: ['institution'] })
    const third = await makeUnit(app, { capabilities: ['institution'] })
    for (const { id } of [other, more, third]) for (let n = 0; n < 7; n += 1) await makeKey(app, id)
    const ids: string[] = []
    let after: string | undefined
    do {
      const { body } = await system.client.call(listHeldKeys, {
        query: { state: 'active', ...(after !== undefined && { after }) },
      })
      expect(new Set(body.items.map(({ state }) => state))).toEqual(new Set(['active']))
      ids.push(...body.items.map(({ id }) => id))
      after = body.next ?? undefined
    } while (after !== undefined)
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed())
    expect(ids).toHaveLength(21)
  })
})

test('200: the addresses of all institutions, by host alone, with what came of the last attempt', async () => {
  const { manager } = await makeKey(app, unit.id)
  const url = 'http://127.0.0.1:9/told/by/a-secret-path'
  const { webhook } = (await manager.client.call(createWebhook, { body: { url } })).body
  const found = async () =>
    (await system.client.call(listHeldWebhooks, { query: {} })).body.items.find(
      ({ id }) => id === webhook.id,
    )
  expect(await found()).toMatchObject({ unitName: unit.name, triedAt: null, dead: 0 })
  const { id, version } = webhook
  await manager.client.call(testWebhook, { params: { id }, body: { version } })
  const delivery = await app.platform.db
    .selectFrom('webhookDeliveries')
    .select('id')
    .where('webhookId', '=', id)
    .executeTakeFirstOrThrow()
  const deliver = orgTasks['webhooks.deliver']?.({ deliveryId: delivery.id }, app)
  await expect(deliver).rejects.toThrow('a call back failed')
  expect(await found()).toMatchObject({
    host: '127.0.0.1:9',
    triedAt: app.clock.now().toISOString(),
    fault: 'ECONNREFUSED',
    dead: 0,
  })
  await app.platform.db.updateTable('webhookDeliveries').set({ state: 'dead' }).execute()
  expect((await found())?.dead).toBe(1)
  expect(JSON.stringify(await found())).not.toContain('secret-path')
})

test('both lists walk an index and read no more than a page', async () => {
  const after = '01980000-0000-7000-8000-000000000000'
  const { db } = app.platform
  const plans = [
    await genericPlan(db, store.keysQuery({ state: undefined, after }, 21)),
    await genericPlan(db, store.keysQuery({ state: 'active', after }, 21)),
    await genericPlan(db, store.webhooksQuery(after, 21, 100)),
  ]
  expect(plans[0]).toContain('api_keys_pkey')
  expect(plans[1]).toContain('api_keys_state')
  expect(plans[2]).toContain('webhooks_pkey')
  expect(plans[2]).toContain('webhook_deliveries_tried')
  expect(plans[2]).toContain('webhook_deliveries_dead')
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan|Sort/)
})
