import type { Body } from '@xueshi/contract/endpoint'
import type { importPeople } from '@xueshi/contract/people/desk'
import type { Task } from '@xueshi/contract/tasks'
import { todayIn } from '@xueshi/contract/year'
import * as accounts from '../../accounts/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { readAhead } from '../../platform/read-ahead.ts'
import { fail } from '../../platform/refusal.ts'
import { countRows, readSheet, type SheetRow, writeTemplate } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import { deskOf, list as listDepartments } from '../departments/service.ts'
import { lettersOf, sealedForm } from '../rules.ts'
import { columns, type Issue, type Newcomer, notes, readNewcomer } from './rules.ts'
import * as store from './store.ts'

/** So few that they are done with before the engine takes them for something that stays. */
const rowsInStep = 250

/** 导入模板, with the unit's departments to choose from. */
export async function template(actor: Actor): Promise<Media> {
  const departments = (await listDepartments(actor)).map(({ name }) => name)
  const offered = columns.map((column) =>
    // Excel takes 255 characters of choices.
    column.key === 'department' && departments.length > 0 && departments.join().length < 250
      ? { ...column, choices: departments }
      : column,
  )
  const bytes = await writeTemplate(offered, { name: '人员', notes })
  return { bytes, fileName: '人员导入模板.xlsx' }
}

/** 导入人员 is begun on a file that the actor has sent. */
export async function begin(
  actor: Actor,
  { inputId, dryRun }: Body<typeof importPeople>,
): Promise<Task> {
  const unitId = deskOf(actor)
  const { id } = await transaction(actor, async (tx) => {
    const request = { dryRun }
    const task = await tasks.begin(tx, actor, { kind: 'people.import', inputId, request })
    const facts = { unitId, inputId, dryRun }
    await audit.record(tx, actor, { act: 'people.import', recordId: task.id, facts })
    return task
  })
  return tasks.read(actor, id)
}

type Row = SheetRow<typeof columns>
type Ready = { row: number; newcomer: Newcomer; owner: accounts.unclaimed.Owner | null }
type Desk = { unitId: string; kind: 'main' | 'hosted'; workRegion: string; unitName: string }

/** The import itself, in steps of some hundred rows; a dry run only says what would become of each. */
export async function run(task: tasks.Run): Promise<void> {
  const { actor, request, checkpoint } = task
  const unitId = deskOf(actor)
  const unit = (await store.findUnit(actor.platform.db, unitId)) ?? fail('NOT_FOUND')
  const desk: Desk = {
    unitId,
    kind: unit.employs ? 'main' : 'hosted',
    workRegion: unit.regionCode,
    unitName: actor.seat?.unitName ?? '',
  }
  const isDry = request['dryRun'] === true
  const path = await task.inputPath()
  task.progress(0, await countRows(path))
  const done = Number(checkpoint?.['row'] ?? 0)
  const seen = new Set<string>()
  for await (const part of readAhead(batchesOf(path, done)))
    await takeBatch(task, desk, { ...part, seen, isDry })
}

/** The rows behind those that are done, a step's at a time. */
async function* batchesOf(
  path: string,
  done: number,
): AsyncGenerator<Pick<Batch, 'batch' | 'read'>> {
  let batch: Row[] = []
  let read = 0
  for await (const row of readSheet(path, columns)) {
    read += 1
    if (row.number <= done) continue
    batch.push(row)
    if (batch.length < rowsInStep) continue
    yield { batch, read }
    batch = []
  }
  if (batch.length > 0) yield { batch, read }
}

type Batch = { batch: readonly Row[]; read: number; seen: Set<string>; isDry: boolean }

async function takeBatch(
  task: tasks.Run,
  desk: Desk,
  { batch, read, seen, isDry }: Batch,
): Promise<void> {
  const last = batch.at(-1)?.number ?? 0
  const ready = readBatch(task, desk, batch, seen)
  const act = async (tx: Db) => {
    const sorted = await sortOut(tx, task.actor, desk, ready)
    note(task, batch.length, ready, sorted)
    if (!isDry) await putOnFile(tx, task, desk, sorted)
    task.progress(read)
  }
  if (isDry) {
    await act(task.actor.platform.db)
    await task.step({ row: last })
  } else await task.step({ row: last }, act)
}

/** The rows that can be put on file; what is wrong with the others is noted. */
function readBatch(
  task: tasks.Run,
  { workRegion }: Desk,
  batch: readonly Row[],
  seen: Set<string>,
): (Ready | { row: number; faults: Issue[] })[] {
  const today = todayIn(task.actor.platform.clock.now())
  return batch.map((row) => {
    const found = readNewcomer(row, { today, workRegion })
    if ('faults' in found) return { row: row.number, faults: found.faults }
    const { newcomer } = found
    const document = `${newcomer.documentType} ${newcomer.documentNumber}`
    const faults = seen.has(document) ? [{ field: 'documentNumber', code: 'ROW_TWICE' }] : null
    seen.add(document)
    return faults ? { row: row.number, faults } : { row: row.number, newcomer, owner: null }
  })
}

type Sorted = {
  /** Nobody's documents, and those of people whom no unit has and who have not registered. */
  added: Ready[]
  changed: { employmentId: string; departmentName: string }[]
  unchanged: number
  faults: { row: number; issue: Issue; askId?: string }[]
}

