import { legacyMoves } from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import type * as tasks from '../../tasks/service.ts'
import * as store from './store.ts'

const Request = z.object({ batchId: z.uuid() })
const leastId = '00000000-0000-0000-0000-000000000000'
const strangersAtOnce = 500
const peopleAtOnce = 200

/**
 * The batch reaches the ledger as a whole: accounts for those who have none, credits, years and
 * certificates, in one transaction. A run that is killed leaves nothing of it; the next begins anew.
 */
export async function run(run: tasks.Run): Promise<void> {
  if (run.checkpoint) return
  const { batchId } = Request.parse(run.request)
  const { actor } = run
  const { from, to } = legacyMoves.commit
  await run.step({ done: true }, async (tx) => {
    if (!(await store.hold(tx, batchId, from))) fail('WRONG_STATE')
    await store.followMerged(tx, batchId)
    const strangers = await openAccounts(tx, actor, batchId)
    let rows = 0
    for (let after = leastId; ;) {
      run.signal.throwIfAborted()
      const page = await store.listPeople(tx, batchId, after, peopleAtOnce)
      const last = page.at(-1)
      if (!last) break
      rows += await bring(tx, actor, batchId, page)
      run.progress(rows)
      after = last.accountId
    }
    run.count('added', rows)
    await store.commit(tx, batchId, to, actor.platform.clock.now())
    const facts = { rows, strangers }
    await audit.record(tx, actor, { act: 'legacy.commit', recordId: batchId, facts })
  })
}

/** Everybody of the batch has an account; those whom nobody knew are unclaimed. Answers how many. */
async function openAccounts(tx: Db, actor: Actor, batchId: string): Promise<number> {
  const { platform } = actor
  let opened = 0
  for (;;) {
    const strangers = (await store.listNew(tx, batchId, strangersAtOnce)).map((row) => ({
      ...row,
      documentNumber: numberOf(actor, row),
      country: row.documentType === 'passport' ? '' : 'CHN',
      phone: '',
      email: '',
    }))
    if (strangers.length === 0) return opened
    const ids = await accounts.unclaimed.openMany(tx, actor, strangers)
    // Somebody may have registered since the file was checked.
    const owners = await accounts.unclaimed.ownersOf(tx, platform, strangers)
    const given = strangers.map(({ id, name }, place) => {
      const owner = owners[place]
      const accountId = ids[place] ?? (owner?.name === name ? owner.accountId : null)
      return { id, accountId: accountId ?? fail('LEGACY_CHANGED') }
    })
    await store.setAccounts(tx, given)
    opened += ids.filter((id) => id !== null).length
  }
}

const numberOf = (
  { platform }: Actor,
  { id, numberSealed }: { id: string; numberSealed: Buffer | null },
): string => {
  if (!numberSealed) throw new Error('a person of a batch has no number')
  return platform.cipher.open(numberSealed, { table: 'legacy_people', column: 'number_sealed', id })
}

/** The rows of these people stand in the ledger; answers how many. */
async function bring(
  tx: Db,
  actor: Actor,
  batchId: string,
  page: readonly store.KnownPerson[],
): Promise<number> {
  // Nobody brings in what is their own; who it is may be known only now.
  if (page.some(({ accountId }) => accountId === actor.accountId)) fail('OWN_RECORD')
  // Two documents of the batch may be one account's by now.
  const unrecorded = new Map(
    page
      .filter(({ hasRecord }) => !hasRecord)
      .map((row) => [
        row.accountId,
        { id: row.accountId, name: row.nameOnRecord, documentNumber: numberOf(actor, row) },
      ]),
  )
  await people.enrol(tx, actor, [...unrecorded.values()])
  const ids = page.map(({ id }) => id)
  await store.forgetNumbers(tx, ids)
  const persons = new Map(page.map((row) => [row.id, row]))
  const personOf = (id: string) => persons.get(id) ?? fail('LEGACY_CHANGED')
  const rows = await store.takeRows(tx, ids)
  const unitNames = new Map<string, string>()
  const credits = rows.map(
    ({ legacyPersonId, rowNumber, course, institution, startOn, endOn, unitName, ...row }) => {
      const { accountId } = personOf(legacyPersonId)
      unitNames.set(`${accountId} ${row.year}`, unitName)
      const item = { name: course, institution, startOn, endOn, recognisedBy: unitName }
      return { ...row, personId: accountId, line: rowNumber, item }
    },
  )
  const certified = (await store.takeCertificates(tx, ids)).map(
    ({ legacyPersonId, year, number, issuedOn }) => {
      const person = personOf(legacyPersonId)
      const holder = {
        name: person.name,
        documentType: person.documentType,
        documentNumber: numberOf(actor, person),
        unitName: unitNames.get(`${person.accountId} ${year}`) ?? '',
      }
      return { personId: person.accountId, year, number, issuedOn, holder }
    },
  )
  const years = new Set(certified.map(({ personId, year }) => `${personId} ${year}`))
  if (years.size < certified.length) fail('LEGACY_TWICE')
  await ledger.past.creditPast(tx, actor, batchId, { credits, certified })
  return rows.length
}

/** What a batch brought in is taken back as a whole, in one transaction. */
export async function runUndo(run: tasks.Run): Promise<void> {
  if (run.checkpoint) return
  const { batchId } = Request.parse(run.request)
  const { actor } = run
  const { from, to } = legacyMoves.undo
  await run.step({ done: true }, async (tx) => {
    const batch = (await store.hold(tx, batchId, from)) ?? fail('WRONG_STATE')
    await store.followMerged(tx, batchId)
    const reason = batch.undoReason ?? ''
    let done = 0
    for (let after = leastId; ;) {
      run.signal.throwIfAborted()
      const page = await store.listPeople(tx, batchId, after, peopleAtOnce)
      const last = page.at(-1)
      if (!last) break
      const personIds = page.map(({ accountId }) => accountId)
      await ledger.past.reversePast(tx, actor, batchId, { personIds, reason })
      done += page.length
      run.progress(done)
      after = last.accountId
    }
    await store.undo(tx, batchId, to, actor.platform.clock.now())
    const facts = { people: done }
    await audit.record(tx, actor, { act: 'legacy.undo', recordId: batchId, facts })
  })
}
