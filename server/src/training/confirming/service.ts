import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import { classMoves } from '@xueshi/contract/training/classes'
import type {
  decideEnrolments,
  listTrainees,
  readEvaluations,
  readTrainee,
  Trainee,
} from '@xueshi/contract/training/confirmations'
import { type Decision, enrolmentMoves } from '@xueshi/contract/training/enrolments'
import { maskPhone } from '@xueshi/contract/phone'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { found, institutionOf, placesOf } from '../classes/service.ts'
import type { ClassRecord } from '../classes/store.ts'
import { moveFacts, openFor } from '../enrolments/rules.ts'
import { presentEvent, presentMark } from '../enrolments/service.ts'
import { tellEach } from '../notices/service.ts'
import { place, type Room } from '../places/rules.ts'
import {
  type Asked,
  classFactsOf,
  fill,
  type LockedClass,
  lockOwnWith,
  moveEnrolments,
  readPlaces,
  recountLast,
} from '../places/service.ts'
import * as store from './store.ts'

const pageLength = 20

/** The class as its own institution sees it. 404 for any other, and from any other seat. */
export async function ownClass(db: Db, actor: Actor, id: string): Promise<ClassRecord> {
  institutionOf(actor)
  return found(db, actor, id)
}

const standing = (row: Omit<store.ClassOfTrainees, 'startsAt'> & { startsAt: Date }) => ({
  ...row,
  classState: row.state,
  sessions: [],
  evaluated: false,
})

/** 报名名单 of one class, 20 at a time, with how its places stand. */
export async function list(
  actor: Actor,
  classId: string,
  { after, state, name }: Query<typeof listTrainees>,
): Promise<Reply<typeof listTrainees>> {
  const { db } = actor.platform
  const row = await ownClass(db, actor, classId)
  const last = after === undefined ? undefined : readCursor(after, z.tuple([z.int(), z.uuid()]))
  const filter = { classId, state, name, after: last }
  const rows = await store.listTrainees(db, filter, pageLength + 1)
  const { page, next } = cut(rows, pageLength, (end) => [
    state === undefined ? end.number : end.rank,
    end.id,
  ])
  const [first] = page
  // Their places in the order follow each other, unless some were left out by their name.
  const inOrder = state === 'waitlisted' && name === undefined
  const before = inOrder && first ? await store.countWaitingBefore(db, classId, first) : null
  return {
    items: page.map((trainee, at) =>
      present(actor, row, trainee, before === null ? null : before + at + 1),
    ),
    next,
    places: placesOf(row),
  }
}

function present(
  actor: Actor,
  row: ClassRecord,
  trainee: store.TraineeRow,
  position: number | null,
): Trainee {
  const notSelf = trainee.personId !== signedIn(actor).accountId
  const facts = moveFacts(standing(row), actor.platform.clock.now(), { own: false, notSelf })
  return {
    id: trainee.id,
    version: trainee.version,
    state: trainee.state,
    number: trainee.number,
    name: trainee.name,
    unitName: trainee.unitName,
    series: trainee.series,
    titleLevel: trainee.titleLevel,
    appliedAt: trainee.appliedAt.toISOString(),
    nominatedBy: trainee.nominatedBy,
    kept: trainee.kept,
    position,
    noShows: trainee.noShows,
    reason: trainee.reason,
    open: openFor(trainee.state, facts, 'institution'),
  }
}

/** 学员档案: what the institution keeps of one who applied; number and phone masked. */
export async function readFile(
  actor: Actor,
  classId: string,
  enrolmentId: string,
): Promise<Reply<typeof readTrainee>> {
  const { db, cipher } = actor.platform
  const row = await ownClass(db, actor, classId)
  const file = await store.findTrainee(db, classId, enrolmentId)
  if (!file) fail('NOT_FOUND')
  const opened = (column: 'document_number' | 'phone', sealed: Buffer) =>
    cipher.open(sealed, { table: 'accounts', column: `${column}_sealed`, id: file.personId })
  const isWaiting = file.state === 'waitlisted'
  const before = isWaiting ? await store.countWaitingBefore(db, classId, file) : 0
  return {
    ...present(actor, row, file, isWaiting ? before + 1 : null),
    documentNumberMasked: maskDocumentNumber(opened('document_number', file.documentNumberSealed)),
    phoneMasked: maskPhone(opened('phone', file.phoneSealed)),
    title: file.title ?? '',
    specialty: file.specialty ?? '',
    sessions: file.sessions.map(presentMark),
    attempts: file.attempts,
    credits: file.credits,
    timeline: file.timeline.map(presentEvent),
  }
}

