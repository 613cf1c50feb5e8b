import {
  type Correction,
  type CorrectionAct,
  type CorrectionForm,
  type CorrectionMove,
  correctionMoves,
  type listCorrections,
} from '@xueshi/contract/corrections'
import type { Reply } from '@xueshi/contract/endpoint'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as accounts from '../accounts/service.ts'
import { tell } from '../messages/service.ts'
import * as orgs from '../orgs/service.ts'
import * as people from '../people/service.ts'
import { type Actor, type SignedIn, signedIn } from '../platform/actor.ts'
import { countAttempt } from '../platform/attempts.ts'
import * as audit from '../platform/audit.ts'
import { cut, readCursor } from '../platform/cursor.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { fail, failOnIssues } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import * as files from './files/service.ts'
import { open, read, readIn, sealed } from './record/service.ts'
import { find } from './record/store.ts'
import { type Asked, askedIn, factsOf, lineOf, savingIssues } from './rules.ts'
import * as store from './store.ts'

export { read } from './record/service.ts'
export { approve, giveBack, listReviews, reject, reveal } from './reviews/service.ts'
export { add as addFile, files as viewedFiles, presentUpload, receiver } from './files/service.ts'

const pageRows = 20
const requestsADay = 10
type Seen = { id: string; version: number }

/** 我的更正申请, newest first, 20 at a time; and whether an employer says which office decides. */
export async function list(
  actor: Actor,
  after: string | undefined,
): Promise<Reply<typeof listCorrections>> {
  const { accountId, platform } = signedIn(actor)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const [rows, person] = await Promise.all([
    store.list(platform.db, store.ownQuery(accountId, last, pageRows + 1)),
    people.confirmedPerson(platform.db, accountId),
  ])
  const { page, next } = cut(rows, pageRows, (end) => [end.id])
  return {
    items: page.map(lineOf),
    next,
    hasUnit: person !== null,
  }
}

/** A draft stands. INVALID at the fields (`form.` before each), WRONG_STATE while one of the kind is under way. */
export async function create(actor: Actor, form: CorrectionForm): Promise<Correction> {
  const me = signedIn(actor)
  const { accountId, platform } = me
  await holdBack(me)
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = platform.clock.now()
    const id = newId(createdAt)
    const asked = await checked(tx, me, form)
    const { kind, grounds, regionCode } = form
    const askedSealed = sealed(platform, id, 'asked_sealed', asked)
    const made = { id, kind, grounds, regionCode, askedSealed, createdAt }
    if (!(await store.insert(tx, { ...made, personId: accountId, state: 'draft' })))
      fail('WRONG_STATE')
    await note(tx, me, id, 'create')
    await record(tx, me, 'correction.create', { id, kind }, { ...asked, grounds })
    return { id }
  })
  return read(actor, id)
}

async function holdBack({ accountId, platform }: SignedIn): Promise<void> {
  const subject = platform.indexes.blindIndex('correction', accountId)
  const day = 86_400
  if (
    (await countAttempt(platform.db, platform.clock.now(), 'correction', subject, day)) >
    requestsADay
  )
    fail('RATE_LIMITED', { retryAfterSeconds: 3600 })
}

async function checked(tx: Db, { accountId, platform }: SignedIn, form: CorrectionForm) {
  const holder = await accounts.identity.holderOf(platform, tx, accountId)
  if (!holder) throw new Error('somebody without an account asks for a correction')
  const issues = savingIssues(form, holder, todayIn(platform.clock.now()))
  failOnIssues(
    Object.fromEntries(Object.entries(issues).map(([field, code]) => [`form.${field}`, code])),
  )
  return askedIn(form)
}

/** The request holds the form; its kind stays what it was. */
export async function save(
  actor: Actor,
  { form, ...seen }: Seen & { form: CorrectionForm },
): Promise<Correction> {
  const me = signedIn(actor)
  await transaction(actor, async (tx) => {
    const row = await find(tx, me.scope, seen.id)
    if (!row) return fail('NOT_FOUND')
    const asked = await checked(tx, me, { ...form, kind: row.kind })
    const { grounds, regionCode } = form
    const askedSealed = sealed(me.platform, row.id, 'asked_sealed', asked)
    const move = correctionMoves.edit
    const guard = { ...seen, scope: me.scope, accountId: me.accountId, move }
    if (!(await store.change(tx, guard, { grounds, regionCode, askedSealed })))
      return refuseMove(tx, actor, seen)
    await record(tx, me, 'correction.save', row, { ...asked, grounds })
    return { id: row.id }
  })
  return read(actor, seen.id)
}

