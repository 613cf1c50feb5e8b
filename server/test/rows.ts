import type pg from 'pg'

/**
 * Of each table, how many rows it has and the newest that was written: changes with any change. How often
 * certificates were looked at is left out: that is written by the clock, whoever asks just then.
 */
export const rowsOf = async (admin: pg.Client): Promise<Record<string, string>> => {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
       AND relname <> 'certificate_looks'`,
  )
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' rows, ' || coalesce(max(xmin::text::bigint), 0) AS state FROM ${name}`,
  )
  const { rows } = await admin.query<{ name: string; state: string }>(parts.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, state: value }) => [name, value]))
}
