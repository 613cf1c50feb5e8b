import { legacyInputLimit, legacyMoves } from '@xueshi/contract/legacy'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import * as certificates from '../../certificates/service.ts'
import * as ledger from '../../ledger/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { readAhead } from '../../platform/read-ahead.ts'
import { fail } from '../../platform/refusal.ts'
import { countRows, readSheet } from '../../platform/sheet.ts'
import type * as tasks from '../../tasks/service.ts'
import * as faultSheets from '../fault-sheets/service.ts'
import * as near from '../near/service.ts'
import { columns, type PastRow, readPastRow } from './rules.ts'
import * as store from './store.ts'

const Request = z.object({ batchId: z.uuid() })
const Checkpoint = z.object({ row: z.int(), read: z.int() })
/** So few that they are done with before the engine takes them for something that stays. */
const rowsInStep = 500
const rowsInTotal = 100_000
const settled = Number.MAX_SAFE_INTEGER
/** A million rows of a workbook have some 900 MB once inflated; they are read as they come. */
const limits = { limit: legacyInputLimit.rows, inflatedBytes: 2_000 * 2 ** 20 }

const regionOf = ({ scope }: Actor) =>
  scope.kind === 'region' ? scope.regionCode : fail('NOT_FOUND')

/**
 * Reads the whole file in steps: what is right stands as the batch's rows, what is wrong among the
 * task's errors. Nothing of it reaches the ledger.
 */
export async function run(run: tasks.Run): Promise<void> {
  const { batchId } = Request.parse(run.request)
  const before = run.checkpoint ? Checkpoint.parse(run.checkpoint) : { row: 0, read: 0 }
  if (before.row === settled) return
  const path = await run.inputPath()
  run.progress(before.read, await countRows(path, limits))
  const has = await ledger.past.hasRules(run.actor.platform.db)
  const today = todayIn(run.actor.platform.clock.now())
  let { row, read } = before
  // The file is read on while the database takes what was read before.
  for await (const part of readAhead(partsOf(path, before.row, today))) {
    const { rows } = part
    row = rows.at(-1)?.number ?? row
    read = part.read
    await run.step({ row, read }, async (tx) => {
      const wrong = await stage(tx, run, batchId, { rows, has })
      const counted = { rows: rows.length, wrong, from: legacyMoves.settle.from }
      if (!(await store.countMore(tx, batchId, counted))) fail('WRONG_STATE')
      const facts = { row, rows: rows.length, wrong }
      await audit.record(tx, run.actor, { act: 'legacy.check', recordId: batchId, facts })
    })
    run.progress(read)
  }
  await faultSheets.write(run, path, limits)
  await run.step({ row: settled, read }, async (tx) => {
    for (let from = 0; from < row; from += rowsInTotal)
      await store.addTotals(tx, batchId, { from, to: from + rowsInTotal })
    await near.offer(tx, batchId)
    if (!(await store.settle(tx, batchId, legacyMoves.settle))) fail('WRONG_STATE')
    await audit.record(tx, run.actor, { act: 'legacy.checked', recordId: batchId, facts: { read } })
  })
}

/** A row of the file by its number. */
type ReadRow = ReturnType<typeof readPastRow> & { number: number }

/** The rows behind those that are done, a step's at a time, and how many were read by then. */
async function* partsOf(
  path: string,
  done: number,
  today: string,
): AsyncGenerator<{ rows: ReadRow[]; read: number }> {
  let rows: ReadRow[] = []
  let read = 0
  for await (const row of readSheet(path, columns, limits)) {
    read += 1
    if (row.number <= done) continue
    rows.push({ number: row.number, ...readPastRow(row, today) })
    if (rows.length < rowsInStep) continue
    yield { rows, read }
    rows = []
  }
  if (rows.length > 0) yield { rows, read }
}

/** Two documents of different kinds may have one number. */
const documentOf = ({ documentType, documentNumber }: PastRow) =>
  `${documentType} ${documentNumber}`

type Known = { id: string; name: string; accountId: string | null }

