import type { DocumentType } from '@xueshi/contract/document-number'
import type { Actor } from '../../platform/actor.ts'
import { signedIn } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { lettersOf, numberOf, toldByDocument } from '../rules.ts'
import { findPerson } from '../profiles/store.ts'
import * as store from './store.ts'

/** The person is found by another name from now on. What was issued under the former one keeps it. */
export const rename = (tx: Db, personId: string, name: string): Promise<void> =>
  store.rename(tx, personId, { name, ...lettersOf(name) })

/** The person is found by another number, and what it tells of birth and sex stands in their profile. */
export const renumber = (
  tx: Db,
  { indexes }: Platform,
  personId: string,
  { documentType, documentNumber }: { documentType: DocumentType; documentNumber: string },
): Promise<void> =>
  store.renumber(tx, personId, {
    numberTail: indexes.numberTail(documentNumber),
    ...toldByDocument(documentType, documentNumber),
  })

/**
 * Profiles and employments of one account are the other's where it has none in force; the rest is
 * over. The other has its row of a person afterwards, so that records may be theirs.
 */
export async function merge(
  tx: Db,
  actor: Actor,
  merged: { id: string; intoId: string; at: Date },
): Promise<void> {
  const me = signedIn(actor)
  const { intoId } = merged
  const person = await findPerson(tx, intoId)
  const numberTail = me.platform.indexes.numberTail(numberOf(me, intoId, person))
  const { name } = person
  const row = { id: intoId, name, ...lettersOf(name), numberTail, createdAt: merged.at }
  await store.ensure(tx, row)
  await store.merge(tx, merged)
}
