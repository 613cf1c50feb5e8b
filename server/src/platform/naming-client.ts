import { createHash } from 'node:crypto'
import pg from 'pg'

/**
 * Ends the text of a transaction's last statement: COMMIT then goes with it, and costs no round trip
 * of its own. Kysely's own COMMIT, which follows, is answered by that one, and what throws in between
 * takes nothing back. Behind any other client it is a comment and nothing else.
 */
export const thenCommit = ' /* then commit */'

/**
 * Ends the text of a statement inside a transaction whose answer nobody reads, such as a lock: it goes
 * with the next one, and costs no round trip of its own. Where it fails, the next one fails by its
 * error. Behind any other client it is a comment and nothing else.
 */
export const withNext = ' /* with the next */'

const names = new Map<string, string>()
const namesKept = 2000

/** A name by which the server keeps the statement parsed and planned; none past the memory's bound. */
function nameOf(text: string): string | undefined {
  let name = names.get(text)
  if (name === undefined && names.size < namesKept) {
    name = createHash('sha1').update(text).digest('base64url').slice(0, 16)
    names.set(text, name)
  }
  return name
}

type Answer = { command: string; rowCount: number | null; rows: unknown[] }
const answer = (command: string): Answer => ({ command, rowCount: null, rows: [] })

type Statement = { name: string | undefined; text: string; values: unknown[] }

/** What a connection has not told the server yet, and what it has told already. */
type Boundary = { begins: boolean; held: Statement[]; commit: Promise<Answer> | null }
const boundaries = new WeakMap<pg.Client, Boundary>()

/**
 * pg's client with each parameterised statement named by a hash of its SQL (91 µs a query against
 * 115), and with BEGIN sent together with the first statement and COMMIT with the last: a round trip
 * wakes two processes, which costs more than either statement. The server answers each on its own; a
 * COMMIT behind a statement that failed takes everything back.
 */
export class NamingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    const pipelined = { ...config, pipeline: true } // as pg's types do not know it yet
    super(pipelined)
  }
}

const plainQuery = pg.Client.prototype.query

/** The driver copies the query that it is given property by property, which one of its own is spared. */
class Query extends pg.Query {
  readonly name: string | undefined
  readonly callback: (error: Error | null, answered: Answer) => void

  constructor(
    { name, text, values }: Statement,
    callback: (error: Error | null, answered: Answer) => void,
  ) {
    super(text, values)
    this.name = name
    this.callback = callback
  }
}

function send(client: pg.Client, statement: Statement): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const told = new Query(statement, (error, answered) => {
      if (error) reject(error)
      else resolve(answered)
    })
    Reflect.apply(plainQuery, client, [told])
  })
}

/** A statement without parameters, as it stands. */
const say = (client: pg.Client, text: string) => send(client, { name: undefined, text, values: [] })

/** What is sent goes in one write, since each write wakes the server. */
function together<Result>({ connection }: pg.Client, run: () => Result): Result {
  connection.stream.cork()
  try {
    return run()
  } finally {
    connection.stream.uncork()
  }
}

function sendStatement(client: pg.Client, boundary: Boundary, text: string, values: unknown[]) {
  const query = { name: nameOf(text), text, values }
  const { begins, held } = boundary
  if (text.endsWith(withNext)) {
    held.push(query)
    return Promise.resolve(answer('HELD'))
  }
  const commits = text.endsWith(thenCommit)
  if (!begins && held.length === 0 && !commits) return send(client, query)
  if (begins && held.length === 0 && commits) return sendAlone(client, boundary, query)
  return together(client, () => {
    const before = sendBefore(client, boundary)
    const answered = behind(before, send(client, query))
    if (commits) {
      boundary.commit = say(client, 'commit')
      boundary.commit.catch(() => undefined)
    }
    return answered
  })
}

/** BEGIN and what was held, as far as there are any. */
function sendBefore(client: pg.Client, boundary: Boundary): Promise<Answer>[] {
  const first = boundary.begins ? [say(client, 'begin')] : []
  boundary.begins = false
  return [...first, ...boundary.held.splice(0).map((one) => send(client, one))]
}

/**
 * The answer of the last, or the error of the first that failed: of those behind it the server says
 * only that the transaction is over.
 */
async function behind(before: Promise<Answer>[], last: Promise<Answer>): Promise<Answer> {
  if (before.length === 0) return last
  for (const told of await Promise.allSettled([...before, last]))
    if (told.status === 'rejected') throw told.reason
  return last
}

/** The only statement of its transaction is one by itself. */
function sendAlone(client: pg.Client, boundary: Boundary, query: Statement): Promise<Answer> {
  const answered = send(client, query)
  boundary.begins = false
  boundary.commit = answered.then(() => answer('COMMIT'))
  boundary.commit.catch(() => undefined)
  return answered
}

async function end(client: pg.Client, boundary: Boundary, text: string): Promise<Answer> {
  const { begins, held, commit } = boundary
  boundary.commit = null
  if (text === 'commit' && held.length > 0)
    return together(client, () => behind(sendBefore(client, boundary), say(client, text)))
  boundary.held = []
  boundary.begins = false
  // Nothing was asked in between, so the server knows of no transaction.
  if (begins) return answer(text.toUpperCase())
  if (commit === null) return say(client, text)
  return text === 'commit' ? commit : commit.catch(() => answer('ROLLBACK'))
}

Object.defineProperty(NamingClient.prototype, 'query', {
  value(this: pg.Client, query: unknown, values?: unknown, ...rest: unknown[]): unknown {
    if (typeof query !== 'string' || !Array.isArray(values))
      return Reflect.apply(plainQuery, this, [query, values, ...rest]) as unknown
    let boundary = boundaries.get(this)
    if (!boundary) boundaries.set(this, (boundary = { begins: false, held: [], commit: null }))
    if (query === 'begin') {
      boundary.begins = true
      return Promise.resolve(answer('BEGIN'))
    }
    if (query === 'commit' || query === 'rollback') return end(this, boundary, query)
    return sendStatement(this, boundary, query, values)
  },
})