/** The rows of a step stand; answers how many of them are wrong. */
async function stage(
  tx: Db,
  run: tasks.Run,
  batchId: string,
  { rows, has }: { rows: readonly ReadRow[]; has: ledger.past.HasRules },
): Promise<number> {
  const wrong = new Set<number>()
  const issue = (row: number, field: string, code: string) => {
    wrong.add(row)
    run.issue(row, field, code)
  }
  const past: PastRow[] = []
  for (const row of rows) {
    if ('past' in row) past.push(row.past)
    else for (const { field, code } of row.faults) issue(row.number, field, code)
  }
  const people = await stagePeople(tx, run.actor, batchId, past)
  const codes = past.flatMap(({ unitCode }) => unitCode ?? [])
  const units = await store.findUnits(tx, regionOf(run.actor), codes)
  const accountIds = [...people.values()].flatMap(({ accountId }) => accountId ?? [])
  const { taken, held } = await ledger.past.findBarred(tx, accountIds)
  const numbers = await store.findNumbers(
    tx,
    past.flatMap(({ certificate }) => certificate?.number ?? []),
  )
  const staged: store.StagedRow[] = []
  for (const row of past) {
    const person = people.get(documentOf(row))
    if (!person) throw new Error('a person of the batch is missing')
    const unitId = row.unitCode === null ? null : (units.get(row.unitCode) ?? null)
    if (person.accountId !== null && person.accountId === run.actor.accountId)
      issue(row.row, 'documentNumber', 'OWN_RECORD')
    if (person.name !== row.name) issue(row.row, 'name', 'NAMES_DIFFER')
    if (row.unitCode !== null && unitId === null) issue(row.row, 'unitCode', 'UNIT_ELSEWHERE')
    if (!has(row)) issue(row.row, 'year', 'PAST_YEAR')
    const place = `${person.accountId} ${row.year}`
    if (taken.has(place)) issue(row.row, 'year', 'LEGACY_TWICE')
    else if (row.certificate && held.has(place)) issue(row.row, 'year', 'YEAR_HELD')
    const number = row.certificate?.number ?? ''
    // A number of this system's own kind will be given to somebody, if it was not yet.
    if (numbers.has(number) || certificates.checkCertificateNumber(number))
      issue(row.row, 'number', 'CERTIFICATE_TAKEN')
    if (!wrong.has(row.row)) staged.push({ ...row, legacyPersonId: person.id, unitId })
  }
  const certified = staged.flatMap(({ certificate, legacyPersonId, year }) =>
    certificate ? [{ legacyPersonId, year, ...certificate }] : [],
  )
  const standing = await store.addCertificates(tx, batchId, certified)
  const right = staged.filter(({ certificate, legacyPersonId, year, row }) => {
    if (!certificate) return true
    // Its number is another's, or its year has another number.
    const isOwn = standing.get(`${legacyPersonId} ${year}`) === certificate.number
    if (!isOwn) issue(row, 'number', 'CERTIFICATE_TAKEN')
    return isOwn
  })
  await store.addRows(tx, batchId, right)
  run.count('rows', rows.length)
  if (wrong.size > 0) run.count('wrong', wrong.size)
  return wrong.size
}

/** Whose the rows are, by document: known, new, or near where the record has another name. */
async function stagePeople(
  tx: Db,
  { platform }: Actor,
  batchId: string,
  past: readonly PastRow[],
): Promise<Map<string, Known>> {
  const first = new Map(past.toReversed().map((row) => [documentOf(row), row]))
  const documents = [...first.keys()]
  const rows = [...first.values()]
  const owners = await accounts.unclaimed.ownersOf(tx, platform, rows)
  const at = platform.clock.now()
  const people = rows.map((row, place): store.StagedPerson => {
    const { documentType, documentNumber, name } = row
    const id = newId(at)
    const owner = owners[place] ?? null
    const state = owner === null ? 'new' : owner.name === name ? 'known' : 'near'
    return {
      id,
      documentHash: platform.indexes.blindIndex('legacy', documentOf(row)),
      documentType,
      numberSealed: platform.cipher.seal(documentNumber, {
        table: 'legacy_people',
        column: 'number_sealed',
        id,
      }),
      numberMasked: maskDocumentNumber(documentNumber),
      name,
      state,
      accountId: owner?.accountId ?? null,
      firstRow: row.row,
      givenShort: row.givenShort,
      reason: state === 'near' ? 'otherName' : null,
      ...near.tracesOf(platform, owner === null ? row : null),
    }
  })
  const standing = await store.addPeople(tx, batchId, people)
  return new Map(
    people.map(({ documentHash, accountId }, place) => {
      const row = standing.get(documentHash.toString('hex'))
      const known = { id: row?.id ?? '', name: row?.name ?? '', accountId }
      return [documents[place] ?? '', known]
    }),
  )
}
