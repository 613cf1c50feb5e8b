import type { AccountState } from '@xueshi/contract/accounts'
import { type DocumentType, normaliseDocumentNumber } from '@xueshi/contract/document-number'
import { normalisePhone } from '@xueshi/contract/phone'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { documentIdentity, identitiesOf } from '../rules.ts'
import * as store from './store.ts'

export type Document = { documentType: DocumentType; documentNumber: string }
export type Owner = { accountId: string; state: AccountState; name: string }

/** The accounts that what was typed is a document of; more than one where two types look alike. */
export async function findByDocument(
  { db, indexes, clock }: Platform,
  typed: string,
): Promise<string[]> {
  const hashes = identitiesOf(indexes, typed, todayIn(clock.now()))
    .filter(({ kind }) => kind === 'document')
    .map(({ hash }) => hash)
  if (hashes.length === 0) return []
  return (await store.findOwners(db, hashes)).map(({ accountId }) => accountId)
}

/** Whose each of the documents is, in their order; null where it is nobody's. */
export async function ownersOf(
  db: Db,
  { indexes }: Platform,
  documents: readonly Document[],
): Promise<(Owner | null)[]> {
  const hashes = documents.map(
    ({ documentType, documentNumber }) =>
      documentIdentity(indexes, documentType, documentNumber).hash,
  )
  const owners = new Map(
    (await store.findOwners(db, hashes)).map(({ hash, ...owner }) => [hash.toString('hex'), owner]),
  )
  return hashes.map((hash) => owners.get(hash.toString('hex')) ?? null)
}

/** What is known of somebody who has not registered. */
export type Stranger = Document & { name: string; country: string; phone: string; email: string }

/**
 * Accounts for people whom their unit has put on file: nobody can log in to one until its owner claims
 * it. Answers the id of each, in their order; null where somebody took the document meanwhile. The
 * audit row is the caller's.
 */
export async function openMany(
  tx: Db,
  actor: Actor,
  strangers: readonly Stranger[],
): Promise<(string | null)[]> {
  const { cipher, clock, indexes } = actor.platform
  const createdAt = clock.now()
  const rows = strangers.map(({ documentType, documentNumber, name, country, phone, email }) => {
    const id = newId(createdAt)
    const number = normaliseDocumentNumber(documentType, documentNumber)
    const sealed = (column: string, plain: string) =>
      cipher.seal(plain, { table: 'accounts', column, id })
    return {
      id,
      name,
      country,
      documentType,
      documentNumberSealed: sealed('document_number_sealed', number),
      phoneSealed: sealed('phone_sealed', normalisePhone(phone)),
      emailSealed: sealed('email_sealed', email),
      hash: documentIdentity(indexes, documentType, number).hash,
    }
  })
  const made = await store.insertMany(tx, rows, createdAt)
  return rows.map(({ id }) => (made.has(id) ? id : null))
}
