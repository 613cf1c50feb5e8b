import { once } from 'node:events'
import { type Duplex, Readable } from 'node:stream'
import type pg from 'pg'

/** What COPY needs of pg's connection; its published types leave these methods out. */
interface CopyConnection {
  stream: Duplex
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (message: string) => void
}

const rowsIn = (commandTag: string) => Number(/^COPY (\d+)/.exec(commandTag)?.[1] ?? 0)

/** Large enough that a row of a hundred bytes does not cost a turn of the stream. */
const chunkBytes = 65_536

class CopyOut extends Readable {
  rows = 0
  readonly #text: string
  #connection: CopyConnection | undefined
  #pieces: Buffer[] = []
  #length = 0

  constructor(text: string) {
    super({ highWaterMark: 4 * chunkBytes })
    this.#text = text
  }

  submit(connection: CopyConnection) {
    this.#connection = connection
    connection.query(this.#text)
  }

  handleCopyData({ chunk }: { chunk: Buffer }) {
    // The parser writes over its buffer when the next packet comes.
    this.#pieces.push(Buffer.from(chunk))
    this.#length += chunk.length
    if (this.#length >= chunkBytes && !this.#flush()) this.#connection?.stream.pause()
  }

  #flush() {
    const whole = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#length = 0
    return this.push(whole)
  }

  handleCommandComplete({ text }: { text: string }) {
    this.rows = rowsIn(text)
  }

  handleReadyForQuery() {
    if (this.#length > 0) this.#flush()
    this.push(null)
  }

  handleError(error: Error) {
    this.destroy(error)
  }

  override _read() {
    this.#connection?.stream.resume()
  }
}

/**
 * The output of a `COPY … TO STDOUT` in pieces of whole rows; `rows` holds their number after the
 * last. The client is busy until it was read to the end.
 */
export const copyOut = (client: pg.Client, text: string): Readable & { readonly rows: number } => {
  const copy = new CopyOut(text)
  // The types name their own Connection; it is the object that CopyConnection describes.
  client.query(copy as unknown as pg.Submittable)
  return copy
}

class CopyIn {
  readonly #text: string
  readonly #source: AsyncIterable<Buffer>
  readonly #settled = Promise.withResolvers<number>()
  #rows = 0
  #sourceError: unknown
  #failed = false

  constructor(text: string, source: AsyncIterable<Buffer>) {
    this.#text = text
    this.#source = source
  }

  get done() {
    return this.#settled.promise
  }

  submit(connection: CopyConnection) {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: CopyConnection) {
    this.#send(connection).catch((error: unknown) => {
      this.#sourceError = error
      connection.sendCopyFail('the source of the rows failed')
    })
  }

  async #send(connection: CopyConnection) {
    for await (const chunk of this.#source) {
      if (this.#failed) return
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain)
        await Promise.race([once(connection.stream, 'drain'), this.done])
    }
    connection.endCopyFrom()
  }

  handleCommandComplete({ text }: { text: string }) {
    this.#rows = rowsIn(text)
  }

  handleReadyForQuery() {
    this.#settled.resolve(this.#rows)
  }

  handleError(error: Error) {
    this.#failed = true
    this.#settled.reject(this.#sourceError ?? error)
  }
}

/** Feeds a `COPY … FROM STDIN` and resolves to the number of rows; fails as the source fails. */
export const copyIn = (client: pg.Client, text: string, source: AsyncIterable<Buffer>) => {
  const copy = new CopyIn(text, source)
  // As in copyOut.
  client.query(copy as unknown as pg.Submittable)
  return copy.done
}
