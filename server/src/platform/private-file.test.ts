import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPrivateFile, replacePrivateFile } from './private-file.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'private-file-'))
  file = join(dir, 'keys.json')
})
afterEach(() => rm(dir, { recursive: true }))

const modeOf = async () => (await stat(file)).mode & 0o777

test.each([
  ['made', createPrivateFile],
  ['replaced', replacePrivateFile],
])('a file that is %s can be read by its owner alone, and no draft stays', async (_how, write) => {
  await write(file, 'secret')
  expect(await readFile(file, 'utf8')).toBe('secret')
  expect(await readdir(dir)).toEqual(['keys.json'])
  if (process.platform !== 'win32') expect(await modeOf()).toBe(0o600)
})

test('a file that is there is left as it is, unless it is to be replaced', async () => {
  await writeFile(file, 'old', { mode: 0o644 })
  expect(await createPrivateFile(file, 'new')).toBe(false)
  expect(await readFile(file, 'utf8')).toBe('old')
  expect(await readdir(dir)).toEqual(['keys.json'])
  await replacePrivateFile(file, 'new')
  expect(await readFile(file, 'utf8')).toBe('new')
  if (process.platform !== 'win32') expect(await modeOf()).toBe(0o600)
})

test('of many that make it at once one wins, and its text is whole', async () => {
  const texts = Array.from({ length: 20 }, (_, at) => `${at}`.repeat(50_000))
  const won = await Promise.all(texts.map((text) => createPrivateFile(file, text)))
  expect(won.filter(Boolean)).toHaveLength(1)
  expect(await readFile(file, 'utf8')).toBe(texts[won.indexOf(true)])
  expect(await readdir(dir)).toEqual(['keys.json'])
})

test('what cannot be written leaves no draft behind', async () => {
  await mkdir(file)
  await expect(replacePrivateFile(file, 'text')).rejects.toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/)
  expect(await readdir(dir)).toEqual(['keys.json'])
})
