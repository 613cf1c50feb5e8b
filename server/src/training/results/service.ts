import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type correctResult,
  type finishClass,
  type Judged,
  type listResults,
  type previewFinish,
  type saveResults,
  type Verdict,
} from '@xueshi/contract/training/attendance'
import { classMoves } from '@xueshi/contract/training/classes'
import { enrolmentMoves } from '@xueshi/contract/training/enrolments'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as ledger from '../../ledger/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { classFacts } from '../classes/rules.ts'
import { event, failMove, institutionOf } from '../classes/service.ts'
import type { ClassRecord } from '../classes/store.ts'
import { ownClass } from '../confirming/service.ts'
import * as lifecycle from '../lifecycle/store.ts'
import { tellEach } from '../notices/service.ts'
import { lockOwn, moveEnrolments } from '../places/service.ts'
import { findCredited, holdPeople } from '../completions/store.ts'
import { type JudgedRow, judge, judgeAll, judgeHeld } from '../judging/service.ts'
import { attemptIssue, digestOf, passedBy, verdictText } from './rules.ts'
import * as store from './store.ts'

const pageLength = 100

/** 成绩 of one class, a hundred at a time, each with what it would come to. */
export async function list(
  actor: Actor,
  classId: string,
  { after }: Query<typeof listResults>,
): Promise<Reply<typeof listResults>> {
  const { db } = actor.platform
  const row = await ownClass(db, actor, classId)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.int()]))
  const asked = { classId, after: last }
  const rows = await store.listJudged(db, asked, pageLength + 1)
  const judged = await judge(db, row, rows.slice(0, pageLength))
  const items = judged.map((one) => present(actor, one))
  const end = rows.length > pageLength ? items.at(-1) : undefined
  return { items, next: end ? writeCursor([end.number]) : null, exam: row.exam }
}

function present(actor: Actor, judged: JudgedRow): Judged {
  const { personId, unitId: _unitId, series: _series, ...shown } = judged
  return { ...shown, isOwn: personId === signedIn(actor).accountId }
}

/**
 * 登记成绩: scores, or passed and not passed; a make-up once. INVALID at the line that does not fit; nobody
 * enters their own.
 */
export async function save(
  actor: Actor,
  classId: string,
  { items }: Body<typeof saveResults>,
): Promise<Reply<typeof saveResults>> {
  const { accountId } = signedIn(actor)
  await transaction(actor, async (tx) => {
    const row = await ownClass(tx, actor, classId)
    if (!classMoves.score.from.some((state) => state === row.state)) fail('WRONG_STATE')
    const ids = items.map(({ enrolmentId }) => enrolmentId)
    const found = await store.lockAttempts(tx, classId, ids)
    if (found.length < new Set(ids).size) fail('NOT_FOUND')
    if (found.some(({ personId }) => personId === accountId)) fail('OWN_RECORD')
    const issues: Record<string, string> = {}
    const results = items.map((given, at) => {
      const former = found.find(({ id }) => id === given.enrolmentId)?.attempts ?? []
      const passed = passedBy(given, row)
      const issue = typeof passed === 'string' ? passed : attemptIssue(given, former)
      if (issue !== null) issues[`items.${at}.score`] = issue
      return { ...given, passed: passed === true }
    })
    const before = found.flatMap(({ id, attempts }) =>
      attempts.map((one) => ({ enrolmentId: id, ...one })),
    )
    if (new Set(items.map((one) => `${one.enrolmentId} ${one.attempt}`)).size < items.length)
      issues['items'] = 'RESULT_TWICE'
    failOnIssues(issues)
    await store.saveResults(tx, results, { at: actor.platform.clock.now(), byId: accountId })
    await audit.record(tx, actor, {
      act: 'result.save',
      recordId: classId,
      facts: { results, before },
    })
    return { id: classId }
  })
  return { saved: items.length }
}

