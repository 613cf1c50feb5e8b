import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { DB } from '../src/platform/tables.ts'

/**
 * How a statement goes wrong: `fails` before it reaches the server, whose transaction is then rolled
 * back; `drops`, the connection with it; `unacknowledged`, it is done and its answer is lost.
 */
export const faults = ['fails', 'drops', 'unacknowledged'] as const
export type Fault = (typeof faults)[number]

/** A database whose N-th statement from now, BEGIN and COMMIT among them, goes wrong when armed. */
export function failingDatabase(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // The database may be dropped while a connection of it is still ending.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  let armed: { left: number; fault: Fault } | null = null

  const guarded = (client: pg.PoolClient): PostgresPoolClient => {
    const cut = (): never => {
      armed = null
      // What is released with an error is closed and not used again.
      broken.add(client)
      throw new Error('Connection terminated by the test')
    }
    const query = async (...args: unknown[]): Promise<unknown> => {
      if (broken.has(client)) throw new Error('Connection terminated by the test')
      const run = () => Reflect.apply(client.query, client, args) as Promise<unknown> // pg's overloads all promise without a callback
      if (!armed || /^rollback/i.test(String(args[0])) || --armed.left > 0) return run()
      if (armed.fault === 'fails') {
        armed = null
        throw new Error('a statement failed')
      }
      if (armed.fault === 'unacknowledged') await run()
      return cut()
    }
    return Object.assign(Object.create(client) as PostgresPoolClient, {
      query,
      release: () => client.release(broken.has(client)),
    })
  }
  const broken = new WeakSet<pg.PoolClient>()
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: {
        options: {},
        connect: async () => guarded(await pool.connect()),
        end: () => pool.end(),
      },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return {
    db,
    /** The N-th statement from now goes wrong. */
    arm: (left: number, fault: Fault) => {
      armed = { left, fault }
    },
    /** Whether the fault happened; disarms. */
    disarm: () => {
      const happened = armed === null
      armed = null
      return happened
    },
    close: () => db.destroy(),
  }
}
