import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Reply } from '@xueshi/contract/endpoint'
import type { Move } from '@xueshi/contract/moves'
import {
  type listProfiles,
  type OwnProfile,
  type Profile,
  type ProfileFact,
  type ProfileForm,
  type ProfileMove,
  profileMoves,
  type PendingPolicy,
  type ProfileState,
  type ReturnFields,
} from '@xueshi/contract/people'
import { normalisePhone } from '@xueshi/contract/phone'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { type Actor, signedIn, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../../messages/service.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import {
  factsOf,
  lettersOf,
  numberOf,
  present,
  savingIssues,
  sealedForm,
  toldByDocument,
} from '../rules.ts'
import * as employments from '../employments/service.ts'
import { findHolder } from '../employments/store.ts'
import { lockPerson } from '../store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }
const pageRows = 20

/** One's own profile: what the account knows, the version under way, the one in force. */
export async function readOwn(actor: Actor): Promise<OwnProfile> {
  const me = signedIn(actor)
  const { db, cipher } = actor.platform
  const [person, { current, confirmed }, holder] = await Promise.all([
    store.findPerson(db, me.accountId),
    store.findVersions(db, me.accountId),
    findHolder(db, me.accountId),
  ])
  const number = numberOf(me, person.id, person)
  const opened = (column: 'phone' | 'email') =>
    cipher.open(column === 'phone' ? person.phoneSealed : person.emailSealed, {
      table: 'accounts',
      column: `${column}_sealed`,
      id: person.id,
    })
  return {
    known: {
      name: person.name,
      documentType: person.documentType,
      documentNumberMasked: maskDocumentNumber(number),
      ...toldByDocument(person.documentType, number),
      phone: opened('phone'),
      email: opened('email'),
    },
    current: current ? present(me, current) : null,
    confirmed: confirmed ? present(me, confirmed) : null,
    holder: holder ?? null,
  }
}

/**
 * [保存]: the version under way holds the form, and a chosen unit is asked to confirm it; one that
 * the person does not belong to is applied to in the same act. Without a unit the form is a draft.
 * `version` is that of the version under way, null to begin one. Refuses with INVALID at the fields
 * (`form.` before each), STALE, and WRONG_STATE while the unit is being asked.
 */
export async function save(
  actor: Actor,
  {
    form: sent,
    version,
    pendingPolicy = 'follow',
  }: { form: ProfileForm; version: number | null; pendingPolicy?: PendingPolicy | undefined },
  over?: readonly ProfileState[],
): Promise<Profile> {
  const me = signedIn(actor)
  const form = { ...sent, phone: normalisePhone(sent.phone) }
  const move: SavingMove = form.unitId === null ? profileMoves.keep : profileMoves.submit
  return transaction(actor, async (tx) => {
    const now = actor.platform.clock.now()
    await lockPerson(tx, me.accountId)
    const found = await store.findForSaving(tx, me.accountId, form)
    const { person, unit, underWayId } = found
    const number = numberOf(me, person.id, person)
    failOnIssues(inForm(savingIssues(me, form, found, number)))

    const id = (version === null ? null : underWayId) ?? newId(now)
    const values = {
      ...sealedForm(me, id, form),
      state: move.to,
      returnReason: null,
      returnFields: '{}',
      submittedAt: unit ? now : null,
      decidedAt: null,
    }
    const saved =
      version === null
        ? await store.insertProfile(tx, personRow(me, person, number), id, values)
        : await store.rewriteProfile(tx, person.id, { id, version }, over ?? move.from, values)
    if (!saved) return refuseSaving(tx, me, version)

    const personId = person.id
    if (unit) {
      const { id: unitId, kind } = unit
      await employments.applyIn(tx, actor, { personId, unitId, kind, pendingPolicy })
      const facts = { profileId: id, personName: person.name, joins: !unit.joined }
      tell(tx, actor, { unitId: unit.id }, 'profile.submitted', facts)
    }
    await audit.record(tx, actor, {
      act: unit ? 'profile.submit' : 'profile.keep',
      recordId: id,
      facts: { version: saved.version, unitId: form.unitId },
      personal: { subjectId: personId, values: form },
    })
    const row = await store.findProfile(tx, me.scope, id)
    return row ? present(me, row) : fail('NOT_FOUND')
  })
}

/**
 * 更换工作单位, 挂靠: what is in force goes to the unit as it stands, so that its one [确认] takes profile and
 * employment. Refuses with PROFILE_NOT_CONFIRMED, and WRONG_STATE while another version is under way.
 */
export async function applyToUnit(
  actor: Actor,
  { unitId, pendingPolicy }: { unitId: string; pendingPolicy: PendingPolicy },
): Promise<{ unitId: string }> {
  const { current, confirmed } = await readOwn(actor)
  if (!confirmed) return fail('PROFILE_NOT_CONFIRMED')
  const { form } = current ?? confirmed
  const version = current?.version ?? null
  // Whether a version is under way is asked in the act itself, behind the key: a repeated request is none.
  const asked = { ...form, unitId, wantedUnit: null }
  await save(actor, { form: asked, version, pendingPolicy }, ['draft'])
  return { unitId }
}

type SavingMove = { from: readonly ProfileState[]; to: ProfileState }

/** Issues of the form's fields, at the paths that they have in the body. */
const inForm = (issues: Record<string, string>) =>
  Object.fromEntries(Object.entries(issues).map(([field, code]) => [`form.${field}`, code]))

function personRow({ platform }: SignedIn, { id, name }: store.Person, number: string) {
  const numberTail = platform.indexes.numberTail(number)
  return { id, name, ...lettersOf(name), numberTail, createdAt: platform.clock.now() }
}

/** Another tab was quicker, or the unit decided meanwhile, or it is still being asked. */
async function refuseSaving(tx: Db, me: SignedIn, version: number | null): Promise<never> {
  const { current, confirmed } = await store.findVersions(tx, me.accountId)
  const row = current ?? confirmed
  return fail(current && current.version === version ? 'WRONG_STATE' : 'STALE', {
    current: row ? present(me, row) : null,
  })
}

/** The form is the person's again, and their application with it; the unit no longer sees it. */
export async function withdraw(actor: Actor, seen: Seen): Promise<Profile> {
  return act(actor, 'withdraw', seen, { submittedAt: null }, async (tx, profile) => {
    await employments.decideIn(tx, actor, profile, { kind: 'withdraw' })
  })
}

/** The profiles that the actor's unit is asked to confirm, oldest first. */
export async function listWaiting(
  actor: Actor,
  after: string | undefined,
): Promise<Reply<typeof listProfiles>> {
  const me = signedIn(actor)
  if (actor.scope.kind !== 'unit') return { items: [], next: null }
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const { db } = actor.platform
  const rows = await store.listWaiting(db, actor.scope.unitId, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.submittedAt.toISOString(), last.id])
  const items = page.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    documentNumberMasked: maskDocumentNumber(numberOf(me, row.personId, row)),
    series: row.series,
    title: row.title,
    submittedAt: row.submittedAt.toISOString(),
    joins: row.joins,
  }))
  return { items, next }
}