/** 结业预览: what the press of the button would do, and the name of exactly this outcome. */
export async function preview(actor: Actor, classId: string): Promise<Reply<typeof previewFinish>> {
  const { db, clock } = actor.platform
  const row = await ownClass(db, actor, classId)
  if (!classMoves.finish.from.some((state) => state === row.state)) fail('WRONG_STATE')
  const judged = await judgeAll(db, row)
  const count = (of: Verdict) => judged.filter(({ verdict }) => verdict === of).length
  const passes = count('passes')
  return {
    digest: digestOf(judged, row.subjects),
    passes,
    fails: judged.length - passes,
    withoutResult: count('NO_RESULT'),
    creditedBefore: count('CREDITED_BEFORE'),
    hoursTenths: row.hoursTenths,
    lines: row.subjects,
    totalTenths: passes * row.hoursTenths,
    finishedOn: todayIn(clock.now()),
  }
}

/**
 * 结业: the hours of all who passed stand in the ledger, a line for each 科目, and the class is over; or nothing
 * happened. STALE where the outcome is no longer the one that was shown.
 */
export async function finish(
  actor: Actor,
  classId: string,
  { version, digest }: Body<typeof finishClass>,
): Promise<Reply<typeof finishClass>> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    await lockOwn(tx, actor, classId)
    const row = await ownClass(tx, actor, classId)
    const judged = await judgeHeld(tx, row)
    const { from, to, when } = classMoves.finish
    const facts = classFacts(row, actor.platform.clock.now())
    const by = { kind: 'institution', unitId } as const
    const guard = { id: classId, by, version, from, at: actor.platform.clock.now() }
    const changes = { state: to, finishes: true }
    const isOpen = when.every((fact) => facts[fact])
    if (!isOpen || !(await lifecycle.move(tx, guard, changes, event(actor, 'finish'))))
      return failMove(tx, actor, { id: classId, version, move: 'finish' })
    if (digest !== digestOf(judged, row.subjects)) fail('STALE')
    const passed = judged.filter(({ verdict }) => verdict === 'passes')
    const failed = judged.filter(({ verdict }) => verdict !== 'passes')
    await complete(tx, actor, row, passed)
    await failAll(tx, actor, row, failed)
    await audit.record(tx, actor, {
      act: 'class.finish',
      recordId: classId,
      facts: { passed: passed.length, failed: failed.length, digest },
    })
    return { id: classId }
  })
  return presentFinished(actor, classId)
}

/** What 结业 came to. */
export async function presentFinished(
  actor: Actor,
  classId: string,
): Promise<Reply<typeof finishClass>> {
  const row = await ownClass(actor.platform.db, actor, classId)
  const passed = row.counts['completed'] ?? 0
  const creditedTenths = passed * row.hoursTenths
  return { classId, passed, failed: row.counts['failed'] ?? 0, creditedTenths }
}

type Verdicts = readonly JudgedRow[]

async function complete(tx: Db, actor: Actor, row: ClassRecord, passed: Verdicts): Promise<void> {
  const { from, to } = enrolmentMoves.complete
  const ids = passed.map(({ enrolmentId }) => enrolmentId)
  const moved = await moveEnrolments(tx, actor, row.id, {
    ids,
    from,
    to,
    act: 'complete',
    neverCame: false,
  })
  if (moved.length < passed.length) throw new Error('somebody of a locked class was moved')
  await ledger.creditAll(
    tx,
    actor,
    passed.flatMap((one) => creditsOf(actor, row, one)),
  )
  tellEach(tx, actor, moved, 'enrolment.completed', { name: row.name })
}

/** A line of hours for each 科目, in the year of the study. */
function creditsOf(
  actor: Actor,
  row: ClassRecord,
  { enrolmentId, personId, unitId, series }: store.JudgedRow,
): ledger.Credit[] {
  const item = {
    institution: row.institutionName,
    startOn: row.startsOn,
    endOn: row.endsOn,
    recognisedBy: actor.seat?.unitName ?? row.institutionName,
  }
  return row.subjects.map((subject) => ({
    personId,
    unitId,
    year: row.year,
    series,
    category: row.category,
    hoursTenths: subject.hoursTenths,
    subjects: 1,
    source: { kind: 'class', id: enrolmentId, line: subject.position },
    form: row.organisation === 'online' ? onlineForm : classForm,
    item: { name: `${row.courseName}：${subject.name}`, ...item },
  }))
}
// 面授培训班 and 网络培训 of the list of 学习形式.
const classForm = '01'
const onlineForm = '02'

