import { legacyMoves } from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { type Db, learnGrowth } from '../../platform/database.ts'
import { readAhead } from '../../platform/read-ahead.ts'
import { fail } from '../../platform/refusal.ts'
import type * as tasks from '../../tasks/service.ts'
import * as store from './store.ts'

const Request = z.object({ batchId: z.uuid() })
const leastId = '00000000-0000-0000-0000-000000000000'
const strangersAtOnce = 500
/** So few that their rows are done with before the engine takes them for something that stays. */
const peopleAtOnce = 100

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
    // Since it was begun, or before a run that failed is tried again, somebody may have been reopened.
    if (await store.hasNear(tx, batchId)) fail('WRONG_STATE')
    await store.followMerged(tx, batchId)
    const strangers = await openAccounts(tx, actor, batchId)
    let rows = 0
    // The next people's rows are taken out while these people's are brought in.
    for await (const { unrecorded, credits, certified } of readAhead(partsOf(tx, actor, batchId))) {
      run.signal.throwIfAborted()
      await people.enrol(tx, actor, unrecorded)
      await ledger.past.creditPast(tx, actor, batchId, { credits, certified })
      await learnGrowth(tx)
      rows += credits.length
      run.progress(rows)
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
  for (let after = leastId; ;) {
    const strangers = (await store.listNew(tx, batchId, after, strangersAtOnce)).map((row) => ({
      ...row,
      documentNumber: numberOf(actor, row),
      country: row.documentType === 'passport' ? '' : 'CHN',
      phone: '',
      email: '',
    }))
    const last = strangers.at(-1)
    if (!last) return opened
    after = last.id
    const ids = await accounts.unclaimed.openMany(tx, actor, strangers)
    // Somebody may have registered since the file was checked.
    const owners = await accounts.unclaimed.ownersOf(tx, platform, strangers)
    const given = strangers.map(({ id, name }, place) => {
      const owner = owners[place]
      const accountId = ids[place] ?? (owner?.name === name ? owner.accountId : null)
      return { id, accountId: accountId ?? fail('LEGACY_CHANGED') }
    })
    await store.setAccounts(tx, given)
    await learnGrowth(tx)
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

/** What of the batch is to be brought in: who has no record yet, credits and certificates. */
type Part = {
  unrecorded: Parameters<typeof people.enrol>[2]
  credits: ledger.past.PastCredit[]
  certified: ledger.past.PastCertificate[]
}

/** The batch's people in the order of their accounts, so many at a time. */
async function* partsOf(tx: Db, actor: Actor, batchId: string): AsyncGenerator<Part> {
  for (let after = leastId; ;) {
    const page = await store.listPeople(tx, batchId, after, peopleAtOnce)
    const last = page.at(-1)
    if (!last) return
    yield await takeOut(tx, actor, page)
    after = last.accountId
  }
}

/** What was staged of these people; nothing of it stays there. */
async function takeOut(tx: Db, actor: Actor, page: readonly store.KnownPerson[]): Promise<Part> {
  // Nobody brings in what is their own; who it is may be known only now.
  if (page.some(({ accountId }) => accountId === actor.accountId)) fail('OWN_RECORD')
  const numbers = new Map(page.map((person) => [person.id, numberOf(actor, person)]))
  // Two documents of the batch may be one account's by now.
  const unrecorded = new Map(
    page
      .filter(({ hasRecord }) => !hasRecord)
      .map((row) => [
        row.accountId,
        { id: row.accountId, name: row.nameOnRecord, documentNumber: numbers.get(row.id) ?? '' },
      ]),
  )
  const ids = page.map(({ id }) => id)
  const rows = await store.takeRows(tx, ids)
  const staged = await store.takeCertificates(tx, ids)
  await store.forgetNumbers(tx, ids)
  const persons = new Map(page.map((row) => [row.id, row]))
  const personOf = (id: string) => persons.get(id) ?? fail('LEGACY_CHANGED')
  const unitNames = new Map<string, string>()
  const credits = rows.map(
    ({ legacyPersonId, rowNumber, course, institution, startOn, endOn, unitName, ...row }) => {
      const { accountId } = personOf(legacyPersonId)
      unitNames.set(`${accountId} ${row.year}`, unitName)
      const item = { name: course, institution, startOn, endOn, recognisedBy: unitName }
      return { ...row, personId: accountId, line: rowNumber, item }
    },
  )
  const certified = staged.map(({ legacyPersonId, year, number, issuedOn, issuer }) => {
    const person = personOf(legacyPersonId)
    const holder = {
      name: person.name,
      documentType: person.documentType,
      documentNumber: numbers.get(person.id) ?? '',
      unitName: unitNames.get(`${person.accountId} ${year}`) ?? '',
    }
    return { personId: person.accountId, year, number, issuedOn, issuer, holder }
  })
  const years = new Set(certified.map(({ personId, year }) => `${personId} ${year}`))
  if (years.size < certified.length) fail('LEGACY_TWICE')
  return { unrecorded: [...unrecorded.values()], credits, certified }
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
