import { createHash } from 'node:crypto'
import type { Verdict } from '@xueshi/contract/training/attendance'
import { type ClassSubject, type Exam, scoredExams } from '@xueshi/contract/training/classes'

/** By what a class is passed. */
export type PassRule = { exam: Exam; attendancePercent: number; passMark: number }

export type Course = {
  /** Whether they have the hours of the course already. */
  hasCredit?: boolean
  /** Sessions attended, of all that the class has. */
  attended: number
  held: number
  attempts: readonly { attempt: number; passed: boolean }[]
}

/**
 * What a trainee comes to: enough sessions attended, and the exam passed at the first attempt or the make-up.
 * The first reason that keeps them from passing is told.
 */
export function verdictOf(course: Course, rule: PassRule): Verdict {
  const { hasCredit = false } = course
  const verdict = achieved(course, rule)
  return verdict === 'passes' && hasCredit ? 'CREDITED_BEFORE' : verdict
}

function achieved({ attended, held, attempts }: Course, rule: PassRule): Verdict {
  if (held > 0 && attended === 0) return 'NEVER_CAME'
  if (attended * 100 < rule.attendancePercent * held) return 'ABSENT'
  if (rule.exam === 'exempt') return 'passes'
  if (attempts.length === 0) return 'NO_RESULT'
  return attempts.some(({ passed }) => passed) ? 'passes' : 'EXAM_FAILED'
}

/** Why somebody fails, as they are told. */
export const verdictText: Readonly<Record<Exclude<Verdict, 'passes'>, string>> = {
  ABSENT: '出勤未达到要求',
  NO_RESULT: '没有考核成绩',
  EXAM_FAILED: '考核未合格',
  NEVER_CAME: '未到课',
  CREDITED_BEFORE: '已有这门课程的学时，不重复记入',
}

export const isScored = (exam: Exam): boolean => scoredExams.some((one) => one === exam)

export type Given = {
  enrolmentId: string
  attempt: 1 | 2
  score: number | null
  passed: boolean | null
}

/** Whether a result was passed; the issue code where it does not fit the exam. */
export function passedBy(given: Given, { exam, passMark }: PassRule): boolean | string {
  if (exam === 'exempt') return 'EXAM_EXEMPT'
  if (!isScored(exam)) return given.passed ?? 'REQUIRED'
  return given.score === null ? 'REQUIRED' : given.score >= passMark
}

/** What a make-up needs: a first attempt that was not passed; null: it may be entered. */
export function attemptIssue(
  { attempt }: Pick<Given, 'attempt'>,
  former: readonly { attempt: number; passed: boolean }[],
): string | null {
  const first = former.find((one) => one.attempt === 1)
  if (attempt === 1) return former.some((one) => one.attempt === 2) ? 'MAKE_UP_GIVEN' : null
  if (!first) return 'FIRST_ATTEMPT_MISSING'
  return first.passed ? 'FIRST_ATTEMPT_PASSED' : null
}

/** Names one outcome of a class exactly: who comes to what, and the lines that are credited for it. */
export function digestOf(
  judged: readonly { enrolmentId: string; verdict: Verdict }[],
  lines: readonly ClassSubject[],
): string {
  const facts = judged.map(({ enrolmentId, verdict }) => `${enrolmentId} ${verdict}`).toSorted()
  return createHash('sha256')
    .update(JSON.stringify([facts, lines]))
    .digest('base64url')
}
