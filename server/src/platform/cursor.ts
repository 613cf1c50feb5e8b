import * as z from 'zod/mini'
import { fail } from './refusal.ts'

/** An instant in a cursor; the database knows no year 0. */
export const CursorInstant = z.iso.datetime().check(z.refine((instant) => instant >= '1970'))

/** The sort key of a page's last row as text for a URL, so that callers see nothing to build upon. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * A page out of rows of which there is one more than a page holds where there are more, and the cursor
 * of those behind it; `keyOf` is the sort key of its last row.
 */
export function cut<Row>(
  rows: readonly Row[],
  pageRows: number,
  keyOf: (last: Row) => readonly (string | number)[],
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, pageRows)
  const last = rows.length > pageRows ? page.at(-1) : undefined
  return { page, next: last === undefined ? null : writeCursor(keyOf(last)) }
}

/** The sort key again, held against its shape; a cursor that we did not write is refused at `after`. */
export function readCursor<Key extends z.ZodMiniType>(cursor: string, key: Key): z.output<Key> {
  const parsed = key.safeParse(parse(cursor))
  return parsed.success ? parsed.data : fail('INVALID', { fields: { after: 'WRONG_FORMAT' } })
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
