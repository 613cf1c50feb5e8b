import { buffer } from 'node:stream/consumers'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { publicStates } from '@xueshi/contract/training/classes'
import { admissionIssues, enrolmentMoves } from '@xueshi/contract/training/enrolments'
import {
  type exportNominations,
  type listCandidates,
  type listNominations,
  mostExported,
  type Nomination,
  type nominate as nominateEndpoint,
} from '@xueshi/contract/training/nominations'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Media } from '../../platform/http.ts'
import { fail } from '../../platform/refusal.ts'
import { writeSheet } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import { enter, isPublic, takesApplications } from '../applying/service.ts'
import { lockForNominating } from '../applying/store.ts'
import { moveFacts, openFor } from '../enrolments/rules.ts'
import { presentLine } from '../enrolments/service.ts'
import { tellEach } from '../notices/service.ts'
import { admissionOf } from '../openings/service.ts'
import * as openings from '../openings/store.ts'
import { fill, lockClass, moveEnrolments } from '../places/service.ts'
import { cellsOf, columns } from './rules.ts'
import * as store from './store.ts'

const pageLength = 50

/** The employer for which the actor acts. 404 from any other seat. */
function employerOf(actor: Actor): string {
  const { kind, scope } = signedIn(actor)
  return kind === 'employer' && scope.kind === 'unit' ? scope.unitId : fail('NOT_FOUND')
}

/** 可提名人员: the unit's confirmed people, each with what would keep them out of the class. */
export async function candidates(
  actor: Actor,
  classId: string,
  { name, after }: Query<typeof listCandidates>,
): Promise<Reply<typeof listCandidates>> {
  const { db } = actor.platform
  const unitId = employerOf(actor)
  const asked = await openings.find(db, { id: classId, states: publicStates, personId: null })
  if (!asked) fail('NOT_FOUND')
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listCandidates(
    db,
    unitId,
    { classId, name, after: last },
    pageLength + 1,
  )
  const items = rows.slice(0, pageLength).map((row) => ({
    personId: row.personId,
    name: row.name,
    series: row.series,
    titleLevel: row.titleLevel,
    title: row.title,
    issues: { ...admissionIssues(admissionOf(asked), row) },
    state: row.state,
  }))
  const end = rows.length > pageLength ? items.at(-1) : undefined
  return { items, next: end ? writeCursor([end.personId]) : null }
}

type Refused = NonNullable<Reply<typeof nominateEndpoint>['items'][number]['refused']>

/**
 * 提名: those whom the class admits have applied, in the order of the list, and are told by whom. Who is not the
 * unit's, not admitted or in the class already stays out, and the answer says why.
 */
export async function nominate(
  actor: Actor,
  classId: string,
  personIds: readonly string[],
): Promise<Reply<typeof nominateEndpoint>> {
  const unitId = employerOf(actor)
  const wanted = [...new Set(personIds)]
  const { items } = await transaction(actor, async (tx) => {
    const asked = await lockForNominating(tx, classId)
    if (!asked || !isPublic(asked)) fail('NOT_FOUND')
    if (!takesApplications(asked, actor.platform.clock.now())) fail('SIGN_UP_CLOSED')
    const found = await store.findCandidates(tx, unitId, { classId, personIds: wanted })
    const refusedOf = (personId: string): Refused | null => {
      const row = found.find((one) => one.personId === personId)
      if (!row) return 'NOT_OURS'
      if (row.state !== null) return 'ENROLLED_ALREADY'
      const issues = admissionIssues(admissionOf(asked), row)
      return Object.keys(issues).length > 0 ? 'NOT_ELIGIBLE' : null
    }
    const wanting = wanted.flatMap((personId) => {
      const applicant = found.find((one) => one.personId === personId)
      return applicant && refusedOf(personId) === null ? [{ personId, applicant }] : []
    })
    const entered = wanting.length > 0 ? await enter(tx, actor, asked, wanting, unitId) : []
    if (entered.length < wanting.length) fail('SIGN_UP_CLOSED')
    const unitName = actor.seat?.unitName ?? ''
    const { name, startsOn } = asked
    for (const { id, personId } of entered)
      tell(tx, actor, { accountId: personId }, 'enrolment.nominated', {
        id,
        name,
        startsOn,
        unitName,
      })
    const facts = { unitId, entered: entered.map(({ id }) => id) }
    await audit.record(tx, actor, { act: 'enrolment.nominate', recordId: classId, facts })
    const items = wanted.map((personId) => ({
      personId,
      state: entered.find((one) => one.personId === personId)?.state ?? null,
      refused: refusedOf(personId),
    }))
    return { id: classId, items }
  })
  return { classId, items }
}

