import type { AccountState } from '@xueshi/contract/accounts'
import { type DocumentType, normaliseDocumentNumber } from '@xueshi/contract/document-number'
import { todayIn } from '@xueshi/contract/year'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { insertIdentities } from '../registration/store.ts'
import { documentIdentity, identitiesOf } from '../rules.ts'
import { findByIdentity } from '../store.ts'
import * as store from './store.ts'

/** Who an account says that it is, with the document number in the clear: for corrections alone. */
export type Holder = Omit<store.HolderRow, 'documentNumberSealed'> & { documentNumber: string }
type Document = { country: string; documentType: DocumentType; documentNumber: string }

const place = (id: string) => ({ table: 'accounts', column: 'document_number_sealed', id })

/** The holder of an account; null where there is none. */
export async function holderOf(
  { cipher }: Platform,
  db: Db,
  accountId: string,
): Promise<Holder | null> {
  const row = await store.findHolder(db, accountId)
  if (!row) return null
  const { documentNumberSealed, ...holder } = row
  return { ...holder, documentNumber: cipher.open(documentNumberSealed, place(row.id)) }
}

/** Whose this user name is, in whatever state the account is; null where it is nobody's. */
export async function findByUserName(
  { indexes, clock }: Platform,
  db: Db,
  userName: string,
): Promise<string | null> {
  const identities = identitiesOf(indexes, userName, todayIn(clock.now()))
  return (await findByIdentity(db, identities))?.id ?? null
}

/** Whose the document is; null where it is nobody's. */
export async function findByDocument(
  { indexes }: Platform,
  db: Db,
  { documentType, documentNumber }: Omit<Document, 'country'>,
): Promise<string | null> {
  const found = await findByIdentity(db, [documentIdentity(indexes, documentType, documentNumber)])
  return found?.id ?? null
}

const mustStand = async (tx: Db, id: string, states: readonly AccountState[]) => {
  if (!(await store.lockHolder(tx, id, states))) fail('WRONG_STATE')
}

/** The account's owner is called otherwise from now on. */
export async function rename(tx: Db, accountId: string, name: string): Promise<void> {
  await mustStand(tx, accountId, ['active', 'disabled'])
  await store.rename(tx, accountId, name)
}

/** The owner is known by another document, which opens the account. DOCUMENT_TAKEN where it is somebody's. */
export async function changeDocument(
  tx: Db,
  { cipher, indexes }: Platform,
  id: string,
  { country, documentType, documentNumber }: Document,
): Promise<void> {
  await mustStand(tx, id, ['active', 'disabled'])
  const number = normaliseDocumentNumber(documentType, documentNumber)
  const documentNumberSealed = cipher.seal(number, place(id))
  await store.setDocument(tx, id, { country, documentType, documentNumberSealed })
  const document = documentIdentity(indexes, documentType, documentNumber)
  if (!(await insertIdentities(tx, id, [document])).has('document')) fail('DOCUMENT_TAKEN')
}

/**
 * One of two accounts of a person goes into the other: nobody logs in to it any more, and its names
 * open the other. What else is theirs is for the domains above to move. WRONG_STATE where one does not
 * stand. Locked in the order of their ids, so that two mergers do not wait for each other in a ring.
 */
export async function merge(
  tx: Db,
  merged: { id: string; intoId: string; at: Date },
): Promise<void> {
  const { id, intoId } = merged
  for (const each of [id, intoId].toSorted())
    await mustStand(tx, each, each === id ? ['active', 'unclaimed'] : ['active'])
  await store.merge(tx, merged)
}
