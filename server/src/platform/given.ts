import { type RawBuilder, sql } from 'kysely'

/** More rows than these are written as one array a column: thousands of parameters take long to bind. */
const few = 20

type ColumnType = 'boolean' | 'bytea' | 'int' | 'jsonb' | 'text' | 'timestamptz' | 'uuid'

/** What the driver would make of a value, as a line; none of these types has a line's end within. */
function line(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** An array as one parameter: as lines where it can be, since the driver escapes none of them. */
const array = (type: ColumnType, values: readonly unknown[]): RawBuilder<unknown> =>
  type === 'uuid' || type === 'jsonb'
    ? sql`string_to_array(${values.map(line).join('\n')}, E'\\n', '')::${sql.raw(`${type}[]`)}`
    : sql`${values}::${sql.raw(`${type}[]`)}`

/** A template with its texts and values at once: built of one a value it took Kysely seven times as long. */
const template = (texts: readonly string[], values: readonly unknown[]): RawBuilder<unknown> =>
  sql(Object.assign([...texts], { raw: texts }), ...values)

/** As the plugin for names writes them, which does not see what is text. */
const columnName = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * Rows that an act brings with it, as a table of its statement: `FROM ${given('g', rows, { id: 'uuid', unitId: 'uuid' })}`
 * has the columns `g.id` and `g.unit_id`, in this order. Few rows are written out, which costs the server a third of
 * what arrays do; what a row does not say is null. The order of the rows is kept only by a column that tells it.
 */
export function given<Column extends string>(
  name: string,
  rows: readonly Readonly<Partial<Record<NoInfer<Column>, unknown>>>[],
  types: Readonly<Record<Column, ColumnType>>,
): RawBuilder<unknown> {
  const columns = Object.keys(types) as Column[] // its own keys: the parameter is a literal
  const listed = `AS ${name} (${columns.map(columnName).join()})`
  if (rows.length === 0 || rows.length > few) {
    const arrays = columns.map((column) =>
      array(
        types[column],
        rows.map((row) => row[column] ?? null),
      ),
    )
    return sql`unnest(${sql.join(arrays)}) ${sql.raw(listed)}`
  }
  const casts = columns.map((column) => `::${types[column]}`)
  const texts = rows.flatMap((_, row) =>
    casts.map((_cast, at) => {
      if (at > 0) return `${casts[at - 1]}, `
      return row === 0 ? '(VALUES (' : `${casts.at(-1)}), (`
    }),
  )
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null))
  return template([...texts, `${casts.at(-1)})) ${listed}`], values)
}