async function failAll(tx: Db, actor: Actor, row: ClassRecord, failed: Verdicts): Promise<void> {
  const { from, to } = enrolmentMoves.fail
  for (const [verdict, reason] of Object.entries(verdictText)) {
    const ids = failed.filter((one) => one.verdict === verdict).map((one) => one.enrolmentId)
    const neverCame = verdict === 'NEVER_CAME'
    const change = { ids, from, to, act: 'fail', reason, neverCame } as const
    const moved = await moveEnrolments(tx, actor, row.id, change)
    const topic = verdict === 'CREDITED_BEFORE' ? 'enrolment.notCredited' : 'enrolment.failed'
    tellEach(tx, actor, moved, topic, { name: row.name, reason })
  }
}

/**
 * 更正 after 结业, with a reason that the person is told: the hours are taken back by entries of their own, or
 * credited after all. Nobody corrects their own.
 */
export async function correct(
  actor: Actor,
  { id: classId, enrolmentId }: { id: string; enrolmentId: string },
  { version, to, reason }: Body<typeof correctResult>,
): Promise<Judged> {
  const { accountId } = signedIn(actor)
  await transaction(actor, async (tx) => {
    await lockOwn(tx, actor, classId)
    const row = await ownClass(tx, actor, classId)
    const one = await store.findJudged(tx, classId, enrolmentId)
    if (!one) fail('NOT_FOUND')
    if (one.personId === accountId) fail('OWN_RECORD')
    const act = to === 'completed' ? 'acknowledge' : 'revoke'
    const { from } = enrolmentMoves[act]
    const isOpen = classMoves.correct.from.some((state) => state === row.state)
    if (!isOpen || !from.some((state) => state === one.state)) fail('WRONG_STATE')
    if (one.version !== version) {
      const [current] = await judge(tx, row, [one])
      fail('STALE', { ...(current && { current: present(actor, current) }) })
    }
    if (act === 'acknowledge') await refuseTwice(tx, one.personId, row.courseId)
    // Whoever is acknowledged after all did come.
    const came = act === 'acknowledge' ? { neverCame: false } : {}
    const change = { ids: [enrolmentId], from, to, act, reason, ...came } as const
    const moved = await moveEnrolments(tx, actor, classId, change)
    if (act === 'acknowledge') {
      await ledger.creditAll(tx, actor, creditsOf(actor, row, one))
    } else
      for (const { source } of creditsOf(actor, row, one))
        await ledger.reverse(tx, actor, { source, reason })
    const topic = act === 'acknowledge' ? 'enrolment.acknowledged' : 'enrolment.revoked'
    tellEach(tx, actor, moved, topic, { name: row.name, reason })
    const facts = { classId, personId: one.personId }
    await audit.record(tx, actor, { act: `enrolment.${act}`, recordId: enrolmentId, facts })
    return { id: enrolmentId }
  })
  return readJudged(actor, { id: classId, enrolmentId })
}

/** CREDITED_BEFORE where the person has the hours of the course by another class or a platform. */
async function refuseTwice(tx: Db, personId: string, courseId: string): Promise<void> {
  await holdPeople(tx, [personId])
  const credited = await findCredited(tx, [personId], [courseId])
  if (credited.size > 0) fail('CREDITED_BEFORE')
}

/** One line of 成绩. */
export async function readJudged(
  actor: Actor,
  { id: classId, enrolmentId }: { id: string; enrolmentId: string },
): Promise<Judged> {
  const { db } = actor.platform
  const row = await ownClass(db, actor, classId)
  const one = await store.findJudged(db, classId, enrolmentId)
  const [judged] = one ? await judge(db, row, [one]) : []
  return judged ? present(actor, judged) : fail('NOT_FOUND')
}
