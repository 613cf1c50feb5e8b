import type { FastifyInstance } from 'fastify'
import fastify from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import { serveHealth, type Readiness } from './health.ts'
import { newId } from './ids.ts'

let house: TestPlatform
let app: FastifyInstance
let readiness: Readiness
let silent = 0

beforeAll(async () => {
  house = await testPlatform()
})
afterAll(() => house.close())

beforeEach(async () => {
  silent = 0
  readiness = {
    phase: 'ready',
    relay: { silentMilliseconds: () => silent, stop: async () => undefined },
  }
  app = fastify()
  await serveHealth(app, { platform: house.platform, pool: house.pool, readiness })
  app.get('/records/:id', () => ({ done: true }))
  await app.ready()
})
afterEach(() => app.close())

describe('GET /readyz', () => {
  test('200 when the house takes requests', async () => {
    const answer = await app.inject('/readyz')
    expect([answer.statusCode, answer.body]).toEqual([200, 'ready\n'])
  })

  test.each(['starting', 'draining'] as const)(
    '503 while %s, and alive all the same',
    async (phase) => {
      readiness.phase = phase
      const answer = await app.inject('/readyz')
      expect([answer.statusCode, answer.body]).toEqual([503, `${phase}\n`])
      expect(answer.headers['retry-after']).toBe('1')
      expect((await app.inject('/healthz')).statusCode).toBe(200)
    },
  )

  test('503 when the relay is stuck or missing', async () => {
    silent = 20_000
    expect((await app.inject('/readyz')).statusCode).toBe(503)
    readiness.relay = null
    expect((await app.inject('/readyz')).statusCode).toBe(503)
  })

  test('503 when the database does not answer', async () => {
    const away = await testPlatform()
    const other = fastify()
    await serveHealth(other, { platform: away.platform, pool: away.pool, readiness })
    await away.close()
    const answer = await other.inject('/readyz')
    expect([answer.statusCode, answer.body]).toEqual([503, 'the database does not answer\n'])
    await other.close()
  })
})

describe('GET /metrics', () => {
  test('counts requests by route and code, without what was typed in the address', async () => {
    await app.inject('/records/440106199001011234?name=张三')
    const { body } = await app.inject('/metrics')
    expect(body).toContain(
      'xueshi_requests_total{method="GET",route="/records/:id",status="200"} 1',
    )
    expect(body).toContain(
      'xueshi_request_duration_seconds_count{method="GET",route="/records/:id"} 1',
    )
    expect(body).not.toMatch(/4401|张三/)
  })

  test('tells the age of what waits in the outbox and the use of the pool', async () => {
    const at = house.clock.now()
    await house.platform.db
      .insertInto('outbox')
      .values({ id: newId(at), at, kind: 'job', topic: 'test', payload: '{}' })
      .execute()
    house.clock.advance(7_000)
    const { body } = await app.inject('/metrics')
    expect(body).toContain('xueshi_relay_lag_seconds 7')
    expect(body).toContain('xueshi_pool_waiting 0')
    expect(body).toContain('xueshi_passwords_waiting 0')
  })

  test('404 for whoever comes from elsewhere or through a proxy', async () => {
    const outside = await app.inject({ url: '/metrics', remoteAddress: '10.1.2.3' })
    const proxied = await app.inject({
      url: '/metrics',
      headers: { 'x-forwarded-for': '127.0.0.1' },
    })
    expect([outside.statusCode, proxied.statusCode]).toEqual([404, 404])
  })
})
