import {
  createHmac,
  createPrivateKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import type { Keys } from './crypto.ts'

type SealKey = Pick<Keys, 'sealKey'>
/** A column of a row: a text, a whole number, what jsonb holds, or nothing. */
export type Told = string | number | object | null

const codeKeys = new WeakMap<object, KeyObject>()

/** The key of the codes comes from the key of the seals: the database has neither. */
function codeKey(keys: SealKey): KeyObject {
  const known = codeKeys.get(keys)
  if (known) return known
  const { sealKey } = keys
  const secret = typeof sealKey === 'string' ? createPrivateKey(sealKey) : sealKey
  const bytes = secret.export({ type: 'pkcs8', format: 'der' })
  // A key made once: from bytes, each code would make one anew, which takes longer than the code.
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', bytes, '', 'xueshi rows that prove something', 32)),
  )
  codeKeys.set(keys, key)
  return key
}

/**
 * The code of a row: what it is and what its columns say, in an order that never changes. 16 bytes,
 * which nobody makes without the key.
 */
export function macOf(keys: SealKey, what: string, columns: readonly Told[]): Buffer {
  const text = JSON.stringify([what, ...columns.map(ordered)])
  return createHmac('sha256', codeKey(keys)).update(text).digest().subarray(0, 16)
}

/** jsonb keeps no order of keys, so they are put into one. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).toSorted()
  return Object.fromEntries(keys.map((key) => [key, ordered(Reflect.get(value, key))]))
}

/** What an act can do to a row that carries a code; the place in this list is its number for ever. */
export const deeds = ['entryWritten', 'certificateIssued', 'certificateEnded'] as const
export type Deed = (typeof deeds)[number]
/** Which row it was, and whose: what is removed can be named by it. */
export type Written = { id: string; personId: string; year: number }

const recordBytes = 35
const inline = 1
const inParts = 2

const uuidBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const uuidText = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A row as the listing of an act has it. */
export function recordOf(deed: Deed, { id, personId, year }: Written): Buffer {
  const numbers = Buffer.alloc(3)
  numbers.writeUInt8(deeds.indexOf(deed), 0)
  numbers.writeUInt16BE(year, 1)
  return Buffer.concat([numbers, uuidBytes(id), uuidBytes(personId)])
}

/** What the pending records come to in the column of an audit row. */
export const inlineOf = (records: readonly Buffer[]): Buffer | null =>
  records.length === 0 ? null : Buffer.concat([Buffer.of(inline), ...records])
export const partsOf = (hashes: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(inParts), ...hashes])

export type Noted = Written & { deed: Deed }

/** What an audit row lists: the rows themselves, or the hashes of its parts. */
export function readWritten(written: Buffer): { rows: Noted[] } | { hashes: Buffer[] } {
  if (written[0] === inParts) {
    const hashes: Buffer[] = []
    for (let at = 1; at < written.length; at += 32) hashes.push(written.subarray(at, at + 32))
    return { hashes }
  }
  return { rows: readRecords(written.subarray(1)) }
}

export function readRecords(bytes: Buffer): Noted[] {
  const rows: Noted[] = []
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    const deed = deeds[bytes.readUInt8(at)]
    if (!deed) continue
    const year = bytes.readUInt16BE(at + 1)
    const id = uuidText(bytes.subarray(at + 3, at + 19))
    rows.push({ deed, year, id, personId: uuidText(bytes.subarray(at + 19, at + 35)) })
  }
  return rows
}
