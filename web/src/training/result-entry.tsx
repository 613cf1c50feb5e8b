import type { Judged, Verdict } from '@xueshi/contract/training/attendance'
import { type Exam, scoredExams } from '@xueshi/contract/training/classes'
import { Button } from '../ui/button.tsx'
import './classes.css'
import { enrolmentStateText } from './enrolment-text.ts'

/** A result that was typed and not saved yet. */
export interface Entry {
  enrolmentId: string
  attempt: 1 | 2
  /** As it was typed: whether it is a score, the server says at its field. */
  score: string | null
  passed: boolean | null
  /** Why it was not taken. */
  wrong?: string
}

/** The entry as the server takes it; what is no number is none. */
export function givenOf({ enrolmentId, attempt, score, passed }: Entry) {
  const points = score === null || score.trim() === '' ? Number.NaN : Number(score)
  return { enrolmentId, attempt, score: Number.isFinite(points) ? points : null, passed }
}

const isScored = (exam: Exam) => scoredExams.some((one) => one === exam)

/** Which attempt is to be entered next: the make-up after a first that was failed, else the first. */
export const attemptOf = ({ attempts }: Judged): 1 | 2 =>
  attempts.some(({ passed, attempt }) => attempt === 1 && !passed) ? 2 : 1

/** What was entered last, as it would be entered again. */
export function lastOf({ enrolmentId, attempts }: Judged): Entry | null {
  const last = attempts.at(-1)
  if (!last) return null
  const { attempt, score, passed } = last
  const typed = score === null ? null : String(score)
  return { enrolmentId, attempt: attempt === 2 ? 2 : 1, score: typed, passed }
}

/** What was entered so far: 52 分，补考 71 分. */
export function resultText({ attempts }: Judged, exam: Exam): string {
  if (exam === 'exempt') return '免试'
  const one = ({ attempt, score, passed }: Judged['attempts'][number]) =>
    `${attempt === 2 ? '补考 ' : ''}${score === null ? (passed ? '合格' : '不合格') : `${score} 分`}`
  return attempts.length > 0 ? attempts.map(one).join('，') : '—'
}

const verdicts: Record<Verdict, string> = {
  passes: '可以结业',
  ABSENT: '出勤未达到要求',
  NO_RESULT: '没有考核成绩',
  EXAM_FAILED: '考核未合格',
  NEVER_CAME: '未到课',
  CREDITED_BEFORE: '已有这门课程的学时，不重复记入',
}

/** What somebody would come to, or came to once the class was finished. */
export const verdictText = ({ state, verdict }: Judged): string =>
  state === 'confirmed' ? verdicts[verdict] : enrolmentStateText[state]

interface ResultEntryProps {
  row: Judged
  exam: Exam
  entry: Entry | null
  change: (entry: Entry | null) => void
}

/** A score, or passed and not passed; of a make-up it says so. What was entered can be entered again until 结业. */
export function ResultEntry({ row, exam, entry, change }: ResultEntryProps) {
  if (row.isOwn) return '由其他人员登记'
  const last = lastOf(row)
  const isOver = row.attempts.some((one) => one.attempt === 2 || one.passed)
  const isAgain = last !== null && entry?.attempt === last.attempt
  const correct = last && !isAgain && (
    <Button look="quiet" onClick={() => change(last)}>
      改<span className="unseen">{`${row.name}的${last.attempt === 2 ? '补考' : ''}成绩`}</span>
    </Button>
  )
  if (isOver && !isAgain) return correct
  return (
    <>
      <Field
        row={row}
        exam={exam}
        attempt={entry?.attempt ?? attemptOf(row)}
        {...{ entry, change }}
      />
      {isAgain ? (
        <Button look="quiet" onClick={() => change(null)}>
          不改<span className="unseen">{`${row.name}的成绩`}</span>
        </Button>
      ) : (
        correct
      )}
    </>
  )
}

function Field({ row, exam, attempt, entry, change }: ResultEntryProps & { attempt: 1 | 2 }) {
  const label = `${row.name}的${attempt === 2 ? '补考' : ''}成绩`
  const made = { enrolmentId: row.enrolmentId, attempt }
  const isAgain = row.attempts.some((one) => one.attempt === attempt)
  const wrong = entry?.wrong
  const wrongId = `${row.enrolmentId}-wrong`
  const told = wrong !== undefined && {
    'aria-invalid': true as const,
    'aria-describedby': wrongId,
  }
  if (!isScored(exam))
    return (
      <select
        className="input mark-select"
        id={fieldIdOf(row.enrolmentId)}
        aria-label={label}
        {...told}
        value={entry ? String(entry.passed) : ''}
        onChange={({ target: { value } }) =>
          change(value === '' ? null : { ...made, score: null, passed: value === 'true' })
        }
      >
        {!isAgain && <option value="">{attempt === 2 ? '补考' : '未登记'}</option>}
        <option value="true">合格</option>
        <option value="false">不合格</option>
      </select>
    )
  return (
    <>
      <input
        className="input input-number score-input"
        id={fieldIdOf(row.enrolmentId)}
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        placeholder={attempt === 2 ? '补考' : undefined}
        maxLength={8}
        value={entry?.score ?? ''}
        {...told}
        onChange={({ target: { value } }) =>
          change(value === '' && !isAgain ? null : { ...made, score: value, passed: null })
        }
      />
      {wrong !== undefined && (
        <p className="field-error" id={wrongId}>
          {wrong}
        </p>
      )}
    </>
  )
}

export const fieldIdOf = (enrolmentId: string) => `${enrolmentId}-score`
