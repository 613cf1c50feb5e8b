import { sql, type Compilable, type RawBuilder } from 'kysely'
import type { Db } from '../src/platform/database.ts'

/**
 * How PostgreSQL would run the query for any values at all, as it does once a named statement has
 * been used a few times. The tables of a test are too small for an index to pay, so reading them
 * whole is ruled out; what is still read whole has no index to go by.
 */
export async function genericPlan(
  db: Db,
  query: RawBuilder<unknown> | Compilable,
): Promise<string> {
  const { sql: text, parameters } = query.compile(db)
  return db.transaction().execute(async (tx) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(tx)
    await sql`SET LOCAL plan_cache_mode = force_generic_plan`.execute(tx)
    await sql.raw(`PREPARE planned AS ${text}`).execute(tx)
    const given = parameters
      .map(literalOf)
      .map((value) => `'${value.replaceAll("'", "''")}'`)
      .join(', ')
    const { rows } = await sql
      .raw<Record<string, string>>(`EXPLAIN EXECUTE planned(${given})`)
      .execute(tx)
    await sql`DEALLOCATE planned`.execute(tx)
    return rows.flatMap((row) => Object.values(row)).join('\n')
  })
}

/** A value as PostgreSQL reads it. */
function literalOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  return Array.isArray(value) ? `{${value.map(literalOf).join(',')}}` : String(value)
}
