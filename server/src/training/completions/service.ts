import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { formatHours } from '@xueshi/contract/hours'
import { maskDocumentNumber, normaliseDocumentNumber } from '@xueshi/contract/document-number'
import type { Body } from '@xueshi/contract/endpoint'
import { normalisePersonName } from '@xueshi/contract/person-name'
import {
  type CompletionItem,
  type ItemResult,
  itemsIssues,
  type reportCompletions,
} from '@xueshi/contract/training/completions'
import { cleanText, hasControl, isBroken } from '@xueshi/contract/text'
import { todayIn } from '@xueshi/contract/year'
import * as accounts from '../../accounts/service.ts'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import {
  type Learner,
  lineFault,
  type Subject,
  subjectsOf,
  type Verdict,
  verdictOn,
} from './rules.ts'
import * as store from './store.ts'

/** The unit whose platform it is. 404 from any other seat. */
export function unitOf({ scope }: Actor): string {
  return scope.kind === 'unit' ? scope.unitId : fail('NOT_FOUND')
}

export async function platformOf(db: Db, unitId: string): Promise<store.Platform> {
  return { unitId, code: await store.findCode(db, unitId) }
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
const asId = (text: string) => (isId(text) ? text.toLowerCase() : null)

/** What a wrong text may be kept as: nothing in it that the database or a screen could not hold. */
const keepable = (text: string) => {
  const clean = isBroken(text) ? '' : cleanText(text)
  return hasControl(clean) ? '' : clean
}

/**
 * 上报: each line is judged by itself, what may be credited is, once, and the call's result is kept
 * with it. A reference that was credited before is answered as it stands; one that was refused, or
 * whose person was not found, is judged anew. All of it happens or nothing; answers the call's id.
 */
export async function report(
  actor: Actor,
  { items }: Body<typeof reportCompletions>,
): Promise<string> {
  const { apiKey, platform } = signedIn(actor)
  const unitId = unitOf(actor)
  if (!apiKey) return fail('FORBIDDEN')
  failOnIssues(itemsIssues(items))
  const receivedAt = platform.clock.now()
  const { id } = await transaction(actor, async (tx) => {
    const former = new Map(
      (
        await store.findReported(
          tx,
          unitId,
          items.map(({ reference }) => reference),
        )
      ).map((row) => [row.reference, row]),
    )
    const isDone = ({ reference }: CompletionItem) =>
      ['credited', 'reversed'].includes(former.get(reference)?.state ?? '')
    const asked = items
      .filter((item) => !isDone(item))
      .map((item) => readItem(actor, item, former.get(item.reference)?.id))
    const judged = await judge(tx, await platformOf(tx, unitId), asked)
    const byReference = new Map(judged.map((line) => [line.asked.reference, line]))
    const results = items.map(({ reference }): ItemResult => {
      const now = byReference.get(reference)?.verdict
      const before = former.get(reference)
      if (now) return { reference, state: now.state, reason: now.reason, repeated: false }
      return { reference, state: before?.state ?? 'refused', reason: null, repeated: true }
    })
    const batchId = newId(receivedAt)
    const counts = countsOf(results)
    const batch = { id: batchId, unitId, keyId: apiKey.id, receivedAt, itemCount: items.length }
    await store.insertBatch(tx, { ...batch, ...counts, results }, judged.map(rowOf))
    await creditAll(tx, actor, judged)
    await orgs.announce(tx, actor, {
      unitId,
      event: 'completions.processed',
      facts: { batchId, ...counts },
    })
    const facts = { unitId, keyId: apiKey.id, itemCount: items.length, ...counts }
    await audit.record(tx, actor, { act: 'completion.report', recordId: batchId, facts })
    return { id: batchId }
  })
  return id
}

function countsOf(results: readonly ItemResult[]) {
  const count = (state: ItemResult['state']) =>
    results.filter((one) => !one.repeated && one.state === state).length
  return {
    credited: count('credited'),
    unmatched: count('unmatched'),
    refused: count('refused'),
    repeated: results.filter(({ repeated }) => repeated).length,
  }
}

/** A line as it is judged and kept: a number that is none is not looked for. */
type Asked = Pick<
  store.NewCompletion,
  | 'id'
  | 'reference'
  | 'documentHash'
  | 'numberMasked'
  | 'name'
  | 'courseId'
  | 'hoursTenths'
  | 'startOn'
  | 'endOn'
> & { fault: ReturnType<typeof lineFault> }

function readItem(actor: Actor, item: CompletionItem, formerId: string | undefined): Asked {
  const { indexes, clock } = actor.platform
  const now = clock.now()
  const { reference, documentType, hoursTenths } = item
  const fault = lineFault(item, todayIn(now))
  const number = normaliseDocumentNumber(documentType, keepable(item.documentNumber))
  const isNumber = fault !== 'DOCUMENT_WRONG'
  return {
    id: formerId ?? newId(now),
    reference,
    fault,
    documentHash: isNumber ? accounts.documentHash(indexes, documentType, number) : null,
    numberMasked: maskDocumentNumber(number),
    name: normalisePersonName(keepable(item.name)),
    courseId: asId(item.courseId),
    hoursTenths,
    startOn: keepable(item.startOn),
    endOn: keepable(item.endOn),
  }
}

type Judged = { asked: Asked; verdict: Verdict; subject: Subject | undefined }

/** Judges lines together: three questions to the database, however many they are. */
async function judge(tx: Db, platform: store.Platform, asked: readonly Asked[]): Promise<Judged[]> {
  const courseIds = [...new Set(asked.flatMap(({ courseId }) => courseId ?? []))]
  const hashes = asked.flatMap(({ documentHash, fault }) => (fault ? [] : (documentHash ?? [])))
  const subjects = new Map(
    (await store.findSubjects(tx, platform, courseIds)).map((row) => [row.id, row]),
  )
  const learners = new Map(
    (await store.findLearners(tx, hashes)).map((row) => [row.hash.toString('hex'), row]),
  )
  const people = [...new Set([...learners.values()].map(({ personId }) => personId))]
  if (people.length > 0) await store.holdPeople(tx, people)
  const credited = await store.findCredited(tx, people, courseIds)
  return asked.map((line) => {
    const subject = subjects.get(line.courseId ?? '')
    if (line.fault)
      return {
        asked: line,
        subject,
        verdict: { state: 'refused', reason: line.fault, personId: null },
      }
    const learner = learnerOf(learners.get(line.documentHash?.toString('hex') ?? ''), line.name)
    const pair = `${learner?.personId} ${line.courseId}`
    const verdict = verdictOn(line, { subject, learner, hasCredit: credited.has(pair) })
    // The same person and course may stand twice in one call.
    if (verdict.state === 'credited') credited.add(pair)
    return { asked: line, verdict, subject }
  })
}

/** Whoever knows a number and not the name that goes with it learns nothing of it. */
function learnerOf(row: store.LearnerRow | undefined, name: string): Learner | undefined {
  if (row?.name !== name) return undefined
  const { personId, unitId, series, titleLevel, regionCode } = row
  if (unitId === null || series === null || titleLevel === null || regionCode === null)
    return { personId, belonging: null }
  const regions = regionPath(regionCode).map(({ code }) => code)
  return { personId, belonging: { unitId, series, titleLevel, regions } }
}

function rowOf({ asked, verdict, subject }: Judged): store.NewCompletion {
  const { fault: _, ...line } = asked
  return {
    ...line,
    state: verdict.state,
    reason: verdict.reason,
    personId: verdict.personId,
    courseName: subject?.name ?? null,
    category: subject?.category ?? null,
    year: subject?.year ?? null,
  }
}

/** Hours for those whom they are due to, and who they are is told. */
async function creditAll(tx: Db, actor: Actor, judged: readonly Judged[]): Promise<void> {
  const platformName = actor.seat?.unitName ?? ''
  const due = judged.flatMap(({ asked, verdict, subject }) =>
    verdict.state === 'credited' && subject ? [{ asked, verdict, subject }] : [],
  )
  const credits = due.map(({ asked, verdict, subject }): ledger.Credit => {
    const { startOn, endOn, hoursTenths } = asked
    return {
      personId: verdict.personId,
      unitId: verdict.belonging.unitId,
      year: subject.year,
      series: verdict.belonging.series,
      category: subject.category,
      hoursTenths,
      subjects: subjectsOf(asked, subject),
      source: { kind: 'platform', id: asked.id, line: 0 },
      form: onlineForm,
      item: {
        name: subject.name,
        institution: platformName,
        startOn,
        endOn,
        recognisedBy: platformName,
      },
    }
  })
  await ledger.creditAll(tx, actor, credits)
  for (const { asked, verdict, subject } of due) {
    const hours = formatHours(asked.hoursTenths)
    const facts = { name: subject.name, hours, year: subject.year }
    tell(tx, actor, { accountId: verdict.personId }, 'completion.credited', facts)
  }
}
// 网络培训 of the list of 学习形式.
const onlineForm = '02'

/** A line that waits for its person, held by the caller. */
export type HeldLine = Omit<Asked, 'fault'> & { unitId: string; state: ItemResult['state'] }

/** A held line judged anew, in the caller's transaction. */
export async function rematchIn(tx: Db, actor: Actor, row: HeldLine): Promise<void> {
  const [judged] = await judge(tx, await platformOf(tx, row.unitId), [{ ...row, fault: null }])
  if (!judged) throw new Error('a line was not judged')
  const { id, reference } = row
  const { state, reason, personId, courseName, category, year } = rowOf(judged)
  await store.save(tx, id, { state, reason, personId, courseName, category, year })
  await creditAll(tx, actor, [judged])
  if (state !== row.state)
    await orgs.announce(tx, actor, {
      unitId: row.unitId,
      event: 'completion.changed',
      facts: { reference, state, reason },
    })
  const facts = { unitId: row.unitId, state, reason }
  await audit.record(tx, actor, { act: 'completion.rematch', recordId: id, facts })
}