/** What becomes of each row, as the people stand now. */
async function sortOut(
  db: Db,
  { accountId, platform }: SignedIn,
  { unitId }: Desk,
  rows: ReturnType<typeof readBatch>,
): Promise<Sorted> {
  const ready = rows.filter((row) => 'newcomer' in row)
  const documents = ready.map(({ newcomer }) => newcomer)
  const owners = await accounts.unclaimed.ownersOf(db, platform, documents)
  const ids = owners.flatMap((owner) => (owner ? [owner.accountId] : []))
  const standings = new Map(
    (await store.findStandings(db, unitId, ids)).map((row) => [row.personId, row]),
  )
  const sorted: Sorted = { added: [], changed: [], unchanged: 0, faults: [] }
  for (const [at, { row, newcomer }] of ready.entries()) {
    const owner = owners[at] ?? null
    const fault = (field: string, code: string, askId?: string) =>
      sorted.faults.push({ row, issue: { field, code }, ...(askId && { askId }) })
    if (!owner) {
      sorted.added.push({ row, newcomer, owner })
      continue
    }
    const standing = standings.get(owner.accountId)
    if (owner.name !== newcomer.name) fault('name', 'NAME_DISAGREES')
    else if (standing?.employmentId) {
      const { departmentName } = newcomer
      if (departmentName === null || departmentName === standing.departmentName)
        sorted.unchanged += 1
      else sorted.changed.push({ employmentId: standing.employmentId, departmentName })
    } else if (standing?.unitId) fault('documentNumber', 'EMPLOYED_ELSEWHERE')
    else if (owner.state === 'unclaimed') sorted.added.push({ row, newcomer, owner })
    else if (owner.accountId === accountId) fault('', 'OWN_RECORD')
    else fault('documentNumber', 'MUST_APPLY', owner.accountId)
  }
  return sorted
}

function note(
  task: tasks.Run,
  size: number,
  rows: ReturnType<typeof readBatch>,
  { added, changed, unchanged, faults }: Sorted,
): void {
  let wrong = faults.length
  for (const { row, issue } of faults) task.issue(row, issue.field, issue.code)
  for (const each of rows) {
    if (!('faults' in each)) continue
    wrong += 1
    for (const { field, code } of each.faults) task.issue(each.row, field, code)
  }
  task.count('rows', size)
  task.count('added', added.length)
  task.count('changed', changed.length)
  task.count('unchanged', unchanged)
  task.count('wrong', wrong)
}

/** The effects of a step: accounts, people, employments, profiles, each with its audit row. */
async function putOnFile(
  tx: Db,
  { actor, taskId }: tasks.Run,
  desk: Desk,
  { added, changed, faults }: Sorted,
): Promise<void> {
  const { platform, accountId } = actor
  const at = platform.clock.now()
  const { unitId, unitName } = desk
  const named = [
    ...added.flatMap(({ newcomer }) => newcomer.departmentName ?? []),
    ...changed.map(({ departmentName }) => departmentName),
  ]
  const wanted = [...new Set(named)].map((name) => ({ id: newId(at), name }))
  const departments =
    wanted.length > 0
      ? await store.openDepartments(tx, unitId, wanted, at)
      : new Map<string, string>()
  const idOf = (name: string | null): string | null =>
    name === null ? null : (departments.get(name) ?? null)

  const strangers = added.filter(({ owner }) => owner === null)
  const opened = await accounts.unclaimed.openMany(
    tx,
    actor,
    strangers.map(({ newcomer }) => newcomer),
  )
  const ids = new Map(strangers.map(({ row }, index) => [row, opened[index] ?? null]))
  const people = added.flatMap(({ row, newcomer, owner }) => {
    const id = owner?.accountId ?? ids.get(row)
    if (!id) return []
    const { name, documentNumber, startedOn, departmentName } = newcomer
    const numberTail = platform.indexes.numberTail(documentNumber)
    const person = { id, name, ...lettersOf(name), numberTail }
    const on = startedOn ?? todayIn(at)
    const employment = {
      id: newId(at),
      personId: id,
      departmentId: idOf(departmentName),
      startedOn: on,
    }
    return [{ person, employment, newcomer }]
  })
  const held = await store.employ(
    tx,
    { ...desk, at, by: accountId },
    people.map(({ person }) => person),
    people.map(({ employment }) => employment),
  )
  const taken = people.filter(({ person }) => held.has(person.id))
  await store.insertProfiles(
    tx,
    taken.flatMap(({ person, newcomer: { form } }) => {
      if (!form) return []
      const id = newId(at)
      const state = 'confirmed' as const
      const decided = { submittedAt: at, decidedAt: at, decidedBy: accountId, createdAt: at }
      const returnFields = '{}'
      return [
        {
          ...sealedForm(actor, id, { ...form, unitId }),
          id,
          returnFields,
          personId: person.id,
          state,
          ...decided,
        },
      ]
    }),
  )
  for (const { person, employment, newcomer } of taken) {
    const facts = {
      unitId,
      taskId,
      employmentId: employment.id,
      hasProfile: newcomer.form !== null,
    }
    await audit.record(tx, actor, { act: 'person.import', recordId: person.id, facts })
  }
  const moves = changed.flatMap(({ employmentId, departmentName }) => {
    const departmentId = idOf(departmentName)
    return departmentId === null ? [] : [{ employmentId, departmentId }]
  })
  if (moves.length > 0) await store.assign(tx, unitId, moves)
  for (const { employmentId, departmentId } of moves) {
    const facts = { departmentId, taskId }
    await audit.record(tx, actor, { act: 'employment.assign', recordId: employmentId, facts })
  }
  for (const { askId } of faults)
    if (askId) tell(tx, actor, { accountId: askId }, 'employment.asked', { unitName })
  if (taken.length + moves.length === 0)
    await audit.record(tx, actor, { act: 'person.importNone', recordId: taskId })
}
