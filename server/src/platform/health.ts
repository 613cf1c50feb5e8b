import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type pg from 'pg'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { passwordsWaiting } from './passwords.ts'
import type { Platform } from './platform.ts'
import { relayLagSeconds, type Relay } from './relay.ts'

/** Whether this process takes requests: not while it starts, not while it drains. */
export type Readiness = { phase: 'starting' | 'ready' | 'draining'; relay: Relay | null }

/** A relay that has not come round for so long is stuck. */
const relaySilenceMilliseconds = 15_000
/** How long requests may wait for the processor before new ones are told to come later. */
const loopDelayMilliseconds = 1_000

/**
 * /healthz (the process is alive), /readyz (it may be given requests) and /metrics. Labels are
 * routes and codes of the program, never anything that a person typed. Metrics answer to this
 * machine alone, without a proxy in between.
 */
export async function serveHealth(
  app: FastifyInstance,
  { platform, pool, readiness }: { platform: Platform; pool: pg.Pool; readiness: Readiness },
): Promise<void> {
  await app.register(underPressure, { maxEventLoopDelay: loopDelayMilliseconds, retryAfter: 2 })
  const always = { config: { pressureHandler: () => undefined } }

  app.get('/healthz', always, (_, reply) => reply.header('cache-control', 'no-store').send('ok\n'))

  app.get('/readyz', always, async (_, reply) => {
    const lacking = await unready(platform, readiness)
    reply.header('cache-control', 'no-store').type('text/plain')
    if (lacking === null) return 'ready\n'
    return reply.code(503).header('retry-after', 1).send(`${lacking}\n`)
  })

  const metrics = metricsOf(app, platform, pool)
  app.get('/metrics', always, async (request, reply) => {
    if (!isOnThisMachine(request)) return reply.callNotFound()
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.metrics())
  })
}

/** What keeps the process from taking requests; null when nothing does. */
async function unready({ db }: Platform, { phase, relay }: Readiness): Promise<string | null> {
  if (phase !== 'ready') return phase
  if (relay === null || relay.silentMilliseconds() > relaySilenceMilliseconds)
    return 'the outbox is not relayed'
  try {
    await sql`SELECT 1`.execute(db)
    return null
  } catch {
    return 'the database does not answer'
  }
}

function isOnThisMachine({ socket, headers }: FastifyRequest): boolean {
  const { remoteAddress = '' } = socket
  return (
    /^(::ffff:)?127\.|^::1$/.test(remoteAddress) &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  )
}

function metricsOf(app: FastifyInstance, platform: Platform, pool: pg.Pool): Registry {
  const registers = [new Registry()] as const
  const [registry] = registers
  collectDefaultMetrics({ register: registry })

  const requests = new Counter({
    name: 'xueshi_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [...registers],
  })
  const duration = new Histogram({
    name: 'xueshi_request_duration_seconds',
    help: 'Time until the answer was sent',
    labelNames: ['method', 'route'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [...registers],
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the address: ids in a label would be personal and without end.
    const route = request.routeOptions.url ?? 'none'
    const { method } = request
    requests.inc({ method, route, status: reply.statusCode })
    duration.observe({ method, route }, reply.elapsedTime / 1000)
  })

  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [...registers],
      async collect() {
        this.set(await value())
      },
    })
  gauge(
    'xueshi_pool_in_use',
    'Database connections at work',
    () => pool.totalCount - pool.idleCount,
  )
  gauge('xueshi_pool_waiting', 'Callers who wait for a connection', () => pool.waitingCount)
  gauge('xueshi_passwords_waiting', 'Password checks that wait for a core', passwordsWaiting)
  gauge('xueshi_relay_lag_seconds', 'Age of the oldest outbox row', async () => {
    try {
      return await relayLagSeconds(platform)
    } catch {
      return Number.NaN // the database is away; the other figures are still wanted
    }
  })
  return registry
}
