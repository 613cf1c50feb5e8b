import {
  type Batch,
  batchMoves,
  checkCodes,
  mostBatchRows,
  type runBatch,
} from '@xueshi/contract/declarations'
import { normaliseDocumentNumber } from '@xueshi/contract/document-number'
import type { Body } from '@xueshi/contract/endpoint'
import { normalisePersonName } from '@xueshi/contract/person-name'
import type { Task } from '@xueshi/contract/tasks'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Media } from '../../platform/http.ts'
import { fail } from '../../platform/refusal.ts'
import { readSheet, writeTemplate } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import { declareAll, findFlags, type Listed } from '../batch-records/service.ts'
import { failMove, moveOf, read, readIn, unitOf } from '../batches/service.ts'
import { fieldsOf } from '../rules.ts'
import { columns, type ListedRow, type NamedPerson, notes, readRow } from './rules.ts'
import * as store from './store.ts'

/**
 * 试运行, or 送审: a task reads who took part. NOT_COMPLETE names what the training itself lacks;
 * a batch that changed meanwhile is refused by the task.
 */
export async function beginRun(
  actor: Actor,
  id: string,
  { version, inputId, dryRun }: Body<typeof runBatch>,
): Promise<Task> {
  const move = moveOf(actor, dryRun ? 'tryOut' : 'send', { id, version })
  const task = await transaction(actor, async (tx) => {
    const batch = await readIn(tx, actor, id)
    if (batch.version !== version || !batchMoves.tryOut.from.some((from) => from === batch.state))
      return failMove(tx, actor, move)
    const errors = batch.checks.filter(({ level }) => level === 'error')
    if (!dryRun && errors.length > 0) fail('NOT_COMPLETE', { fields: fieldsOf(errors) })
    const request = { batchId: id, version, dryRun }
    const begun = await tasks.begin(tx, actor, { kind: 'declarations.batch', inputId, request })
    const facts = { taskId: begun.id, dryRun }
    await audit.record(tx, actor, { act: 'batch.run', recordId: id, facts })
    return begun
  })
  return tasks.read(actor, task.id)
}

/** 模板. */
export async function template(): Promise<Media> {
  const bytes = await writeTemplate(columns, { name: '批量申报名单', notes })
  return { bytes, fileName: '批量申报名单模板.xlsx' }
}

const Running = z.object({ batchId: z.uuid(), version: z.int(), dryRun: z.boolean() })

/** The work of a run: a record of each person in one transaction, or every fault by row. */
export async function run(task: tasks.Run): Promise<void> {
  const { batchId, version, dryRun } = Running.parse(task.request)
  // A run that was stopped after its only step has nothing left to do.
  if (task.checkpoint) return
  const { actor } = task
  const batch = await read(actor, batchId)
  const { listed, isWrong } = await readList(task, batch)
  const found = await findFlags(actor, batch, listed)
  let isStopped = isWrong
  for (const [row, codes] of found) {
    // By the rules of this person's own series: what the training itself lacks was refused before.
    const stops = codes.some((code) => checkCodes[code] === 'error')
    if (stops) isStopped = true
    task.count(stops ? 'wrong' : 'flagged')
    // Under a field of its own each: a row may have several.
    for (const code of codes)
      task.issue(row, code, checkCodes[code] === 'error' ? code : `FLAG_${code}`)
  }
  const checkpoint = { read: listed.length }
  if (dryRun || isStopped) return task.step(checkpoint)
  await task.step(checkpoint, async (tx) => {
    await declareAll(tx, actor, moveOf(actor, 'send', { id: batchId, version }), batch, listed)
    task.count('added', listed.length)
  })
}

/** Everybody in the list, with their row; what is wrong is told of by row and column. */
async function readList(task: tasks.Run, batch: Batch) {
  const { actor } = task
  const today = todayIn(actor.platform.clock.now())
  const named: { row: number; person: NamedPerson; hash: Buffer }[] = []
  let isWrong = false
  const wrong = (row: number, faults: readonly { field: string; code: string }[]) => {
    isWrong = true
    task.count('wrong')
    for (const { field, code } of faults) task.issue(row, field, code)
  }
  const seen = new Set<string>()
  const rows: ListedRow[] = []
  for await (const row of readSheet(await task.inputPath(), columns, { limit: mostBatchRows }))
    rows.push(row)
  task.count('rows', rows.length)
  for (const row of rows) {
    const outcome = readRow(row, { claimedTenths: batch.claimedTenths, today })
    if ('faults' in outcome) {
      wrong(row.number, outcome.faults)
      continue
    }
    const hash = hashOf(actor, outcome.person)
    const key = hash.toString('hex')
    if (seen.has(key)) wrong(row.number, [{ field: 'documentNumber', code: 'LISTED_TWICE' }])
    else named.push({ row: row.number, person: outcome.person, hash })
    seen.add(key)
  }
  if (rows.length === 0) wrong(1, [{ field: '', code: 'LIST_EMPTY' }])
  const listed = await findListed(actor, batch, named, wrong)
  task.progress(rows.length, rows.length)
  return { listed, isWrong }
}

/** Those of the unit's people whom the rows name. Whoever is of another unit, or of nobody's, is answered alike. */
async function findListed(
  actor: Actor,
  batch: Batch,
  named: readonly { row: number; person: NamedPerson; hash: Buffer }[],
  wrong: (row: number, faults: readonly { field: string; code: string }[]) => void,
): Promise<Listed[]> {
  const { db } = actor.platform
  const found = await store.findMembers(
    db,
    unitOf(actor),
    named.map(({ hash }) => hash),
  )
  const members = new Map(found.map((member) => [member.hash.toString('hex'), member]))
  const ids = found.map(({ personId }) => personId)
  const declared = await store.findDeclared(db, ids, batch)
  return named.flatMap(({ row, person, hash }) => {
    const member = members.get(hash.toString('hex'))
    const isNamed = member?.name === normalisePersonName(person.name)
    const code =
      !member || !isNamed ? 'NOT_OF_UNIT' : declared.has(member.personId) && 'DECLARED_BEFORE'
    if (!member || code) {
      wrong(row, [{ field: 'documentNumber', code: code || 'NOT_OF_UNIT' }])
      return []
    }
    const { personId, series } = member
    return { row, personId, series, claimedTenths: person.claimedTenths }
  })
}

const hashOf = ({ platform }: Actor, { type, number }: NamedPerson) =>
  accounts.documentHash(platform.indexes, type, normaliseDocumentNumber(type, number))