/** The profile as the actor may see it, beside what it would replace. NOT_FOUND outside the scope. */
export async function read(actor: Actor, id: string): Promise<Profile> {
  const me = signedIn(actor)
  const { db } = me.platform
  const row = await store.findProfile(db, actor.scope, id)
  if (!row) return fail('NOT_FOUND')
  const isAsked = row.state === 'submitted' && me.kind === 'employer'
  const { confirmed } = isAsked ? await store.findVersions(db, row.personId) : { confirmed: null }
  return { ...present(me, row), former: confirmed ? present(me, confirmed).form : null }
}

/**
 * [确认]: the profile is in force in place of the former one, and the person belongs to the unit; at once,
 * or, where another unit still has them, when that one lets them go. OWN_RECORD, STALE, WRONG_STATE.
 */
export async function confirm(actor: Actor, seen: Seen): Promise<Profile> {
  const decision = {
    decidedAt: actor.platform.clock.now(),
    decidedBy: signedIn(actor).accountId,
  }
  return act(actor, 'confirm', seen, decision, async (tx, profile) => {
    const { id, personId, unitName } = profile
    await employments.decideIn(tx, actor, profile, { kind: 'confirm' })
    tell(tx, actor, { accountId: personId }, 'profile.confirmed', { profileId: id, unitName })
  })
}

/** 退回: the profile is the person's to correct, the application is refused, and they are told why. */
export async function giveBack(
  actor: Actor,
  { reason, fields = {}, ...seen }: Seen & { reason: string; fields?: ReturnFields },
): Promise<Profile> {
  const decision = {
    returnReason: reason,
    returnFields: JSON.stringify(fields),
    decidedAt: actor.platform.clock.now(),
    decidedBy: signedIn(actor).accountId,
  }
  return act(actor, 'return', seen, decision, async (tx, profile) => {
    const { id, personId, unitName } = profile
    await employments.decideIn(tx, actor, profile, { kind: 'refuse', reason })
    const facts = { profileId: id, unitName, reason }
    tell(tx, actor, { accountId: personId }, 'profile.returned', facts)
  })
}

type Moved = store.ProfileRow & { unitId: string }

/** One move of a profile with what follows from it, its audit row, and the reply. */
async function act(
  actor: Actor,
  name: Exclude<ProfileMove, 'keep' | 'submit'>,
  seen: Seen,
  decision: store.Decision,
  follow: (tx: Db, profile: Moved) => Promise<void>,
): Promise<Profile> {
  const me = signedIn(actor)
  const move = profileMoves[name]
  return transaction(actor, async (tx) => {
    const found = await store.findProfile(tx, me.scope, seen.id)
    if (found) await lockPerson(tx, found.personId)
    // Only one version may be in force, so the former steps aside before the next one takes its place.
    if (name === 'confirm') await store.supersedeFormer(tx, me.scope, seen, move.from)
    const row = await store.moveProfile(tx, me, seen, move, decision)
    if (!row) return refuseMove(tx, me, move, seen)
    if (row.unitId === null) throw new Error('a profile was moved that no unit was asked about')
    await follow(tx, { ...row, unitId: row.unitId })
    await audit.record(tx, actor, {
      act: `profile.${name}`,
      recordId: row.id,
      facts: { version: row.version, unitId: row.unitId },
      ...(decision.returnReason && {
        personal: {
          subjectId: row.personId,
          values: { reason: decision.returnReason, fields: decision.returnFields ?? '{}' },
        },
      }),
    })
    return present(me, row)
  })
}

async function refuseMove(
  tx: Db,
  me: SignedIn,
  { when }: Move<ProfileState, ProfileFact>,
  seen: Seen,
): Promise<never> {
  const row = await store.findProfile(tx, me.scope, seen.id)
  if (!row) return fail('NOT_FOUND')
  if (when.includes('notSelf') && !factsOf(me, row).notSelf) return fail('OWN_RECORD')
  return fail(row.version === seen.version ? 'WRONG_STATE' : 'STALE', { current: present(me, row) })
}
