import {
  type Batch,
  type BatchFact,
  type BatchForm,
  batchIssues,
  batchMoves,
  type BatchRow,
  type Check,
  evidenceTypes,
  type listBatches,
  type listBatchRecords,
  yearOfStudy,
} from '@xueshi/contract/declarations'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as ledger from '../../ledger/service.ts'
import * as orgs from '../../orgs/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles } from '../../platform/uploads.ts'
import { officeOf } from '../record/service.ts'
import { checksOf, filesOf } from '../rules.ts'
import { issuesOf } from '../years/service.ts'
import * as store from './store.ts'

const pageLength = 20
const recordsPage = 50

/** The unit whose batches the actor may see. 404 from any other seat. */
export function unitOf(actor: Actor): string {
  const { office, unitId } = officeOf(actor)
  return office === 'employer' ? unitId : fail('NOT_FOUND')
}

/** 批量申报, newest first. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listBatches>,
): Promise<Reply<typeof listBatches>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.list(actor.platform.db, unitOf(actor), last, pageLength + 1)
  const { page, next } = cut(rows, pageLength, ({ id }) => [id])
  return { items: page.map(presentLine), next }
}

/** 添加, 保存: a training stands that its unit may declare. */
export async function create(actor: Actor, form: BatchForm): Promise<Batch> {
  const unitId = unitOf(actor)
  const at = actor.platform.clock.now()
  failOnIssues(await formIssues(actor, unitId, form))
  const { id } = await transaction(actor, async (tx) => {
    const byId = signedIn(actor).accountId
    const batch = { ...form, id: newId(at), unitId, year: yearOfStudy(form), byId, at }
    await store.insert(tx, batch)
    await audit.record(tx, actor, { act: 'batch.create', recordId: batch.id, facts: { unitId } })
    return batch
  })
  return read(actor, id)
}

/** 保存: the batch says what the form says. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: BatchForm },
): Promise<Batch> {
  const move = moveOf(actor, 'edit', { id, version })
  failOnIssues(await formIssues(actor, move.unitId, form))
  await transaction(actor, async (tx) => {
    if (!(await store.update(tx, move, { ...form, year: yearOfStudy(form) })))
      return failMove(tx, actor, move)
    await audit.record(tx, actor, { act: 'batch.edit', recordId: id })
    return { id }
  })
  return read(actor, id)
}

/** 删除: a batch that was not sent is gone, its files by a job once that is certain. */
export async function remove(actor: Actor, id: string, version: number): Promise<{ done: true }> {
  const move = moveOf(actor, 'delete', { id, version })
  await transaction(actor, async (tx) => {
    const files = await store.remove(tx, move)
    if (!files) return failMove(tx, actor, move)
    await dropFiles(tx, actor, files)
    await audit.record(tx, actor, { act: 'batch.delete', recordId: id })
    return { id }
  })
  return { done: true }
}

/** One batch of the actor's unit. 404 for any other. */
export const read = (actor: Actor, id: string): Promise<Batch> =>
  readIn(actor.platform.db, actor, id)

/** As `read`, inside a transaction. */
export async function readIn(db: Db, actor: Actor, id: string): Promise<Batch> {
  const unitId = unitOf(actor)
  const { accountId, kind } = signedIn(actor)
  const row = await store.find(db, unitId, id)
  if (!row) fail('NOT_FOUND')
  const { files, ...facts } = row
  const here = files.filter(({ isHere }) => isHere)
  const open: Facts<BatchFact> = { evidenced: here.length > 0 }
  const desk = { office: 'employer', officeUnitId: unitId } as const
  const isDraft = batchMoves.edit.from.some((from) => from === row.state)
  return {
    ...facts,
    ...presentLine(row),
    files: files.map(({ isHere, type, ...file }) => ({
      ...file,
      type: evidenceTypes.find((known) => known === type) ?? null,
      viewUrl: isHere ? ticketUrl(actor, 'batch', file.id) : null,
    })),
    checks: isDraft ? await checksIn(db, actor, row) : [],
    reviewedBy: (await orgs.hasReviewer(db, desk, [accountId])) ? 'colleague' : 'above',
    open: openMoves(batchMoves, row.state, kind, open),
  }
}

/** What became of the records of a batch. */
export async function listRecords(
  actor: Actor,
  id: string,
  { after }: Query<typeof listBatchRecords>,
): Promise<Reply<typeof listBatchRecords>> {
  const { db } = actor.platform
  if (!(await store.find(db, unitOf(actor), id))) fail('NOT_FOUND')
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listRecords(db, id, last, recordsPage + 1)
  const { page: items, next } = cut(rows, recordsPage, (end) => [end.declarationId])
  return { items, next }
}

/** What is found of the training itself, by the rules for every series. */
async function checksIn(
  db: Db,
  actor: Actor,
  row: store.BatchRow & { files: readonly store.FileRow[] },
): Promise<Check[]> {
  const rules = await ledger.ruleSetFor(db, {
    year: row.year,
    series: '',
    unitId: unitOf(actor),
  })
  const nothing = { overlapping: [], credited: [], reused: [], counted: [], usedTenths: 0 }
  const files = filesOf(row.files.map(({ isHere, type }) => (isHere ? type : null)))
  return checksOf({ ...row, ...files }, nothing, rules, todayIn(actor.platform.clock.now()))
}

async function formIssues(actor: Actor, unitId: string, form: BatchForm) {
  const { db, clock } = actor.platform
  const today = todayIn(clock.now())
  return { ...(await issuesOf(db, { unitId }, form, today)), ...batchIssues(form, today) }
}

/** Which batch may make this move now. */
export function moveOf(
  actor: Actor,
  name: keyof typeof batchMoves,
  seen: { id: string; version: number },
): store.BatchMove {
  const { from } = batchMoves[name]
  return { ...seen, from, unitId: unitOf(actor), at: actor.platform.clock.now() }
}

/** Says no to a move that changed nothing, by what the batch looks like now. */
export async function failMove(tx: Db, actor: Actor, move: store.BatchMove): Promise<never> {
  const current = await readIn(tx, actor, move.id)
  const isThere = move.from.some((from) => from === current.state)
  return fail(isThere && current.version !== move.version ? 'STALE' : 'WRONG_STATE', { current })
}

function presentLine(row: store.BatchRow): BatchRow {
  const { id, version, state, name, startOn, endOn, claimedTenths, year, byName, people } = row
  const line = { id, version, state, name, startOn, endOn, claimedTenths, year, byName, people }
  return {
    ...line,
    sentAt: row.sentAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }
}
