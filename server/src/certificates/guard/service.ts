import type { Keys } from '../../platform/crypto.ts'
import type { GuardedTable } from '../../platform/row-verify.ts'
import { certificateMac, endMac } from './rules.ts'
import * as store from './store.ts'

const same = (one: Buffer | null, other: Buffer) => one !== null && one.equals(other)

/** Whether a certificate says what was frozen, and ended as its act had it end. */
function isGenuine(keys: Pick<Keys, 'sealKey'>, row: store.GuardedRow): boolean {
  const { state, endedAt, endReason, year, name, facts } = row
  if (!row.isNumbered || !row.isTimed || year !== facts.year || name !== facts.name) return false
  if (!same(row.mac, certificateMac(keys, row))) return false
  if (state === 'valid') return row.endMac === null
  if (endedAt === null) return false
  const ending = { to: state, at: endedAt, reason: endReason ?? '' }
  return same(row.endMac, endMac(keys, row.id, ending))
}

/** Certificates as `npm run audit:verify` holds them against their codes. */
export const guarded: GuardedTable = {
  name: 'certificates',
  deeds: ['certificateIssued', 'certificateEnded'],
  page: async (db, keys, after, limit) =>
    (await store.page(db, after, limit)).map((row) => ({
      id: row.id,
      personId: row.personId,
      year: row.year,
      at: row.issuedAt,
      stands: row.mac === null ? 'bare' : isGenuine(keys, row) ? 'genuine' : 'changed',
    })),
  find: store.find,
}
