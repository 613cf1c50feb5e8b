import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planted, startClamd } from '../../test/clamd.ts'
import { ScannerAway, scanFile } from './virus-scan.ts'

let clamd: Awaited<ReturnType<typeof startClamd>>
let folder: string
beforeAll(async () => {
  clamd = await startClamd()
  folder = await mkdtemp(join(tmpdir(), 'xueshi-scan-'))
}, 60_000)
afterAll(async () => {
  await clamd.stop()
  await rm(folder, { recursive: true, force: true })
})

async function file(content: Buffer): Promise<string> {
  const path = join(folder, 'file')
  await writeFile(path, content)
  return path
}
const padded = (bytes: number, words = '') =>
  Buffer.concat([Buffer.alloc(bytes, 0x20), Buffer.from(words)])

describe('Debian’s clamd with a signature of our own', () => {
  test.each([
    ['a clean file', padded(1000), null],
    ['an empty one', Buffer.alloc(0), null],
    ['20 MB of nothing', padded(20 * 1024 * 1024), null],
    ['the signature', Buffer.from(planted), 'Xueshi.Planted.Test.UNOFFICIAL'],
    ['the signature after 3 MB', padded(3_000_000, planted), 'Xueshi.Planted.Test.UNOFFICIAL'],
  ])('%s', async (_, content, signature) => {
    expect(await scanFile(clamd.address, await file(content))).toBe(signature)
  })

  test('more than it takes is not called clean', async () => {
    const path = await file(padded(27 * 1024 * 1024))
    await expect(scanFile(clamd.address, path)).rejects.toThrow(ScannerAway)
  })

  test('when it is gone, or is something else, nothing is known', async () => {
    const path = await file(padded(10))
    const nowhere = { path: join(folder, 'no-socket') }
    await expect(scanFile(nowhere, path)).rejects.toThrow(ScannerAway)
    const other = createServer((socket) => socket.end('220 mail ready\r\n'))
    await new Promise<void>((resolve) => other.listen(join(folder, 'other'), resolve))
    await expect(scanFile({ path: join(folder, 'other') }, path)).rejects.toThrow(ScannerAway)
    other.close()
  })
})
