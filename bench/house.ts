import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { makeWorld, platformAt } from '../server/seed/world.ts'
import { createApp } from '../server/src/app.ts'
import * as orgs from '../server/src/orgs/service.ts'
import { loadConfig } from '../server/src/platform/config.ts'
import { startEmbedded } from '../server/src/platform/embedded.ts'
import { freePort } from '../server/src/platform/embedded-cluster.ts'
import { serveHealth } from '../server/src/platform/health.ts'
import { createPlatform } from '../server/src/platform/installation.ts'
import { prepareJobs } from '../server/src/platform/jobs.ts'
import { createLog } from '../server/src/platform/log.ts'
import { migrate } from '../server/src/platform/migrate.ts'
import { cookiesFor } from '../server/src/platform/server.ts'
import { sealOnce } from '../server/src/platform/seals.ts'
import { servePages } from '../server/src/platform/static.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import { loadScale, type ScaleName } from './scale.ts'

/** A database as in production, in a folder that goes when the bench ends; listens on loopback. */
export async function openGround() {
  const dataDir = await mkdtemp(join(tmpdir(), 'xueshi-bench-'))
  // Where we are root, PostgreSQL runs as somebody else and must pass through.
  await chmod(dataDir, 0o711)
  const config = loadConfig({
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    CAPTCHA_FIXED: 'ABCDE',
    LOG_LEVEL: 'error',
    DEMO: '0',
  })
  const database = await startEmbedded({ dataDir, log: () => undefined })
  const admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  await migrate(database.ownerUrl, { log: () => undefined })
  await prepareJobs(database.ownerUrl)
  return {
    config,
    log: createLog(config),
    database,
    admin,
    async close() {
      await admin.end()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
export type Ground = Awaited<ReturnType<typeof openGround>>

// What is measured is processor time: a machine that has much else to do must not end the bench.
const unhurried = { waitMilliseconds: 30_000 }

/** Runs with the house's platform alone: nobody is served, nothing goes on beside it. */
export async function withPlatform<Result>(
  { config, log, database }: Ground,
  run: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const { platform, close } = await createPlatform(config, log, database.appUrl, unhurried)
  try {
    return await run(platform)
  } finally {
    await close()
  }
}

/** The offices of the demo province, the scale, and its audit sealed; resolves to the row counts. */
export const fill = (ground: Ground, scale: ScaleName) =>
  withPlatform(ground, async (platform) => {
    const past = new Date(platform.clock.now().getTime() - 4 * 366 * 86_400_000)
    await makeWorld(platformAt(platform, past).platform)
    const counts = await loadScale(ground.database.ownerUrl, platform, scale)
    await sealOnce(platform)
    await ground.admin.query('CHECKPOINT')
    return counts
  })

/** A twin of the filled database on the same server; nobody may be connected to the original. */
export async function makeTwin({ admin, database }: Ground): Promise<string> {
  await admin.query('CREATE DATABASE twin TEMPLATE xueshi STRATEGY file_copy')
  const url = new URL(database.appUrl)
  url.pathname = '/twin'
  return url.href
}

/** Who asks, and nothing else: what every request pays before its own work. */
function serveCheck(fastify: FastifyInstance, platform: Platform) {
  const cookiesOf = cookiesFor(platform.config.publicUrl)
  fastify.get('/api/bench/check', async (request, reply) => {
    const { id, ip: address } = request
    const actor = await orgs.resolveActor(platform, {
      token: cookiesOf(request, reply).read('login'),
      seatId: null,
      request: { id, address, userAgent: '', key: null },
    })
    return reply.code(actor.accountId === null ? 401 : 200).send({ id: actor.accountId })
  })
}

/**
 * The house as `npm start` runs it, listening, with the files of a folder where there is one; nothing goes on
 * beside the requests.
 */
export async function openHouse({ config, log, database }: Ground, pages?: string) {
  const made = await createPlatform(config, log, database.appUrl, unhurried)
  const { platform, pool, close } = made
  const readiness = { phase: 'ready' as const, relay: null }
  const { server } = await createApp(platform, {
    around: async (fastify) => {
      await serveHealth(fastify, { platform, pool, readiness })
      serveCheck(fastify, platform)
      if (pages !== undefined) await servePages(fastify, pages)
    },
  })
  await server.listen({ host: config.host, port: config.port })
  return {
    platform,
    pool,
    async close() {
      await server.close()
      await close()
    },
  }
}
export type House = Awaited<ReturnType<typeof openHouse>>
