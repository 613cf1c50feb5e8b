import pg from 'pg'
import { meter, type Spent } from './processor.ts'

/** A statement as it reached the driver; without values it goes by the simple protocol. */
type Statement = { text: string; values?: unknown[] }
/** What one request did, a list for each connection's turn: its statements in their order. */
export type Recorded = Statement[]

/**
 * Writes down every statement that the pool's connections are given, until stopped. Requests must
 * come one at a time, so that each one's statements follow one another.
 */
export function record(pool: pg.Pool) {
  const statements: Statement[] = []
  const watched = new Map<pg.PoolClient, PropertyDescriptor | undefined>()
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return
    watched.set(client, Object.getOwnPropertyDescriptor(client, 'query'))
    const query: unknown = Reflect.get(client, 'query')
    if (typeof query !== 'function') throw new Error('a connection cannot be asked')
    Object.defineProperty(client, 'query', {
      configurable: true,
      value(text: unknown, values?: unknown, ...rest: unknown[]): unknown {
        if (typeof text === 'string')
          statements.push(
            Array.isArray(values) ? { text, values: [...(values as unknown[])] } : { text },
          )
        return Reflect.apply(query, client, [text, values, ...rest])
      },
    })
  }
  pool.on('acquire', watch)
  return {
    /** The statements since the last time that it was asked. */
    take: (): Recorded => statements.splice(0),
    stop() {
      pool.off('acquire', watch)
      for (const client of watched.keys()) Reflect.deleteProperty(client, 'query')
    },
  }
}

/**
 * Gives what was recorded to raw `pg` with named statements, on a database in the state in which the
 * requests found theirs: the very same statements with the very same values. The first `warm` of the
 * requests are not counted.
 */
export async function replay(
  url: string,
  recorded: readonly Recorded[],
  { warm, atOnce, postmaster }: { warm: number; atOnce: number; postmaster: number },
): Promise<{ spent: Spent; perSecond: number }> {
  const names = new Map<string, string>()
  for (const { text } of recorded.flat()) if (!names.has(text)) names.set(text, `raw_${names.size}`)
  const clients = await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const client = new pg.Client({
        connectionString: url,
        // As the application's connections: planned once for any values.
        options: '-c plan_cache_mode=force_generic_plan',
      })
      await client.connect()
      return client
    }),
  )
  const run = async (part: readonly Recorded[]) => {
    const waiting = part.toReversed()
    await Promise.all(
      clients.map(async (client) => {
        for (let next = waiting.pop(); next; next = waiting.pop())
          for (const { text, values } of next)
            await (values && values.length > 0
              ? client.query({ name: names.get(text), text, values })
              : client.query(text))
      }),
    )
  }
  try {
    await run(recorded.slice(0, warm))
    const end = meter(postmaster)
    const begun = performance.now()
    await run(recorded.slice(warm))
    const seconds = (performance.now() - begun) / 1000
    return { spent: end(), perSecond: (recorded.length - warm) / seconds }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}