/**
 * 确认, 候补, 未通过, 撤销决定: all of those asked for, or none. NOT_FOUND where one is not of this class,
 * OWN_RECORD where one is the actor's own, WRONG_STATE where the move is not open for one of them.
 */
export async function decide(
  actor: Actor,
  classId: string,
  { decision, ids, reason }: Body<typeof decideEnrolments>,
): Promise<Reply<typeof decideEnrolments>> {
  const wanted = [...new Set(ids)]
  const { outcome } = await transaction(actor, async (tx) => {
    const { locked, room, asked } = await lockOwnWith(tx, actor, classId, wanted)
    if (asked.length < wanted.length) fail('NOT_FOUND')
    mayDecide(actor, locked, asked, decision)
    const takesAway = asked.some(({ state }) => state === 'confirmed')
    if (reason === null && (decision === 'refuse' || takesAway))
      fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
    const outcome = await acts[decision](tx, actor, { locked, room, asked, reason })
    for (const { id, personId } of asked) {
      const facts = { classId, personId }
      await audit.record(tx, actor, { act: `enrolment.${decision}`, recordId: id, facts })
    }
    return { id: classId, outcome }
  })
  return presentOutcome(actor, classId, outcome)
}

/** The outcome with the places as they stand now; a repeated request is answered by the places alone. */
export async function presentOutcome(
  actor: Actor,
  classId: string,
  outcome: Outcome = { confirmed: 0, waitlisted: 0, changed: 0 },
): Promise<Reply<typeof decideEnrolments>> {
  return { classId, ...outcome, places: await readPlaces(actor.platform.db, actor, classId) }
}

function mayDecide(
  actor: Actor,
  locked: LockedClass,
  asked: readonly Asked[],
  decision: Decision,
): void {
  const { accountId } = signedIn(actor)
  if (asked.some(({ personId }) => personId === accountId)) fail('OWN_RECORD')
  const isOpen = classMoves.decide.from.some((state) => state === locked.state)
  const now = actor.platform.clock.now()
  const facts = moveFacts(standing(locked), now, { own: false, notSelf: true })
  if (
    !isOpen ||
    asked.some(({ state }) => !openFor(state, facts, 'institution').includes(decision))
  )
    fail('WRONG_STATE')
}

type Outcome = { confirmed: number; waitlisted: number; changed: number }
type Given = { locked: LockedClass; room: Room; asked: readonly Asked[]; reason: string | null }
type Act = (tx: Db, actor: Actor, given: Given) => Promise<Outcome>

const idsOf = (asked: readonly { id: string }[]) => asked.map(({ id }) => id)

/** Places to those asked for, in their order; who finds none waits where they stood. */
const confirm: Act = async (tx, actor, { locked, room, asked, reason }) => {
  const { placed, left } = place(room, asked)
  const { from, to } = enrolmentMoves.confirm
  const won = { ids: idsOf(placed), from, to, act: 'confirm', reason } as const
  const confirmed = await moveEnrolments(tx, actor, locked.id, won)
  const lost = { ids: idsOf(left), from: ['applied'], to: 'waitlisted', act: 'wait' } as const
  const waitlisted = await moveEnrolments(tx, actor, locked.id, lost)
  recountLast(tx, locked.id)
  tellEach(tx, actor, confirmed, 'enrolment.confirmed', classFactsOf(locked))
  tellEach(tx, actor, waitlisted, 'enrolment.waitlisted', classFactsOf(locked))
  return {
    confirmed: confirmed.length,
    waitlisted: waitlisted.length,
    changed: confirmed.length + waitlisted.length,
  }
}

