import type { Platform } from '../../platform/platform.ts'
import * as store from './store.ts'

/** Where an account may be told something outside the portal; null where there is no such way. */
export type Contacts = { phone: string | null; email: string | null }

/** The proven phone and the e-mail of an account, in the clear: for the moment of sending alone. */
export async function contactsOf(platform: Platform, accountId: string): Promise<Contacts> {
  const row = await store.findContacts(platform.db, accountId)
  if (!row) return { phone: null, email: null }
  const opened = (column: 'phone_sealed' | 'email_sealed', sealed: Buffer) =>
    platform.cipher.open(sealed, { table: 'accounts', column, id: row.id })
  return {
    phone: row.provenPhone === null ? null : opened('phone_sealed', row.phoneSealed),
    email: opened('email_sealed', row.emailSealed) || null,
  }
}
