import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { sql } from 'kysely'
import type { Keys } from './crypto.ts'

/** An audit row as it is sealed: every column as the text that PostgreSQL gives, or null. */
export type Columns = readonly (string | null)[]

/**
 * The columns of a leaf, in their order. Times are written out and bytes are their hex, so that no
 * setting of a session shows; `facts` is jsonb, which PostgreSQL writes in one way only. A column
 * that is added later must leave the leaves of rows that do not have it as they are.
 */
export const sealedColumns = sql`ARRAY[
  id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), act, actor_id::text,
  actor_kind, actor_unit_id::text, record_id::text, subject_id::text, facts::text,
  encode(personal_sealed, 'hex'), address, request_id]
  || CASE WHEN written IS NULL THEN '{}'::text[] ELSE ARRAY[encode(sha256(written), 'hex')] END`

/** SHA-256 over the columns, each with its length, so that no text can pass into its neighbour. */
export function leafOf(columns: Columns): Buffer {
  const hash = createHash('sha256').update('\0')
  for (const value of columns) {
    const length = Buffer.alloc(4)
    length.writeInt32BE(value === null ? -1 : Buffer.byteLength(value))
    hash.update(length)
    if (value !== null) hash.update(value)
  }
  return hash.digest()
}

/** The Merkle root of at least one leaf; the last of an odd row goes up alone (RFC 6962's tree). */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  let row = leaves
  while (row.length > 1) {
    const above: Buffer[] = []
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]]
      if (left && right)
        above.push(createHash('sha256').update('\x01').update(left).update(right).digest())
      else if (left) above.push(left)
    }
    row = above
  }
  const [root] = row
  if (!root) throw new Error('a seal without leaves has no root')
  return root
}

/** What a seal's signature covers. */
export type SealFacts = { at: Date; size: number; root: Buffer; previousRoot: Buffer | null }

const signedBytes = ({ at, size, root, previousRoot }: SealFacts) =>
  Buffer.from(
    [
      'xueshi audit seal',
      at.getTime(),
      size,
      root.toString('hex'),
      previousRoot?.toString('hex'),
    ].join('\n'),
  )

/** Signs and checks seals with the installation's Ed25519 key. */
export function sealSigner({ sealKey }: Pick<Keys, 'sealKey'>) {
  const privateKey = typeof sealKey === 'string' ? createPrivateKey(sealKey) : sealKey
  const publicKey = createPublicKey(privateKey)
  return {
    sign: (seal: SealFacts) => sign(null, signedBytes(seal), privateKey),
    holds: (seal: SealFacts, signature: Buffer) =>
      verify(null, signedBytes(seal), publicKey, signature),
  }
}
