import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type answerClaim,
  type Claim,
  type ClaimForm,
  claimIssues,
  type ClaimMove,
  claimMoves,
  holders,
  type listClaims,
  type listClaimsAt,
  mostOpenClaims,
} from '@xueshi/contract/insight/claims'
import { openMoves } from '@xueshi/contract/moves'
import { todayIn, yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import {
  type Address,
  addressAfter,
  addressOf,
  answeredFrom,
  hrssAbove,
  unitOf,
} from '../holders/service.ts'
import { presentTrace, traced } from '../traces/service.ts'
import { answerByOf, factsOf, presentRow } from './rules.ts'
import * as store from './store.ts'

const pageRows = 20

/** How the actor sees claims: as the person, or for the office of the seat. 404 for anyone else. */
function viewerOf(actor: Actor): store.Viewer {
  const { accountId, kind, scope } = signedIn(actor)
  if (scope.kind === 'own') return { kind: 'own', personId: scope.personId }
  const office = holders.find((each) => each === kind)
  if (scope.kind === 'nothing' || !office) return fail('NOT_FOUND')
  return { kind: office, unitId: scope.unitId, accountId }
}

function ownPerson(actor: Actor): string {
  const viewer = viewerOf(actor)
  return viewer.kind === 'own' ? viewer.personId : fail('NOT_FOUND')
}

/** 缺失学时 of the actor's own, newest first. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listClaims>,
): Promise<Reply<typeof listClaims>> {
  const [last = null] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listOwn(actor.platform.db, ownPerson(actor), last, pageRows + 1)
  const { page, next } = cut(rows, pageRows, ({ id }) => [id])
  return { items: page.map(presentRow), next }
}

/** What waits at the actor's office, the longest waiting first; what it answered, newest first. */
export async function listAt(
  actor: Actor,
  { queue, after }: Query<typeof listClaimsAt>,
): Promise<Reply<typeof listClaimsAt>> {
  const viewer = viewerOf(actor)
  if (viewer.kind === 'own') fail('NOT_FOUND')
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const rows = await store.listQueue(actor.platform.db, viewer, { queue, after: key }, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.since.toISOString(), end.id])
  return {
    items: page.map(presentRow),
    next,
  }
}

/** One claim, with how its record stands at this moment. 404 outside the actor's reach. */
export const read = (actor: Actor, id: string): Promise<Claim> =>
  readIn(actor.platform.db, actor, id)

async function readIn(db: Db, actor: Actor, id: string): Promise<Claim> {
  const viewer = viewerOf(actor)
  const row = (await store.find(db, viewer, id)) ?? fail('NOT_FOUND')
  const { personId, source, sourceId, year, outcome, answer, timeline, state, office } = row
  const today = todayIn(actor.platform.clock.now())
  const waits = state === 'open'
  const next = waits ? await addressAfter(db, { office, unitId: row.officeUnitId }, personId) : null
  const found =
    sourceId === null ? [] : await traced(db, { personId, year, recordId: sourceId }, today)
  const trace = found.find((each) => each.source === source)
  const number = actor.platform.cipher.open(row.documentNumberSealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id: row.filedById,
  })
  const { version, kind, name, hoursTenths, personName, officeName } = row
  return {
    id,
    version,
    state,
    kind,
    year,
    name,
    hoursTenths,
    personName,
    office,
    officeName,
    filedAt: row.filedAt.toISOString(),
    answerBy: answerByOf(row),
    nextOfficeName: next?.name ?? null,
    words: row.words,
    unitName: row.unitName,
    documentNumberMasked: maskDocumentNumber(number),
    trace: trace ? presentTrace(trace, year) : null,
    answer: outcome && answer !== null ? { outcome, words: answer } : null,
    timeline: timeline.map(({ at, byName, officeName, act, words }) => ({
      at: new Date(at).toISOString(),
      act,
      by: byName,
      office: officeName,
      words,
    })),
    open: openMoves(claimMoves, state, signedIn(actor).kind, factsOf(row, viewer)),
  }
}

/**
 * 提交: the claim waits at whoever holds the record up, as it is traced at this moment; without a record at
 * the institution that the person names, at the own unit, or at the HR&SS office above it; without an
 * employer at that of the place they name. An office where nobody but the person could answer is passed
 * over. INVALID at `record` where nobody but the person can do anything; CLAIM_EXISTS about one record; CLAIMS_TOO_MANY.
 */
export async function file(actor: Actor, form: ClaimForm): Promise<Claim> {
  const personId = ownPerson(actor)
  const at = actor.platform.clock.now()
  failOnIssues(claimIssues(form, yearOf(at)))
  const { id } = await transaction(actor, async (tx) => {
    const unitId = await unitOf(tx, actor, personId)
    if ((await store.countOpen(tx, personId)) >= mostOpenClaims) fail('CLAIMS_TOO_MANY')
    const found = await addressOf(tx, { personId, unitId }, form, todayIn(at))
    const address = await answeredFrom(tx, found.address, personId)
    const claim = {
      id: newId(at),
      personId,
      kind: form.kind,
      year: form.year,
      source: form.record?.source ?? null,
      sourceId: form.record?.id ?? null,
      name: found.name,
      hoursTenths: form.hoursTenths,
      words: form.words,
      unitId,
      office: address.office,
      officeUnitId: address.unitId,
      at,
    }
    if (!(await store.insert(tx, claim))) fail('CLAIM_EXISTS')
    await record(tx, actor, claim.id, { act: 'file', words: form.words })
    tell(tx, actor, { unitId: address.unitId }, 'claim.waiting', { year: form.year })
    return claim
  })
  return read(actor, id)
}