/** What a nomination that was repeated answers: where those of the list stand now. */
export async function presentNominated(
  actor: Actor,
  classId: string,
  personIds: readonly string[],
): Promise<Reply<typeof nominateEndpoint>> {
  const found = await store.findCandidates(actor.platform.db, employerOf(actor), {
    classId,
    personIds,
  })
  const items = personIds.map((personId) => {
    const state = found.find((one) => one.personId === personId)?.state ?? null
    return { personId, state, refused: null }
  })
  return { classId, items }
}

/** 提名记录: whom the unit has nominated, newest first. */
export async function list(
  actor: Actor,
  { after, ...searched }: Query<typeof listNominations>,
): Promise<Reply<typeof listNominations>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const unitId = employerOf(actor)
  const filter = { ...searched, after: last }
  const rows = await store.listNominations(actor.platform.db, unitId, filter, pageLength + 1)
  const { page, next } = cut(rows, pageLength, ({ id }) => [id])
  return { items: page.map((row) => present(actor, row)), next }
}

function present(actor: Actor, row: store.NominationRow): Nomination {
  return {
    ...presentLine(row),
    personName: row.personName,
    reason: row.reason,
    open: openFor(row.state, factsOf(actor, row), 'employer'),
  }
}

const factsOf = (actor: Actor, row: store.NominationRow) =>
  moveFacts({ ...row, drawnAt: null, sessions: [], evaluated: true }, actor.platform.clock.now(), {
    own: false,
    notSelf: true,
    nominated: row.isOurs,
  })

/** One nomination of the actor's unit. 404 for any other. */
export async function read(actor: Actor, id: string): Promise<Nomination> {
  const row = await store.findNomination(actor.platform.db, employerOf(actor), id)
  return row ? present(actor, row) : fail('NOT_FOUND')
}

/**
 * 收回提名, until the class starts and while the person is the unit's. A place that is freed by it goes to the next
 * who waits, in this act; the person is told why. STALE where something was decided meanwhile.
 */
export async function recall(
  actor: Actor,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<Nomination> {
  const unitId = employerOf(actor)
  await transaction(actor, async (tx) => {
    const seen = await store.findNomination(tx, unitId, id)
    if (!seen) fail('NOT_FOUND')
    const { classId } = seen
    const locked = await lockClass(tx, classId)
    const row = (await store.findNomination(tx, unitId, id)) ?? fail('NOT_FOUND')
    const current = present(actor, row)
    if (!current.open.includes('recall')) fail('WRONG_STATE', { current })
    if (row.version !== version) fail('STALE', { current })
    const { from, to } = enrolmentMoves.recall
    const change = { ids: [id], from, to, act: 'recall', reason } as const
    const moved = await moveEnrolments(tx, actor, classId, change)
    const promoted = await fill(tx, actor, locked)
    const unitName = actor.seat?.unitName ?? ''
    tellEach(tx, actor, moved, 'enrolment.recalled', { name: row.className, unitName, reason })
    const facts = { classId, unitId, personId: row.personId, from: row.state, promoted }
    await audit.record(tx, actor, { act: 'enrolment.recall', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** 导出提名记录: what the search finds, the newest first. */
export async function sheet(
  actor: Actor,
  searched: Query<typeof exportNominations>,
): Promise<Media> {
  const unitId = employerOf(actor)
  const rows = await store.listNominations(actor.platform.db, unitId, searched, mostExported)
  const bytes = await buffer(writeSheet(columns, rows.map(cellsOf), { name: '提名记录' }))
  return { bytes, fileName: '提名记录.xlsx' }
}
