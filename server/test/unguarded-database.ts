import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { DB } from '../src/platform/tables.ts'

/**
 * A database in which a guard is missing: every statement goes through `without` first. For races, which
 * first show what happens without what prevents them.
 */
export function unguardedDatabase(url: string, without: (statement: string) => string) {
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  // The database may be dropped while a connection of it is still ending.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const bare = (client: pg.PoolClient): PostgresPoolClient =>
    Object.assign(Object.create(client) as PostgresPoolClient, {
      query: (statement: string, ...rest: unknown[]) =>
        Reflect.apply(client.query, client, [without(statement), ...rest]) as Promise<unknown>, // pg's overloads all promise without a callback
      release: () => client.release(),
    })
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: { options: {}, connect: async () => bare(await pool.connect()), end: () => pool.end() },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, close: () => db.destroy() }
}
