import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movedClock } from './clock.ts'
import type { Locker } from './files.ts'
import { createLocker, TooLarge } from './files.ts'

let directory: string
let locker: Locker

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'locker-'))
  const clock = movedClock(new Date('2026-03-04T00:00:00Z'))
  locker = createLocker({ driver: 'fs', directory: join(directory, 'store') }, clock)
})

afterAll(() => rm(directory, { recursive: true, force: true }))

/** All files that lie in the locker's directory. */
async function stored(): Promise<string[]> {
  const entries = await readdir(join(directory, 'store'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

describe('createLocker', () => {
  it('gives back what a path or a stream put in, with its length and hash', async () => {
    const content = randomBytes(300_000)
    const path = join(directory, 'given name.exe')
    await writeFile(path, content)
    for (const source of [path, Readable.from([content.subarray(0, 7), content.subarray(7)])]) {
      const { key, sizeBytes, sha256 } = await locker.put(source, content.length)
      expect(key).toMatch(/^2026\/03\/[0-9a-f-]{36}$/)
      expect(sizeBytes).toBe(content.length)
      expect(sha256.equals(createHash('sha256').update(content).digest())).toBe(true)
      expect(await locker.size(key)).toBe(content.length)
      expect((await buffer(await locker.read(key))).equals(content)).toBe(true)
    }
  })

  it('keeps nothing that is over the limit or broke off', async () => {
    const before = (await stored()).length
    await expect(locker.put(Readable.from([Buffer.alloc(11)]), 10)).rejects.toBeInstanceOf(TooLarge)
    async function* broken() {
      yield Buffer.alloc(4)
      throw new Error('line lost')
    }
    await expect(locker.put(Readable.from(broken()))).rejects.toThrow('line lost')
    await expect(locker.put(join(directory, 'absent'))).rejects.toThrow('ENOENT')
    expect((await stored()).length).toBe(before)
  })

  it('forgets what is removed, twice as once', async () => {
    const { key } = await locker.put(Readable.from([Buffer.from('x')]))
    await locker.remove(key)
    await locker.remove(key)
    expect(await locker.exists(key)).toBe(false)
    await expect(locker.read(key)).rejects.toThrow()
    await expect(locker.size(key)).rejects.toThrow()
  })

  it('reaches nothing outside its directory', async () => {
    for (const key of ['../given name.exe', '/etc/passwd', '2026/03/../../x', '']) {
      await expect(async () => locker.read(key)).rejects.toThrow('not a key')
      await expect(async () => locker.remove(key)).rejects.toThrow('not a key')
    }
  })
})