/**
 * 提交: the office of the person's employer, or of the place that they name, has it. Whose the other
 * account of a merger is is found now, and its owner told, whoever it is; the one who asks learns
 * nothing of it. NOT_COMPLETE without evidence, or at `regionCode` where no office is found.
 */
export async function submit(actor: Actor, seen: Seen): Promise<Correction> {
  const me = signedIn(actor)
  const { platform, accountId } = me
  await transaction(actor, async (tx) => {
    const row = await find(tx, me.scope, seen.id)
    if (!row) return fail('NOT_FOUND')
    if (!factsOf(me, row, null).complete) fail('NOT_COMPLETE', { fields: { files: 'REQUIRED' } })
    const { asked } = await open(tx, platform, row)
    const office = await officeFor(tx, accountId, row.regionCode)
    const otherId = await otherAccount(tx, me, asked)
    const submittedAt = platform.clock.now()
    const sent = { officeUnitId: office.id, otherId, submittedAt, reason: null }
    const guard = { ...seen, scope: me.scope, accountId, move: correctionMoves.submit }
    if (!(await store.change(tx, guard, sent))) return refuseMove(tx, actor, seen)
    await note(tx, me, row.id, 'submit')
    tell(tx, actor, { unitId: office.id }, 'correction.submitted', { id: row.id })
    if (otherId !== null)
      tell(tx, actor, { accountId: otherId }, 'correction.named', { office: office.name })
    await record(tx, me, 'correction.submit', row, null, { officeId: office.id, otherId })
    return { id: row.id }
  })
  return read(actor, seen.id)
}

async function officeFor(tx: Db, personId: string, regionCode: string | null) {
  const person = await people.confirmedPerson(tx, personId)
  const nearest = person && (await orgs.officeOf(tx, { unitId: person.unitId, office: 'hrss' }))
  if (nearest) return nearest
  if (regionCode === null) return fail('NOT_COMPLETE', { fields: { regionCode: 'REQUIRED' } })
  const found = await orgs.officeAt(tx, regionCode)
  return found ?? fail('NOT_COMPLETE', { fields: { regionCode: 'NOT_OFFERED' } })
}

async function otherAccount(tx: Db, { accountId, platform }: SignedIn, { otherUserName }: Asked) {
  if (otherUserName === null) return null
  const found = await accounts.identity.findByUserName(platform, tx, otherUserName)
  return found === accountId ? null : found
}

/** 撤回: it is over, and another of its kind may be made. */
export async function withdraw(actor: Actor, seen: Seen): Promise<Correction> {
  const me = signedIn(actor)
  await transaction(actor, async (tx) => {
    const row = await find(tx, me.scope, seen.id)
    if (!row) return fail('NOT_FOUND')
    const move = correctionMoves.withdraw
    const guard = { ...seen, scope: me.scope, accountId: me.accountId, move }
    if (!(await store.change(tx, guard, {}))) return refuseMove(tx, actor, seen)
    await note(tx, me, row.id, 'withdraw')
    await record(tx, me, 'correction.withdraw', row, null)
    return { id: row.id }
  })
  return read(actor, seen.id)
}

/** 删除证明材料. */
export async function removeFile(actor: Actor, id: string, fileId: string): Promise<Correction> {
  await files.remove(actor, id, fileId)
  return read(actor, id)
}

async function refuseMove(tx: Db, actor: Actor, { id, version }: Seen): Promise<never> {
  const current = await readIn(tx, actor, id)
  return fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
}

/** A line of the request's history. */
const note = (tx: Db, { platform, name }: SignedIn, correctionId: string, act: CorrectionAct) => {
  const at = platform.clock.now()
  const event = { id: newId(at), correctionId, at, act, byName: name }
  return store.insertEvent(tx, { ...event, officeName: null, reason: null })
}

const record = (
  tx: Db,
  me: SignedIn,
  act: `correction.${CorrectionMove | 'create' | 'save'}`,
  { id, kind }: { id: string; kind: string },
  values: (Asked & { grounds: string }) | null,
  facts: Record<string, string | null> = {},
) =>
  audit.record(tx, me, {
    act,
    recordId: id,
    facts: { kind, ...facts },
    ...(values && { personal: { subjectId: me.accountId, values } }),
  })
