import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type CertificationRun,
  type CertificationRunDetail,
  type CertifiedPerson,
  type listCertifications,
  type listCertified,
  otherOutcomes,
  runMoves,
} from '@xueshi/contract/ledger/certification-runs'
import { openMoves } from '@xueshi/contract/moves'
import { isUnderWay } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { cut, readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import * as store from './store.ts'

const pageRows = 20

/** Runs are their office's alone. */
export const officeOf = ({ scope }: Actor) =>
  scope.kind === 'region' ? scope.unitId : fail('NOT_FOUND')

/**
 * What became of the people of a step is kept with it. WRONG_STATE where the run was taken back
 * meanwhile: a task that had failed may be begun again at any time.
 */
export async function keep(
  tx: Db,
  runId: string,
  outcomes: readonly store.Outcome[],
  more: store.Counts = {},
): Promise<void> {
  const run = await store.lockRun(tx, runId)
  if (!run || !runMoves.keep.from.some((state) => state === run.state)) return fail('WRONG_STATE')
  const counts: store.Counts = { ...run.counts, ...more }
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  store.saveCounts(tx, runId, counts)
  if (outcomes.length > 0) store.keepOutcomes(tx, runId, outcomes)
}

function present(actor: Actor, row: store.RunRow): CertificationRun {
  const { undoTaskId, undoTaskState, undoReason, undoneBy, undoneAt, createdAt, ...run } = row
  const facts = {
    over: !isUnderWay(run.taskState),
    recorded: run.isRecorded && (run.counts.certified ?? 0) > 0,
  }
  return {
    id: run.id,
    year: run.year,
    series: run.series,
    state: run.state,
    version: run.version,
    taskState: run.taskState,
    byName: run.byName,
    createdAt: createdAt.toISOString(),
    counts: run.counts,
    isRecorded: run.isRecorded,
    undo:
      undoTaskId && undoReason && undoneBy && undoneAt
        ? {
            taskId: undoTaskId,
            taskState: undoTaskState,
            reason: undoReason,
            byName: undoneBy,
            at: undoneAt.toISOString(),
          }
        : null,
    open: openMoves(runMoves, run.state, signedIn(actor).kind, facts),
  }
}

/** 历次认证 of the office, newest first. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listCertifications>,
): Promise<Reply<typeof listCertifications>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const page = { after: last, limit: pageRows + 1 }
  const rows = await store.listRuns(actor.platform.db, officeOf(actor), page)
  const { page: shown, next } = cut(rows, pageRows, ({ id }) => [id])
  return { items: shown.map((row) => present(actor, row)), next }
}

const found = async (actor: Actor, id: string) =>
  (await store.findRun(actor.platform.db, officeOf(actor), id)) ?? fail('NOT_FOUND')

/** One run, and what taking it back would come to now. */
export async function read(actor: Actor, id: string): Promise<CertificationRunDetail> {
  const run = present(actor, await found(actor, id))
  if (!run.open.includes('undo')) return { ...run, undoing: null }
  const { accountId, platform } = signedIn(actor)
  const undoing = { uncertified: 0, verified: 0, ended: 0, own: 0 }
  for (const { outcome, count, verified } of await store.countUndoing(platform.db, id, accountId)) {
    undoing[outcome] = count
    if (outcome === 'uncertified') undoing.verified = verified
  }
  return { ...run, undoing }
}

/** Whom the run certified or passed over; of those whom it did not look at, whose year stands so today. */
export async function listPeople(
  actor: Actor,
  id: string,
  { outcome, after }: Query<typeof listCertified>,
): Promise<Reply<typeof listCertified>> {
  const { year, series } = await found(actor, id)
  const of = { year, series, exceptId: actor.accountId }
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const { db } = actor.platform
  const asked = { outcome, after: last, limit: pageRows + 1 }
  const isOther = otherOutcomes.some((other) => other === outcome)
  const rows = isOther
    ? await store.listOthers(db, actor.scope, of, asked)
    : await store.listOutcomes(db, id, asked)
  const { page, next } = cut(rows, pageRows, ({ personId }) => [personId])
  const end = isOther && next === null ? await store.endOfStretch(db, of, asked) : undefined
  return {
    items: page.map((row) => presentPerson(actor, row)),
    next: end === undefined ? next : writeCursor([end]),
  }
}

function presentPerson({ platform }: Actor, row: store.PersonRow): CertifiedPerson {
  const { certificateId, certificateNumber, certificateState, documentNumberSealed, ...person } =
    row
  const place = { table: 'accounts', column: 'document_number_sealed', id: row.personId }
  return {
    ...person,
    documentNumberMasked: maskDocumentNumber(platform.cipher.open(documentNumberSealed, place)),
    certificate:
      certificateId && certificateNumber && certificateState
        ? { id: certificateId, number: certificateNumber, state: certificateState }
        : null,
  }
}
