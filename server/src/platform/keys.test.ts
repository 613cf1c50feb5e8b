import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCipher } from './crypto.ts'
import { completeKeys, loadKeys, makeKeys } from './keys.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-keys-'))
})

afterAll(() => rm(folder, { recursive: true }))

test('two first starts at once agree on one private file of keys', async () => {
  const keysFile = join(folder, 'new', 'keys.json')
  const config = { keysFile, production: false }
  const [one, other] = await Promise.all([loadKeys(config), loadKeys(config)])
  expect(one.indexKey).toEqual(other.indexKey)
  expect((await stat(keysFile)).mode & 0o777).toBe(0o600)

  const place = { table: 'people', column: 'phone', id: '1' }
  const sealed = createCipher(one).seal('13800000000', place)
  expect(createCipher(await loadKeys(config)).open(sealed, place)).toBe('13800000000')
})

test('each installation has keys of its own, and keys that exist are never replaced', async () => {
  const files = [join(folder, 'one.json'), join(folder, 'other.json')] as const
  expect(await makeKeys(files[0])).toBe(true)
  expect(await makeKeys(files[1])).toBe(true)
  const before = await readFile(files[0], 'utf8')
  expect(before).not.toBe(await readFile(files[1], 'utf8'))
  expect(await makeKeys(files[0])).toBe(false)
  expect(await readFile(files[0], 'utf8')).toBe(before)
})

test('production does not make keys by itself', async () => {
  const keysFile = join(folder, 'absent.json')
  await expect(loadKeys({ keysFile, production: true })).rejects.toThrow(/npm run keys/)
})

test('a file that others may read is refused', async () => {
  const keysFile = join(folder, 'open.json')
  await makeKeys(keysFile)
  await chmod(keysFile, 0o640)
  await expect(loadKeys({ keysFile, production: true })).rejects.toThrow(/chmod 600/)
})

test('a changed file is refused without quoting it', async () => {
  const keysFile = join(folder, 'changed.json')
  await makeKeys(keysFile)
  const text = await readFile(keysFile, 'utf8')
  await writeFile(keysFile, text.replace(/"indexKey": "..../, '"indexKey": "'))
  await expect(loadKeys({ keysFile, production: false })).rejects.toThrow(
    `KEYS_FILE: ${keysFile} is not a file of keys, or was changed`,
  )
})

describe('a file of an earlier version', () => {
  const withoutNewer = async (name: string) => {
    const keysFile = join(folder, name)
    await makeKeys(keysFile)
    const content = JSON.parse(await readFile(keysFile, 'utf8')) as Record<string, unknown>
    delete content['credentialKeys']
    await writeFile(keysFile, JSON.stringify(content))
    return { keysFile, content }
  }

  test('gets the keys that it lacks, and keeps those that it has', async () => {
    const { keysFile, content } = await withoutNewer('earlier.json')
    const keys = await loadKeys({ keysFile, production: false })
    expect(keys.credentialKeys).toHaveLength(1)
    const after = JSON.parse(await readFile(keysFile, 'utf8')) as Record<string, unknown>
    expect(after).toMatchObject(content)
    expect((await stat(keysFile)).mode & 0o777).toBe(0o600)
    const again = await loadKeys({ keysFile, production: true })
    expect(again.credentialKeys[0]?.id).toBe(keys.credentialKeys[0]?.id)
    expect(await completeKeys(keysFile)).toBe(false)
  })

  test('is not changed by production itself, which says what to do', async () => {
    const { keysFile } = await withoutNewer('earlier-production.json')
    const before = await readFile(keysFile, 'utf8')
    await expect(loadKeys({ keysFile, production: true })).rejects.toThrow(/npm run keys/)
    expect(await readFile(keysFile, 'utf8')).toBe(before)
  })
})
