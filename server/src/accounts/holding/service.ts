import type { AccountState } from '@xueshi/contract/accounts'
import type { DocumentType } from '@xueshi/contract/document-number'
import { normalisePersonName } from '@xueshi/contract/person-name'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import { endRest, latestRests, restingOf } from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import {
  accountOf,
  attemptsOf,
  browserOf,
  documentIdentity,
  identitiesOf,
  loginPatience,
} from '../rules.ts'
import { removeSecondFactor } from '../second-factor/service.ts'
import { findByIdentity } from '../store.ts'
import * as store from './store.ts'

export { browserOf }

type Held = { id: string; version: number; reason: string }

async function move(tx: Db, { id, version }: Held, from: AccountState, to: AccountState) {
  if (await store.moveAccount(tx, { id, version, from, to })) return
  const standing = await store.findState(tx, id)
  if (!standing) fail('NOT_FOUND')
  fail(standing.state === from ? 'STALE' : 'WRONG_STATE')
}

/** Whose values an act on an account holds: the reason may name the person. */
const noted = (act: string, { id, reason }: Omit<Held, 'version'>, facts: object = {}) => ({
  act,
  recordId: id,
  facts: { ...facts },
  personal: { subjectId: id, values: { reason } },
})

/** Nobody gets in by the account any more, and every login of it ends. NOT_FOUND, STALE, WRONG_STATE. */
export async function disable(tx: Db, actor: Actor, held: Held): Promise<void> {
  await move(tx, held, 'active', 'disabled')
  const at = actor.platform.clock.now()
  const ended = await store.endLogins(tx, { accountId: held.id, loginId: null, at })
  await audit.record(tx, actor, noted('account.disable', held, { ended }))
}

/** The account opens again, as it was. NOT_FOUND, STALE, WRONG_STATE. */
export async function enable(tx: Db, actor: Actor, held: Held): Promise<void> {
  await move(tx, held, 'disabled', 'active')
  await audit.record(tx, actor, noted('account.enable', held))
}

/** Ends one login of the account; one that is over already stays so. */
export async function endLogin(
  tx: Db,
  actor: Actor,
  { id, loginId, reason }: { id: string; loginId: string; reason: string },
): Promise<void> {
  const at = actor.platform.clock.now()
  const ended = await store.endLogins(tx, { accountId: id, loginId, at })
  await audit.record(
    tx,
    actor,
    noted('login.endForeign', { id, reason }, { login: loginId, ended }),
  )
}

/** The rest after too many wrong passwords is over. */
export async function liftRest(
  tx: Db,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  await endRest(tx, attemptsOf(id), loginPatience)
  await audit.record(tx, actor, noted('account.liftRest', { id, reason }))
}

/** The account has no second factor any more, and its logins have ended; the owner is told. */
export async function liftSecondFactor(
  tx: Db,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  await removeSecondFactor(tx, actor, id)
  const at = actor.platform.clock.now()
  const ended = await store.endLogins(tx, { accountId: id, loginId: null, at })
  await audit.record(tx, actor, noted('secondFactor.lift', { id, reason }, { ended }))
}

/** Which of the accounts rest just now, for browsers that they do not know. */
export async function resting(
  platform: Platform,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { db, clock } = platform
  const found = await restingOf(db, clock.now(), ids.map(attemptsOf), loginPatience)
  return new Set(ids.filter((id) => found.some((subject) => subject.equals(attemptsOf(id)))))
}

const mostRests = 100

/** The accounts that rest just now, the latest first, with when each rest began and ends. */
export async function listRests({ db, clock }: Platform) {
  const rests = await latestRests(db, clock.now(), loginPatience, mostRests)
  return rests.flatMap(({ subject, since }) => {
    const accountId = accountOf(subject)
    const until = new Date(since.getTime() + loginPatience.restSeconds * 1000)
    return accountId === null ? [] : [{ accountId, since, until }]
  })
}

/** The account that holds the document, whatever its state; for commands of the house itself. */
export async function findByDocument(
  { db, indexes }: Platform,
  type: DocumentType,
  number: string,
): Promise<{ id: string; name: string; state: AccountState } | null> {
  const found = await findByIdentity(db, [documentIdentity(indexes, type, number)])
  return found ? { id: found.id, name: found.name, state: found.state } : null
}

/**
 * The account that somebody logs in to by this user name (account name, proven phone or document
 * number) if it is a person's of this name: whoever does not know both learns nothing.
 */
export async function findByUserName(
  { db, indexes, clock }: Platform,
  { userName, name }: { userName: string; name: string },
): Promise<{ id: string; name: string } | null> {
  const found = await findByIdentity(db, identitiesOf(indexes, userName, todayIn(clock.now())))
  const isTheirs = found?.state === 'active' && found.name === normalisePersonName(name)
  return isTheirs ? { id: found.id, name: found.name } : null
}
