import { dateOf, type Windows, type WindowsByCategory } from './rule-set-parts.ts'
import { categories } from './shapes.ts'

export interface Learning {
  startOn: string
  endOn: string
}

/** The last date on which learning can count for a year: by its window, or made up after it. */
export const lastToLearn = ({ learnTo, makeUpTo }: Windows, year: number) =>
  dateOf(makeUpTo ?? learnTo, year)

/** Whether any of the days lies where learning counts for the year. */
export const isLearnedIn = (windows: Windows, year: number, { startOn, endOn }: Learning) =>
  startOn <= lastToLearn(windows, year) && endOn >= dateOf(windows.learnFrom, year)

/** Whether a year is still open for declarations on a date of Asia/Shanghai. */
export const isDeclaredBy = ({ declareTo }: Windows, year: number, today: string) =>
  declareTo === null || today <= dateOf(declareTo, year)

/** The day before whose end a record for the year is to be reviewed; null: whenever. */
export const lastToReview = ({ reviewTo }: Windows, year: number): string | null =>
  reviewTo && dateOf(reviewTo, year)

/**
 * The last day on which a year is certified; null: whenever. It is certified as a whole, so the
 * earliest day of its categories holds.
 */
export function lastToCertify(windows: WindowsByCategory, year: number): string | null {
  const days = categories.flatMap((category) => {
    const { certifyTo } = windows[category]
    return certifyTo ? [dateOf(certifyTo, year)] : []
  })
  return days.toSorted()[0] ?? null
}

/** Whether a year may still be certified on a date of Asia/Shanghai. */
export function isCertifiedBy(windows: WindowsByCategory, year: number, today: string): boolean {
  const last = lastToCertify(windows, year)
  return last === null || today <= last
}

/** Years whose windows are asked when it is said which of them learning may count for, earliest first. */
export function yearsTouched({ startOn, endOn }: Learning): number[] {
  const last = Number(endOn.slice(0, 4))
  // The year before may still take what is made up.
  const first = Number(startOn.slice(0, 4)) - 1
  return last < first ? [] : Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/**
 * The years that learning on these days may be declared for, earliest first: those whose window takes
 * it and that are still open for declarations; where none is, those whose window takes it, since what
 * comes late is for its reviewer to judge. `windowsOf` is undefined for a year without rules.
 */
export function yearsOffered(
  learning: Learning,
  today: string,
  windowsOf: (year: number) => Windows | undefined,
): number[] {
  const learnedIn = yearsTouched(learning).filter((year) => {
    const windows = windowsOf(year)
    return windows !== undefined && isLearnedIn(windows, year, learning)
  })
  const open = learnedIn.filter((year) => {
    const windows = windowsOf(year)
    return windows !== undefined && isDeclaredBy(windows, year, today)
  })
  return open.length > 0 ? open : learnedIn
}
