import { checkDocumentNumber } from '@xueshi/contract/document-number'

import type { TitleLevel } from '@xueshi/contract/people'
import { checkPersonName } from '@xueshi/contract/person-name'
import type {
  CompletionItem,
  CompletionReason,
  CompletionState,
  ReportableCourse,
} from '@xueshi/contract/training/completions'
import { isIsoDate } from '@xueshi/contract/year'

/** What a platform may report. */
export type Subject = ReportableCourse & {
  /** null: every series. */
  series: string | null
  /** None: every level. */
  levels: readonly TitleLevel[]
  /** A public subject holds in its region and below; null: anywhere. */
  regionCode: string | null
  /** From when to when it may be finished. */
  from: string
  to: string
  /** 门数, when all of it was learned. */
  subjects: number
}

/** The person whom a line is about, if there is one of this number and name. */
export type Learner = {
  personId: string
  /** null: no profile in force, or no unit. */
  belonging: {
    unitId: string
    series: string
    titleLevel: TitleLevel
    /** The unit's place and all above it. */
    regions: readonly string[]
  } | null
}

/** A line as it is judged; the number itself is known only while it comes in. */
export type Line = Pick<CompletionItem, 'hoursTenths' | 'startOn' | 'endOn'>

export type Verdict =
  | {
      state: 'credited'
      reason: null
      personId: string
      belonging: NonNullable<Learner['belonging']>
    }
  | {
      state: Exclude<CompletionState, 'credited' | 'reversed'>
      reason: CompletionReason
      personId: string | null
    }

const refused = (reason: CompletionReason, personId: string | null = null): Verdict => ({
  state: 'refused',
  reason,
  personId,
})

/** The first fault of what a line says by itself; `today` is Asia/Shanghai's. */
export function lineFault(item: CompletionItem, today: string): CompletionReason | null {
  if (checkDocumentNumber(item.documentType, item.documentNumber, today) !== 'ok')
    return 'DOCUMENT_WRONG'
  if (checkPersonName(item.name) !== 'ok') return 'NAME_WRONG'
  const { startOn, endOn } = item
  const areDays = isIsoDate(startOn) && isIsoDate(endOn)
  return !areDays || endOn < startOn || endOn > today ? 'DATES_WRONG' : null
}

/**
 * Whether the line brings hours: for the course as it is, the person as they are known, and whether
 * they have the hours of this course already. Who is not known yet, or not confirmed, waits.
 */
export function verdictOn(
  { hoursTenths, startOn, endOn }: Line,
  {
    subject,
    learner,
    hasCredit,
  }: { subject: Subject | undefined; learner: Learner | undefined; hasCredit: boolean },
): Verdict {
  if (!subject) return refused('COURSE_UNKNOWN')
  if (startOn < subject.from || endOn > subject.to) return refused('OUTSIDE_YEAR')
  if (hoursTenths < 1 || hoursTenths > subject.hoursTenths) return refused('HOURS_WRONG')
  if (!learner) return { state: 'unmatched', reason: 'PERSON_UNKNOWN', personId: null }
  const { personId, belonging } = learner
  if (!belonging) return { state: 'unmatched', reason: 'PROFILE_NOT_CONFIRMED', personId: null }
  const { series, levels, regionCode } = subject
  const isFor =
    (series === null || series === belonging.series) &&
    (levels.length === 0 || levels.includes(belonging.titleLevel)) &&
    (regionCode === null || belonging.regions.includes(regionCode))
  if (!isFor) return refused('NOT_FOR_PERSON', personId)
  if (hasCredit) return refused('CREDITED_BEFORE', personId)
  return { state: 'credited', reason: null, personId, belonging }
}

/** 门数: all that the course has when all of it was learned, else one. */
export const subjectsOf = (line: Line, subject: Subject) =>
  line.hoursTenths === subject.hoursTenths ? subject.subjects : 1
