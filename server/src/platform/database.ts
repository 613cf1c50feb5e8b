import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { NamingClient } from './naming-client.ts'
import type { DB } from './tables.ts'

/** A transaction in which an act happens; stores take it, or the plain database for reading. */
export type Db = Kysely<DB>

// A calendar day has no time zone; the driver's own parser would make it local midnight.
const dateType = 1082
pg.types.setTypeParser(dateType, (text: string) => text)
const bigintType = 20
pg.types.setTypeParser(bigintType, Number)

export type DatabaseOptions = {
  /** Connections at most; further callers wait and are then refused. */
  connections: number
  /** How long callers wait for a connection: half a second, unless nobody waits for an answer. */
  waitMilliseconds?: number
  /** Off for a PgBouncer before 1.21, which cannot keep named statements. */
  namedStatements: boolean
  /**
   * False answers a COMMIT before the disk has it. A crash then takes the newest acts, whole; a
   * durable COMMIT that comes later makes all before it durable too.
   */
  durable?: boolean
  onError: (error: Error) => void
}

/** What each session of the server begins with. */
function settingsOf({ namedStatements, durable = true }: DatabaseOptions): string[] {
  const settings = durable ? [] : ['synchronous_commit=off']
  // A named statement is planned once for any values, not anew at each use: the tests look at those plans.
  return namedStatements ? [...settings, 'plan_cache_mode=force_generic_plan'] : settings
}

const pools = new WeakMap<Db, pg.Pool>()

/** Connections of this process: open, at work, and how many callers wait for one. */
export function poolFigures(db: Db) {
  const pool = pools.get(db)
  if (!pool) throw new Error('not a database of createDatabase')
  const { totalCount: open, idleCount, waitingCount: waiting } = pool
  return { open, inUse: open - idleCount, waiting, most: pool.options.max }
}

/** The application's database. Statements end after 5 s, waits for a lock after 1 s. */
export function createDatabase(url: string, options: DatabaseOptions) {
  const settings = settingsOf(options).map((setting) => `-c ${setting}`)
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    connectionTimeoutMillis: options.waitMilliseconds ?? 500,
    // Kept through a quiet while: opening one takes longer than many requests together.
    idleTimeoutMillis: 600_000,
    statement_timeout: 5_000,
    lock_timeout: 1_000,
    ...(settings.length > 0 ? { options: settings.join(' ') } : {}),
    ...(options.namedStatements ? { Client: NamingClient } : {}),
  })
  // A connection that breaks, idle or in use, is replaced at the next use; without a listener it
  // would end the process.
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const db: Db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  pools.set(db, pool)
  return { db, pool, close: () => db.destroy() }
}

/**
 * Has the planner learn of the tables that this transaction has filled, where they are twice as many rows as
 * it knows. For acts of very many rows, again and again while they go on: a plan made for an empty table
 * would read all of it at each later statement.
 */
export async function learnGrowth(tx: Db): Promise<void> {
  await sql`SELECT learn_growth()`.execute(tx)
}
