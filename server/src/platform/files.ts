import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type { Clock } from './clock.ts'
import { newId } from './ids.ts'

export { sniff } from './file-types.ts'
export type { FileType } from './file-types.ts'

/** Where files lie. A bucket will be another `driver` of this type. */
export type LockerConfig = { driver: 'fs'; directory: string }

/** What was stored: its opaque key, its length in bytes and the SHA-256 of its content. */
export type StoredFile = { key: string; sizeBytes: number; sha256: Buffer }

/** Keeps content under opaque keys and knows nothing else of it: names and types are in rows. */
export type Locker = {
  /**
   * Stores a file of this machine or a stream, and returns when it is on the disk. Throws TooLarge
   * past `maximumBytes`; after any failure nothing is left behind.
   */
  put(source: string | Readable, maximumBytes?: number): Promise<StoredFile>
  /** The content as a stream. Throws when there is none under the key. */
  read(key: string): Promise<Readable>
  /** Length in bytes. Throws when there is nothing under the key. */
  size(key: string): Promise<number>
  exists(key: string): Promise<boolean>
  /** Removes the content; removing it twice is the same. */
  remove(key: string): Promise<void>
}

/** More was sent than may be stored. */
export class TooLarge extends Error {
  constructor() {
    super('the file is larger than allowed')
    this.name = 'TooLarge'
  }
}

const keyShape = /^\d{4}\/\d{2}\/[0-9a-f-]{36}$/

/** A locker as configured. Keys are `yyyy/mm/<uuid>` by the clock, in UTC. */
export function createLocker(config: LockerConfig, clock: Clock): Locker {
  const disk = new Disk(new FSDriver({ location: config.directory, visibility: 'private' }))
  const pathOf = (key: string) => join(config.directory, key)

  // Keys come from our own rows; the check keeps a damaged row from reaching outside the directory.
  const checked = (key: string) => {
    if (!keyShape.test(key)) throw new Error('not a key of this locker')
    return key
  }

  return {
    async put(source, maximumBytes = Number.POSITIVE_INFINITY) {
      const now = clock.now()
      const key = `${now.toISOString().slice(0, 7).replace('-', '/')}/${newId(now)}`
      const meter = measure(
        typeof source === 'string' ? createReadStream(source) : source,
        maximumBytes,
      )
      try {
        await disk.putStream(key, Readable.from(meter.chunks, { objectMode: false }))
        const { failure, ...measured } = meter.result()
        if (failure) throw failure
        await settle(pathOf(key))
        return { key, ...measured }
      } catch (error) {
        await disk.delete(key)
        throw error
      }
    },
    async read(key) {
      await disk.getMetaData(checked(key))
      return disk.getStream(key)
    },
    size: async (key) => (await disk.getMetaData(checked(key))).contentLength,
    exists: (key) => disk.exists(checked(key)),
    remove: (key) => disk.delete(checked(key)),
  }
}

// The chunks as they pass, counted and hashed. A source that fails or is too long ends the chunks
// and is reported afterwards: an error in the stream itself would make the disk give up while its
// writing still goes on, and the file would appear after it was removed.
function measure(source: Readable, maximumBytes: number) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let failure: Error | undefined
  // It may fail before anyone reads it.
  source.once('error', (error: Error) => {
    failure ??= error instanceof Error ? error : new Error('the stream broke', { cause: error })
  })
  async function* pass(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of source) {
        const bytes = Buffer.from(chunk)
        sizeBytes += bytes.length
        if (sizeBytes > maximumBytes) throw new TooLarge()
        hash.update(bytes)
        yield bytes
      }
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error('the stream broke', { cause: error })
    }
  }
  return {
    chunks: pass(),
    result: () => ({ failure, sizeBytes, sha256: hash.digest() }),
  }
}

// A row that names the file is committed with fsync, so the file must be as durable before it.
async function settle(path: string): Promise<void> {
  for (const each of [path, dirname(path)]) {
    const handle = await open(each, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}
