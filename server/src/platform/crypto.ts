import type { KeyObject } from 'node:crypto'
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { freshBytes } from './random.ts'

/** The secrets of one installation. Keys are 32 bytes; the last data key is the newest. */
export type Keys = {
  /** Seal personal columns; older ones stay so that what they sealed still opens. */
  dataKeys: { id: string; key: Buffer }[]
  /** Root of the blind indexes. It cannot be rotated without computing every index anew. */
  indexKey: Buffer
  /** Signs upload and download tickets. */
  ticketKey: Buffer
  /** Ed25519 private key (PEM or object) that signs the seals of the audit trail. */
  sealKey: string | KeyObject
  /**
   * P-256 private keys that sign what machines read of a certificate: QR codes, credentials, lists of
   * states. The last one signs; older ones stay so that what they signed is still believed.
   */
  credentialKeys: { id: string; key: KeyObject }[]
}

/** The cell a sealed value belongs to; it opens nowhere else. */
export type Place = { table: string; column: string; id: string }

/** Seals and opens text for a place. `open` throws when anything at all was changed. */
export type Cipher = {
  seal(plain: string, place: Place): Buffer
  open(sealed: Buffer, place: Place): string
}

/** An authenticated cipher under a version byte, so that another one can stand beside it. */
export type SealingAlgorithm = {
  version: number
  seal(key: Buffer, plain: Buffer, associated: Buffer): Buffer
  open(key: Buffer, sealed: Buffer, associated: Buffer): Buffer
}

const secretKeys = new WeakMap<Buffer, KeyObject>()

/**
 * The same key as an object that is made once. Given as bytes, Node examines it at every use, and
 * takes six times as long as the use itself.
 */
export function secretKey(bytes: Buffer): KeyObject {
  let key = secretKeys.get(bytes)
  if (!key) secretKeys.set(bytes, (key = createSecretKey(bytes)))
  return key
}

/** AES-256-GCM (NIST SP 800-38D): 12-byte random nonce, 16-byte tag, ciphertext, in this order. */
export const aes256Gcm: SealingAlgorithm = {
  version: 1,
  seal(key, plain, associated) {
    const nonce = freshBytes(12)
    const cipher = createCipheriv('aes-256-gcm', secretKey(key), nonce).setAAD(associated)
    const text = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text])
  },
  open(key, sealed, associated) {
    if (sealed.length < 28) throw new Error('sealed value is too short')
    const cipher = createDecipheriv('aes-256-gcm', secretKey(key), sealed.subarray(0, 12), {
      authTagLength: 16,
    })
    cipher.setAAD(associated).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()])
  },
}

/**
 * A cipher over the data keys: the last one seals, each opens what it sealed.
 *
 * A sealed value is: version byte, length of the key id, key id, then what the algorithm wrote. The
 * place (`table.column.id`) is authenticated, so a value moved to another row does not open.
 * `algorithms` are all that may be met when opening; the first of them seals.
 */
export function createCipher(
  keys: Pick<Keys, 'dataKeys'>,
  algorithms: readonly SealingAlgorithm[] = [aes256Gcm],
): Cipher {
  const newest = keys.dataKeys.at(-1)
  const [sealing] = algorithms
  if (!newest || !sealing) throw new Error('no data key or no algorithm to seal with')
  const byId = new Map(keys.dataKeys.map(({ id, key }) => [id, key]))
  const byVersion = new Map(algorithms.map((algorithm) => [algorithm.version, algorithm]))
  for (const { id, key } of keys.dataKeys) {
    if (key.length !== 32) throw new Error(`data key ${id} is not 32 bytes long`)
    if (id === '' || Buffer.byteLength(id) > 255) throw new Error('a data key has an unusable id')
  }
  if (byId.size !== keys.dataKeys.length) throw new Error('two data keys have one id')
  const keyId = Buffer.from(newest.id)
  const head = Buffer.concat([Buffer.from([sealing.version, keyId.length]), keyId])

  return {
    seal: (plain, place) =>
      Buffer.concat([head, sealing.seal(newest.key, Buffer.from(plain), associatedData(place))]),
    open(sealed, place) {
      const algorithm = byVersion.get(sealed[0] ?? -1)
      const bodyStart = 2 + (sealed[1] ?? 0)
      const key = byId.get(sealed.toString('utf8', 2, bodyStart))
      if (!algorithm || !key) throw new Error('sealed with an unknown algorithm or key')
      return algorithm.open(key, sealed.subarray(bodyStart), associatedData(place)).toString()
    },
  }
}

function associatedData({ table, column, id }: Place): Buffer {
  return Buffer.from(`${table}.${column}.${id}`)
}

/** Keyed hashes by which encrypted columns are found and kept unique. Callers normalise first. */
export type BlindIndexes = {
  /** 32 bytes, equal for equal values of one kind and for nothing else. */
  blindIndex(kind: string, value: string): Buffer
  /** Of the last four characters of a document number; letter case makes no difference. */
  numberTail(documentNumber: string): Buffer
  /** Of the last four digits of a phone number. */
  phoneTail(phone: string): Buffer
}

/** Blind indexes under `indexKey`: HMAC-SHA-256 with a key per kind (HKDF, RFC 5869). */
export function createBlindIndexes({ indexKey }: Pick<Keys, 'indexKey'>): BlindIndexes {
  if (indexKey.length !== 32) throw new Error('the index key is not 32 bytes long')
  const keyOfKind = new Map<string, Buffer>()
  const blindIndex = (kind: string, value: string) => {
    let key = keyOfKind.get(kind)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', indexKey, '', `blind index of ${kind}`, 32))
      keyOfKind.set(kind, key)
    }
    return createHmac('sha256', secretKey(key)).update(value).digest()
  }
  return {
    blindIndex,
    numberTail: (documentNumber) =>
      blindIndex('number tail', documentNumber.toUpperCase().slice(-4)),
    phoneTail: (phone) => blindIndex('phone tail', phone.replace(/\D/g, '').slice(-4)),
  }
}

const subjectKeyPlace = (subject: string): Place => ({
  table: 'subject_keys',
  column: 'wrapped_key',
  id: subject,
})

/** A fresh key for one person, wrapped by the newest data key. Erasure destroys this value. */
export function makeSubjectKey(cipher: Cipher, subject: string): Buffer {
  return cipher.seal(randomBytes(32).toString('base64'), subjectKeyPlace(subject))
}

/** The cipher of one person; without the wrapped key, what it sealed is gone for good. */
export function subjectCipher(cipher: Cipher, subject: string, wrappedKey: Buffer): Cipher {
  const key = Buffer.from(cipher.open(wrappedKey, subjectKeyPlace(subject)), 'base64')
  return createCipher({ dataKeys: [{ id: 'subject', key }] })
}

/** SHA-256 of a random token: what the database keeps of it. Not for passwords or numbers. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** 256 random bits in 43 URL-safe characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function sameSecret(one: string | Buffer, other: string | Buffer): boolean {
  // Hashing first makes the lengths equal, which timingSafeEqual demands.
  const digest = (secret: string | Buffer) => createHash('sha256').update(secret).digest()
  return timingSafeEqual(digest(one), digest(other))
}
