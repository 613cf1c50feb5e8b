import type { Actor } from './actor.ts'
import { makeSubjectKey, subjectCipher } from './crypto.ts'
import type { Db } from './database.ts'
import { newId } from './ids.ts'
import type { Json } from './tables.ts'
import { pendingOf } from './transaction.ts'

/** What an act leaves behind. `facts` hold no personal values; those go to `personal`, with whose they are. */
export type AuditEntry = {
  act: string
  recordId: string | null
  /** Whose act it is where the actor is only now known to be somebody: a login's own account. */
  actorId?: string | null
  facts?: Json
  personal?: { subjectId: string; values: Json }
}

/** Puts the act on record in its own transaction: if the row cannot be written, the act fails. */
export async function record(tx: Db, actor: Actor, entry: AuditEntry): Promise<void> {
  const { platform, request } = actor
  const id = newId(platform.clock.now())
  pendingOf(tx).audit.push({
    id,
    at: platform.clock.now(),
    act: entry.act,
    actorId: entry.actorId ?? actor.accountId,
    actorKind: actor.kind,
    actorUnitId: actor.seat?.unitId ?? null,
    recordId: entry.recordId,
    subjectId: entry.personal?.subjectId ?? null,
    facts: JSON.stringify(entry.facts ?? {}),
    personalSealed: entry.personal ? await sealed(tx, actor, id, entry.personal) : null,
    address: request.address,
    requestId: request.id,
  })
}

/**
 * The personal values of a row, or null when there are none any more: the subject was erased, or the
 * row never held any. Whoever asks has put on record that they do.
 */
export async function openPersonal(
  { db, cipher }: Pick<Actor['platform'], 'db' | 'cipher'>,
  row: { id: string; subjectId: string | null; personalSealed: Buffer | null },
): Promise<unknown> {
  const { id, subjectId, personalSealed } = row
  if (subjectId === null || personalSealed === null) return null
  const key = await db
    .selectFrom('subjectKeys')
    .select('wrappedKey')
    .where('subjectId', '=', subjectId)
    .executeTakeFirst()
  if (!key?.wrappedKey) return null
  const opened = subjectCipher(cipher, subjectId, key.wrappedKey).open(personalSealed, place(id))
  const values: unknown = JSON.parse(opened)
  return values
}

const place = (id: string) => ({ table: 'audit', column: 'personal_sealed', id })

/** Sealed under the subject's own key, so that destroying the key erases the values and breaks no seal. */
async function sealed(
  tx: Db,
  actor: Actor,
  id: string,
  { subjectId, values }: { subjectId: string; values: Json },
): Promise<Buffer | null> {
  const { cipher, clock } = actor.platform
  const found = await tx
    .selectFrom('subjectKeys')
    .select(['wrappedKey', 'destroyedAt'])
    .where('subjectId', '=', subjectId)
    .executeTakeFirst()
  if (found?.destroyedAt) return null
  let wrappedKey = found?.wrappedKey
  if (!wrappedKey) {
    const made = await tx
      .insertInto('subjectKeys')
      .values({ subjectId, wrappedKey: makeSubjectKey(cipher, subjectId), createdAt: clock.now() })
      .onConflict((conflict) => conflict.column('subjectId').doUpdateSet({ subjectId }))
      .returning('wrappedKey')
      .executeTakeFirstOrThrow()
    if (!made.wrappedKey) return null
    wrappedKey = made.wrappedKey
  }
  return subjectCipher(cipher, subjectId, wrappedKey).seal(JSON.stringify(values), place(id))
}