/** 列入候补: who had a place gives it up and waits behind all others; the place goes to the next. */
const wait: Act = async (tx, actor, { locked, asked, reason }) => {
  const { to } = enrolmentMoves.wait
  const [had, wanted] = [['confirmed'], ['applied']] as const
  const of = (state: string) => idsOf(asked.filter((one) => one.state === state))
  const losing = { ids: of('confirmed'), from: had, to, act: 'wait', reason, rank: 'last' } as const
  const lost = await moveEnrolments(tx, actor, locked.id, losing)
  const waiting = { ids: of('applied'), from: wanted, to, act: 'wait', reason } as const
  const waits = await moveEnrolments(tx, actor, locked.id, waiting)
  tellEach(tx, actor, lost, 'enrolment.displaced', { ...classFactsOf(locked), reason })
  tellEach(tx, actor, waits, 'enrolment.waitlisted', classFactsOf(locked))
  const confirmed = await fill(tx, actor, locked)
  const changed = lost.length + waits.length
  return { confirmed, waitlisted: changed, changed }
}

const refuse: Act = async (tx, actor, { locked, asked, reason }) => {
  const { from, to } = enrolmentMoves.refuse
  const change = { ids: idsOf(asked), from, to, act: 'refuse', reason } as const
  const refused = await moveEnrolments(tx, actor, locked.id, change)
  tellEach(tx, actor, refused, 'enrolment.refused', { ...classFactsOf(locked), reason })
  return { confirmed: await fill(tx, actor, locked), waitlisted: 0, changed: refused.length }
}

/** 撤销决定: they want a place again, where they stood in the order; the place that one had goes to the next. */
const reconsider: Act = async (tx, actor, { locked, asked, reason }) => {
  const { from, to } = enrolmentMoves.reconsider
  const had = new Set(idsOf(asked.filter(({ state }) => state === 'confirmed')))
  const change = { ids: idsOf(asked), from, to, act: 'reconsider', reason } as const
  const moved = await moveEnrolments(tx, actor, locked.id, change)
  const facts = classFactsOf(locked)
  const [lost, others] = [
    moved.filter(({ id }) => had.has(id)),
    moved.filter(({ id }) => !had.has(id)),
  ]
  tellEach(tx, actor, lost, 'enrolment.unconfirmed', { ...facts, reason })
  tellEach(tx, actor, others, 'enrolment.reconsidered', facts)
  const confirmed = await fill(tx, actor, locked)
  return { confirmed, waitlisted: 0, changed: moved.length }
}

/**
 * 撤销决定 where places go by an order: they wait where they stood in it, behind all others if they had no part in
 * the draw, and have a place at once where one is free for them. Nobody who has one since gives it up.
 */
const requeue: Act = async (tx, actor, { locked, asked, reason }) => {
  const { from, to } = enrolmentMoves.requeue
  const change = { from, to, act: 'reconsider', reason } as const
  const ids = idsOf(asked)
  const behind = locked.confirmation === 'draw' ? await store.listUndrawn(tx, ids) : []
  const moved = [
    ...(await moveEnrolments(tx, actor, locked.id, {
      ...change,
      ids: ids.filter((id) => !behind.includes(id)),
    })),
    ...(await moveEnrolments(tx, actor, locked.id, { ...change, ids: behind, rank: 'last' })),
  ]
  tellEach(tx, actor, moved, 'enrolment.requeued', classFactsOf(locked))
  const confirmed = await fill(tx, actor, locked)
  return { confirmed, waitlisted: moved.length, changed: moved.length }
}

const acts: Record<Decision, Act> = { confirm, wait, refuse, reconsider, requeue }

/** 评价汇总 of one class, without names. */
export async function evaluations(
  actor: Actor,
  classId: string,
): Promise<Reply<typeof readEvaluations>> {
  const { db } = actor.platform
  await ownClass(db, actor, classId)
  return store.readEvaluations(db, classId)
}
