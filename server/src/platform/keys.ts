import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import type { Config } from './config.ts'
import type { Keys } from './crypto.ts'

const Key = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64'))

const KeyFile = z.object({
  dataKeys: z
    .array(z.object({ id: z.string().check(z.minLength(1)), key: Key }))
    .check(z.minLength(1)),
  indexKey: Key,
  ticketKey: Key,
  sealKey: z.string().check(z.startsWith('-----BEGIN PRIVATE KEY-----')),
})

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? error.code : undefined

/**
 * Writes a file of fresh keys, readable by its owner alone. Resolves to false, changing nothing,
 * when the file exists: keys that are overwritten take every sealed column with them.
 */
export const makeKeys = async (file: string) => {
  const key = () => randomBytes(32).toString('base64')
  const { privateKey } = generateKeyPairSync('ed25519')
  const content: z.infer<typeof KeyFile> = {
    dataKeys: [{ id: randomBytes(4).toString('hex'), key: key() }],
    indexKey: key(),
    ticketKey: key(),
    sealKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.new-${process.pid}`
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await chmod(draft, 0o600)
  try {
    // A link appears whole or not at all, and never replaces the file of another first start.
    await link(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

const parse = (text: string): Keys => {
  const { dataKeys, indexKey, ticketKey, sealKey } = z.parse(KeyFile, JSON.parse(text))
  const bytes = (base64: string) => Buffer.from(base64, 'base64')
  const seal = createPrivateKey(sealKey)
  if (seal.asymmetricKeyType !== 'ed25519') throw new Error('sealKey is not an Ed25519 key')
  return {
    dataKeys: dataKeys.map(({ id, key }) => ({ id, key: bytes(key) })),
    indexKey: bytes(indexKey),
    ticketKey: bytes(ticketKey),
    sealKey: seal,
  }
}

/**
 * The secrets of this installation. Outside production they are made at the first start; in
 * production a missing file is an error, because a new one could not read the old data. Throws
 * when others may read the file, and never quotes its content.
 */
export const loadKeys = async (config: Pick<Config, 'keysFile' | 'production'>): Promise<Keys> => {
  const { keysFile, production } = config
  if (!production) await makeKeys(keysFile)
  const found = await stat(keysFile).catch((cause: unknown) => {
    throw new Error(`KEYS_FILE: ${keysFile} cannot be read; make one with npm run keys -- FILE`, {
      cause,
    })
  })
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Error(`KEYS_FILE: others may read ${keysFile}; run chmod 600 on it`)
  const text = await readFile(keysFile, 'utf8')
  try {
    return parse(text)
  } catch {
    throw new Error(`KEYS_FILE: ${keysFile} is not a file of keys, or was changed`)
  }
}
