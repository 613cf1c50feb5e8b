import type { Judged, Verdict } from '@xueshi/contract/training/attendance'
import { type Exam, scoredExams } from '@xueshi/contract/training/classes'
import { enrolmentStateText } from './enrolment-text.ts'

/** A result that was typed and not saved yet. */
export interface Entry {
  enrolmentId: string
  attempt: 1 | 2
  score: number | null
  passed: boolean | null
}

const isScored = (exam: Exam) => scoredExams.some((one) => one === exam)

/** Which attempt is to be entered next: the make-up after a first that was failed, else the first. */
export const attemptOf = ({ attempts }: Judged): 1 | 2 =>
  attempts.some(({ passed, attempt }) => attempt === 1 && !passed) ? 2 : 1

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
}

/** What somebody would come to, or came to once the class was finished. */
export const verdictText = ({ state, verdict }: Judged): string =>
  state === 'confirmed' ? verdicts[verdict] : enrolmentStateText[state]

interface ResultEntryProps {
  row: Judged
  exam: Exam
  attempt: 1 | 2
  entry: Entry | null
  change: (entry: Entry | null) => void
}

/** A score, or passed and not passed; of a make-up it says so. */
export function ResultEntry({ row, exam, attempt, entry, change }: ResultEntryProps) {
  if (row.isOwn) return '由其他人员登记'
  if (row.attempts.some((one) => one.attempt === 2 || one.passed)) return '—'
  const label = `${row.name}的${attempt === 2 ? '补考' : ''}成绩`
  const made = { enrolmentId: row.enrolmentId, attempt }
  if (!isScored(exam))
    return (
      <select
        className="input mark-select"
        aria-label={label}
        value={entry ? String(entry.passed) : ''}
        onChange={({ target: { value } }) =>
          change(value === '' ? null : { ...made, score: null, passed: value === 'true' })
        }
      >
        <option value="">{attempt === 2 ? '补考' : '未登记'}</option>
        <option value="true">合格</option>
        <option value="false">不合格</option>
      </select>
    )
  return (
    <input
      className="input input-number score-input"
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      placeholder={attempt === 2 ? '补考' : undefined}
      value={entry?.score ?? ''}
      onChange={({ target: { value } }) => {
        const score = /^\d{1,3}$/.test(value) ? Math.min(100, Number(value)) : null
        change(score === null ? null : { ...made, score, passed: null })
      }}
    />
  )
}
