import type { Server } from 'node:http'
import type { Readiness } from './platform/health.ts'
import type { Platform } from './platform/platform.ts'
import { ConfigError, loadConfig } from './platform/config.ts'
import { createLog } from './platform/log.ts'

const stopMilliseconds = 10_000

const config = (() => {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
})()
const log = createLog(config)

/** For the person who started us in a terminal. */
const say = (line: string) => {
  if (!config.production) process.stdout.write(`${line}\n`)
}

/** What must be ended when we end, the last begun first. */
const endings: { what: string; end: () => Promise<void> }[] = []
const endLater = (what: string, end: () => Promise<void>) => void endings.push({ what, end })
let isStopping = false

async function endAll() {
  for (const { what, end } of endings.toReversed())
    await end().catch((error: unknown) => log.error({ err: error }, `${what} did not end well`))
}

/** Finishes what is under way and ends; asked twice, or after ten seconds, ends as it is. */
async function stop(signal: string) {
  if (isStopping) process.exit(1)
  isStopping = true
  log.info(`${signal}: finishing what is under way`)
  setTimeout(() => {
    log.error('not finished in time; ending as it is')
    process.exit(1)
  }, stopMilliseconds).unref()
  await endAll()
  log.info('ended')
  process.exit(0)
}

function giveUp(what: string) {
  return (error: unknown) => {
    log.fatal({ err: error }, what)
    process.exit(1)
  }
}

process.on('uncaughtException', giveUp('an error that nobody caught'))
process.on('unhandledRejection', giveUp('a rejection that nobody caught'))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

async function start() {
  // The database comes up in processes of its own while the rest of the house is read.
  const installation = import('./platform/installation.ts')
  const rest = Promise.all([
    import('./app.ts'),
    import('./platform/health.ts'),
    import('./platform/jobs.ts'),
    import('./platform/relay.ts'),
    import('./platform/seals.ts'),
    import('./platform/static.ts'),
    import('./platform/web-build.ts'),
    import('./tasks/jobs.ts'),
  ])
  const { openDatabase, createPlatform } = await installation
  const database = await openDatabase(config, log)
  endLater('the database', database.end)
  const made = await createPlatform(config, log, database.appUrl)
  endLater('the database pool', made.close)
  if (config.demo) {
    const demo = await import('./platform/demo.ts')
    const seed = async (platform: Platform) => (await import('../seed/run.ts')).seed(platform)
    // Thousands of acts that nobody waits for, on a machine that has much to do just now.
    const unhurried = { durable: false, waitMilliseconds: 30_000 }
    const alone = await createPlatform(config, log, database.appUrl, unhurried)
    try {
      await demo.seedOnce(alone.platform, seed)
    } finally {
      await alone.close()
    }
  }

  const [app, health, jobs, relays, seals, pages, web, long] = await rest
  await web.webBuilt()
  const platform = { ...made.platform, buildId: await pages.buildIdOf(pages.pagesFolder) }
  const readiness: Readiness = { phase: 'starting', relay: null }
  const { server } = await app.createApp(platform, {
    around: async (fastify) => {
      await health.serveHealth(fastify, { platform, pool: made.pool, readiness })
      await pages.servePages(fastify, pages.pagesFolder, app.plainPages(platform))
    },
  })

  const sealer = seals.startSealer(platform)
  endLater('the sealer', sealer.stop)
  readiness.relay = relays.startRelay(platform)
  endLater('the relay', readiness.relay.stop)
  const verification = await import('./certificates/verification/service.ts')
  const { tasks, schedule, longTasks } = app
  const runner = await jobs.startJobs(platform, database.appUrl, tasks, schedule, longTasks)
  endLater('the jobs', runner.stop)
  endLater('the keeper of tasks', long.keepTasks(platform, app.actors).stop)
  endLater('the printers', (await import('./platform/printing.ts')).drainPrinters)
  endLater('the counts of verifications', () => verification.flushLooks(platform))
  endLater('the web server', async () => {
    readiness.phase = 'draining'
    await server.close()
  })
  await sayWhoSigns(platform)
  await server.listen({ host: config.host, port: config.port })
  readiness.phase = 'ready'
  web.sayReady()
  await announce(server.server)
}

/** A key that does not sign is told of at the start, not by the first person who wants to print. */
async function sayWhoSigns({ signing }: Platform) {
  const { SigningOut } = await import('./platform/signing.ts')
  try {
    const signer = await signing.signer()
    if (!signer) log.warn('SIGNING=0: certificates are printed without a signature')
    else if (signer.demo) log.warn('certificates are signed with a key of the demo')
    else log.info(`certificates are signed by "${signer.subject}"`)
  } catch (error) {
    if (!(error instanceof SigningOut)) throw error
    log.error(`certificates cannot be signed: ${error.message}`)
  }
}

async function announce(server: Server) {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const at = config.port === 0 ? `http://${config.host}:${port}` : config.publicUrl
  if (config.publicUrl.startsWith('http:'))
    log.warn(
      `PUBLIC_URL is http: cookies travel unencrypted. For this machine alone, never for others`,
    )
  if (config.demo)
    for (const line of await (await import('./platform/demo.ts')).loginTable()) say(`  ${line}`)
  say(`学时 Xueshi: ${at}`)
}

await start().catch(async (error: unknown) => {
  if (isStopping) return
  log.fatal({ err: error }, 'the server could not start')
  await endAll()
  process.exit(1)
})
