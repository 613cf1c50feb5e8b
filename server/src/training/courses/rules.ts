import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Facts } from '@xueshi/contract/moves'
import {
  type CourseFact,
  type CourseForm,
  courseIssues,
  type FilingOffice,
} from '@xueshi/contract/training/courses'
import { checkDigit } from '../../platform/check-digit.ts'

/** Who looks at a course: the staff of a unit, from a seat of this kind. */
export type Viewer = {
  kind: 'institution' | FilingOffice
  unitId: string
  accountId: string
}

/** Field → issue code, with what only the server's dictionaries can say. `thisYear` is Asia/Shanghai's. */
export function formIssues(form: CourseForm, thisYear: number): Record<string, string> {
  const issues = courseIssues(form, thisYear)
  if (form.series !== null && titleSeriesLabel(form.series) === undefined)
    issues['series'] = 'NOT_OFFERED'
  return issues
}

/** From 广东省 down, without anything between. */
export const placeName = (regionCode: string) =>
  regionPath(regionCode)
    .map(({ label }) => label)
    .join('')

/** What the table of moves asks of a course and whoever looks at it. */
export function courseFacts(
  course: {
    unitId: string
    office: FilingOffice | null
    officeUnitId: string | null
    submittedBy: string | null
  },
  viewer: Viewer,
): Facts<CourseFact> {
  return {
    own: course.unitId === viewer.unitId && viewer.kind !== 'hrss',
    holdsFiling: course.officeUnitId === viewer.unitId && course.office === viewer.kind,
    notSelf: course.submittedBy !== viewer.accountId,
  }
}

/** 备案编号: `KC`, the year, eight digits drawn at random and a check digit over all twelve. */
export function courseNumber(year: number, drawn: number): string {
  const digits = String(drawn).padStart(8, '0')
  return `KC${year}-${digits}${checkDigit(`${year}${digits}`)}`
}