/** A line of the claim's history, and its audit row without the words. */
async function record(
  tx: Db,
  actor: Actor,
  id: string,
  { act, words }: { act: store.EventRow['act']; words: string | null },
): Promise<void> {
  const me = signedIn(actor)
  const at = me.platform.clock.now()
  const officeName = me.seat ? await orgs.unitName(tx, me.seat.unitId) : null
  await store.insertEvent(tx, id, { id: newId(at), at, act, byName: me.name, officeName, words })
  await audit.record(tx, actor, { act: `hourClaim.${act}`, recordId: id })
}

type Asked = { id: string; version: number }
type Change = Omit<Parameters<typeof store.move>[2], 'state'>

/** One move: the guarded update, its line of history and audit row, and whom it is told. */
async function move(
  actor: Actor,
  name: ClaimMove,
  { id, version, words }: Asked & { words: string | null },
  changeOf: (tx: Db, row: store.ClaimRow) => Promise<Change> | Change,
  announce: (tx: Db, row: store.ClaimRow, change: Change) => Promise<void> | void,
): Promise<{ id: string }> {
  return transaction(actor, async (tx) => {
    const viewer = viewerOf(actor)
    const row = (await store.find(tx, viewer, id)) ?? fail('NOT_FOUND')
    const { from, to } = claimMoves[name]
    const facts = factsOf(row, viewer)
    if (viewer.kind !== 'own' && !facts.notSelf) fail('OWN_RECORD')
    if (row.version !== version) fail('STALE', { current: await readIn(tx, actor, id) })
    const isOpen = openMoves(claimMoves, row.state, signedIn(actor).kind, facts).includes(name)
    if (!isOpen) fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    const change = await changeOf(tx, row)
    const state = to ?? row.state
    if (!(await store.move(tx, { id, version, from, viewer }, { state, ...change }))) fail('STALE')
    await record(tx, actor, id, { act: name, words })
    await announce(tx, row, change)
    return { id }
  })
}

/** One that changes nothing but the state, and of which nobody is told. */
const plainMove = (actor: Actor, name: 'withdraw' | 'accept', asked: Asked) =>
  move(
    actor,
    name,
    { ...asked, words: null },
    () => ({}),
    () => undefined,
  )

/** 撤回: nobody need answer any more. */
export async function withdraw(actor: Actor, asked: Asked): Promise<Claim> {
  await plainMove(actor, 'withdraw', asked)
  return read(actor, asked.id)
}

/** 答复: mended or explained; the person is told, and accepts it or takes it on. */
export async function answer(
  actor: Actor,
  { outcome, words, ...asked }: Asked & Omit<Body<typeof answerClaim>, 'version'>,
): Promise<Claim> {
  const since = actor.platform.clock.now()
  await move(
    actor,
    'answer',
    { ...asked, words },
    () => ({ outcome, answer: words, since }),
    (tx, { personId, year, name, officeName: office }) => {
      const facts = { id: asked.id, year, name, office }
      tell(tx, actor, { accountId: personId }, 'claim.answered', facts)
    },
  )
  return read(actor, asked.id)
}

/** 转人社部门: not theirs to settle; the HR&SS office of their region answers. They no longer see it. */
export async function pass(
  actor: Actor,
  asked: Asked & { words: string },
): Promise<{ id: string }> {
  return moveUp(actor, 'pass', asked)
}

/** 不认可答复: the HR&SS office answers next. CLAIMS_TOO_MANY. */
export async function raise(actor: Actor, asked: Asked & { words: string }): Promise<Claim> {
  await moveUp(actor, 'raise', asked)
  return read(actor, asked.id)
}

async function moveUp(
  actor: Actor,
  name: 'pass' | 'raise',
  asked: Asked & { words: string },
): Promise<{ id: string }> {
  const since = actor.platform.clock.now()
  let office: Address | undefined
  return move(
    actor,
    name,
    asked,
    async (tx, { officeUnitId, personId }) => {
      if (name === 'raise' && (await store.countOpen(tx, personId)) >= mostOpenClaims)
        fail('CLAIMS_TOO_MANY')
      office = await answeredFrom(tx, await hrssAbove(tx, officeUnitId), personId)
      return { office: 'hrss', officeUnitId: office.unitId, since }
    },
    (tx, { personId, year, name: what }) => {
      if (!office) return
      tell(tx, actor, { unitId: office.unitId }, 'claim.waiting', { year })
      const facts = { id: asked.id, year, name: what, office: office.name }
      tell(tx, actor, { accountId: personId }, 'claim.passed', facts)
    },
  )
}

/** 确认已解决. */
export async function accept(actor: Actor, asked: Asked): Promise<Claim> {
  await plainMove(actor, 'accept', asked)
  return read(actor, asked.id)
}
