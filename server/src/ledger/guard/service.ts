import type { GuardedTable } from '../../platform/row-verify.ts'
import { entryMac } from '../entries/rules.ts'
import * as store from './store.ts'

/** Entries as `npm run audit:verify` holds them against their codes. */
export const guarded: GuardedTable = {
  name: 'ledgerEntries',
  deeds: ['entryWritten'],
  page: async (db, keys, after, limit) =>
    (await store.page(db, after, limit)).map((row) => {
      const { id, personId, year, at, mac, isTimed } = row
      const isGenuine = isTimed && mac !== null && mac.equals(entryMac(keys, row))
      const stands = mac === null ? 'bare' : isGenuine ? 'genuine' : 'changed'
      return { id, personId, year, at, stands }
    }),
  find: store.find,
}
