import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import type { Config } from './config.ts'
import type { Keys } from './crypto.ts'
import { createPrivateFile, replacePrivateFile } from './private-file.ts'

const Key = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64'))

const PrivateKey = z.string().check(z.startsWith('-----BEGIN PRIVATE KEY-----'))

const KeyFile = z.object({
  dataKeys: z
    .array(z.object({ id: z.string().check(z.minLength(1)), key: Key }))
    .check(z.minLength(1)),
  indexKey: Key,
  ticketKey: Key,
  sealKey: PrivateKey,
  /** Not in the files of before; see completeKeys. */
  credentialKeys: z.optional(
    z
      .array(z.object({ id: z.string().check(z.regex(/^[0-9a-f]{4}$/)), key: PrivateKey }))
      .check(z.minLength(1)),
  ),
})
type KeyFile = z.infer<typeof KeyFile>

const textOf = (content: KeyFile) => `${JSON.stringify(content, null, 2)}\n`

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const makeCredentialKeys = (): NonNullable<KeyFile['credentialKeys']> => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return [{ id: randomBytes(2).toString('hex'), key: pemOf(privateKey) }]
}

/**
 * Writes a file of fresh keys, readable by its owner alone. Resolves to false, changing nothing,
 * when the file exists: keys that are overwritten take every sealed column with them.
 */
export const makeKeys = async (file: string) => {
  const key = () => randomBytes(32).toString('base64')
  const { privateKey } = generateKeyPairSync('ed25519')
  const content: KeyFile = {
    dataKeys: [{ id: randomBytes(4).toString('hex'), key: key() }],
    indexKey: key(),
    ticketKey: key(),
    sealKey: pemOf(privateKey),
    credentialKeys: makeCredentialKeys(),
  }
  await mkdir(dirname(file), { recursive: true })
  return createPrivateFile(file, textOf(content))
}

/** Adds to a file of an earlier version the keys that it lacks; false when it lacks none. */
export const completeKeys = async (file: string): Promise<boolean> => {
  const lacking = async () => {
    const content = z.parse(KeyFile, JSON.parse(await readFile(file, 'utf8')))
    return content.credentialKeys ? null : content
  }
  if (!(await lacking())) return false
  const lock = `${file}.adding`
  await writeFile(lock, '', { flag: 'wx' }).catch(() => {
    throw new Error(`KEYS_FILE: ${lock} says that somebody adds keys to ${file}; try again`)
  })
  try {
    const content = await lacking()
    if (!content) return false
    await replacePrivateFile(file, textOf({ ...content, credentialKeys: makeCredentialKeys() }))
    return true
  } finally {
    await rm(lock)
  }
}

const parse = (text: string): Keys => {
  const { dataKeys, indexKey, ticketKey, sealKey, credentialKeys } = z.parse(
    KeyFile,
    JSON.parse(text),
  )
  const bytes = (base64: string) => Buffer.from(base64, 'base64')
  const seal = createPrivateKey(sealKey)
  if (seal.asymmetricKeyType !== 'ed25519') throw new Error('sealKey is not an Ed25519 key')
  return {
    dataKeys: dataKeys.map(({ id, key }) => ({ id, key: bytes(key) })),
    indexKey: bytes(indexKey),
    ticketKey: bytes(ticketKey),
    sealKey: seal,
    credentialKeys: (credentialKeys ?? []).map(({ id, key }) => ({
      id,
      key: createPrivateKey(key),
    })),
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
  const read = async () => {
    const text = await readFile(keysFile, 'utf8')
    try {
      return parse(text)
    } catch {
      throw new Error(`KEYS_FILE: ${keysFile} is not a file of keys, or was changed`)
    }
  }
  const keys = await read()
  if (keys.credentialKeys.length > 0) return keys
  if (production)
    throw new Error(`KEYS_FILE: ${keysFile} lacks newer keys; add them with npm run keys -- FILE`)
  await completeKeys(keysFile)
  return read()
}
