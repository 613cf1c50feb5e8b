import { Logger, makeWorkerUtils, parseCronItems, run } from 'graphile-worker'
import pg from 'pg'
import * as z from 'zod/mini'
import type { Platform } from './platform.ts'
import type { JsonObject } from './tables.ts'

/** Work that happens after an act; it may run twice, so doing it again must be the same. */
export type Task = (
  payload: JsonObject,
  house: { platform: Platform; /** Aborted when the house stops. */ signal?: AbortSignal },
) => Promise<void>
/** By name, as `start(tx, actor, name, payload)` asks for them. */
export type Tasks = Readonly<Record<string, Task>>
/** A task's name and when it runs: minute, hour, day, month, weekday in UTC. */
export type Schedule = readonly { task: string; match: string }[]

const dayMilliseconds = 86_400_000

/** The platform's own work: files without a row any more, and rows past their use. */
export const platformTasks: Tasks = {
  'files.delete': async ({ keys }, { platform }) => {
    for (const key of z.array(z.string()).parse(keys)) await platform.locker.remove(key)
  },
  sweep: async (_, { platform: { db, clock } }) => {
    const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMilliseconds)
    await db.deleteFrom('idempotencyKeys').where('createdAt', '<', daysAgo(7)).execute()
    await db.deleteFrom('attempts').where('windowAt', '<', daysAgo(2)).execute()
  },
}

export const platformSchedule: Schedule = [{ task: 'sweep', match: '17 * * * *' }]

// Graphile Worker's tables have row security, which lets nobody but their owner pass.
const rights = `
  GRANT USAGE ON SCHEMA graphile_worker TO xueshi_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO xueshi_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO xueshi_app;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO xueshi_app;
  DO $$ DECLARE found regclass; BEGIN
    FOR found IN SELECT oid::regclass FROM pg_class c
      WHERE relnamespace = 'graphile_worker'::regnamespace AND relrowsecurity
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    LOOP
      EXECUTE format('CREATE POLICY application ON %s TO xueshi_app USING (true) WITH CHECK (true)', found);
    END LOOP;
  END $$`

/**
 * Brings the job queue's own schema to its version and lets the application use it. Connected as
 * the application's role it changes nothing and throws when the schema is missing.
 */
export async function prepareJobs(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ isApp: boolean; isThere: boolean }>(
      `SELECT current_user = 'xueshi_app' AS "isApp",
              to_regclass('graphile_worker._private_jobs') IS NOT NULL AS "isThere"`,
    )
    if (rows[0]?.isApp) {
      if (rows[0].isThere) return
      throw new Error('The job queue is missing. Run npm run migrate as the database owner')
    }
    const tools = await makeWorkerUtils({ connectionString: ownerUrl, logger: quiet })
    try {
      await tools.migrate()
    } finally {
      await tools.release()
    }
    await client.query('BEGIN')
    // Two processes that start together would alter one table's rights at once.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('xueshi jobs'))`)
    await client.query(rights)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

const quiet = new Logger(() => () => undefined)

/** Graphile Worker's words in our log; its notes on each job are worth no line. */
/**
 * Thrown by a job to be run again later, when all is well here and another's server is not: it is
 * told where its owner looks, and the log has nothing to say of it.
 */
export class TryAgain extends Error {}

const loggerFor = ({ log }: Platform) =>
  new Logger(() => (level, message, meta) => {
    const err: unknown = meta?.['error']
    if (err instanceof TryAgain) log.debug(message)
    else if (level === 'error') log.error({ err }, message)
    else if (level === 'warning') log.warn({ err }, message)
    else log.debug(message)
  })

export type Jobs = {
  /** Lets the jobs under way finish and takes no other. */
  stop: () => Promise<void>
}

/**
 * Runs jobs, two at a time, and beside them one that takes long, so that no code by SMS waits for an
 * import. As the application's role: `url` must lead to the server itself, not to a pool that mixes
 * sessions, for it listens. What throws is tried again, ever later, 25 times.
 */
export async function startJobs(
  platform: Platform,
  url: string,
  tasks: Tasks,
  schedule: Schedule = [],
  longTasks: Tasks = {},
): Promise<Jobs> {
  const all = { ...platformTasks, ...tasks }
  const unknown = schedule.filter(({ task }) => !Object.hasOwn(all, task))
  if (unknown.length > 0)
    throw new Error(`scheduled but not given: ${unknown.map(({ task }) => task).join(', ')}`)
  // The clock's own statement fails as a whole on two of one name, again and again.
  const twice = schedule.filter(
    ({ task }, at) => schedule.findIndex((each) => each.task === task) < at,
  )
  if (twice.length > 0)
    throw new Error(`scheduled twice: ${twice.map(({ task }) => task).join(', ')}`)
  const pool = new pg.Pool({ connectionString: url, max: 6, idleTimeoutMillis: 30_000 })
  const lost = (error: Error) => platform.log.warn({ err: error }, 'a job connection was lost')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  const shared = {
    pgPool: pool,
    noHandleSignals: true,
    noPreparedStatements: !platform.config.namedStatements,
    logger: loggerFor(platform),
  }
  const runner = await run({
    ...shared,
    concurrency: 2,
    taskList: listOf(platform, all),
    parsedCronItems: parseCronItems(
      [...platformSchedule, ...schedule].map((item) => ({ ...item })),
    ),
  })
  const runners = [runner]
  if (Object.keys(longTasks).length > 0)
    runners.push(
      await run({
        ...shared,
        concurrency: 1,
        // A stop does not wait for what takes minutes: it goes on where it was.
        gracefulShutdownAbortTimeout: 0,
        taskList: listOf(platform, longTasks),
      }),
    )
  for (const each of runners)
    each.promise.catch((error: unknown) => platform.log.error({ err: error }, 'the jobs stopped'))
  return {
    async stop() {
      await Promise.all(runners.map((each) => each.stop()))
      await pool.end()
    },
  }
}

const listOf = (platform: Platform, tasks: Tasks) =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
        task(Object(payload) as JsonObject, { platform, signal: abortSignal }), // a job's payload is what an outbox row held
    ]),
  )
