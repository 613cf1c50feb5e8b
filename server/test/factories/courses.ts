import type { Course, CourseForm } from '@xueshi/contract/training/courses'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import * as courses from '../../src/training/courses/service.ts'
import * as filings from '../../src/training/filings/service.ts'
import type { TestApp } from '../app.ts'
import { nextNumber } from './accounts.ts'
import { makeStaff } from './orgs.ts'

/** 公需课 of two 科目, twelve hours together: right in every field. */
export function courseForm(given: Partial<CourseForm> = {}): CourseForm {
  return {
    year: 2026,
    name: `数字化转型与产业创新${nextNumber()}`,
    category: 'public',
    series: null,
    levels: [],
    audience: null,
    summary: null,
    shared: false,
    subjects: [
      { name: '数字经济概论', hoursTenths: 80, teachers: '黄德聪' },
      { name: '案例研讨', hoursTenths: 40, teachers: null },
    ],
    ...given,
  }
}

/** Somebody with a seat, as the service sees them. */
export const seatedActor = (
  { platform }: TestApp,
  { accountId, seatId }: { accountId: string; seatId: string },
): Promise<Actor> => orgs.actorFor(platform, { accountId, seatId })

type Desk = { accountId: string; seatId: string }

/** Somebody at the office where a course waits. */
export async function officerFor(app: TestApp, courseId: string): Promise<Desk> {
  const { office, officeUnitId } = await app.platform.db
    .selectFrom('courses')
    .select(['office', 'officeUnitId'])
    .where('id', '=', courseId)
    .executeTakeFirstOrThrow()
  if (!office || !officeUnitId) throw new Error('the course waits nowhere')
  const { id, seatId } = await makeStaff(app, officeUnitId, { kind: office })
  return { accountId: id, seatId }
}

/** A course of the desk's unit that has gone so far; `office` is where it waits. */
export async function makeCourse(
  app: TestApp,
  {
    desk,
    office,
    until = 'draft',
    form = {},
  }: {
    desk: Desk
    office?: Desk
    until?: Course['state']
    form?: Partial<CourseForm>
  },
): Promise<Course> {
  const organiser = await seatedActor(app, desk)
  const draft = await courses.create(organiser, courseForm(form))
  if (until === 'draft') return draft
  const submitted = await courses.submit(organiser, draft)
  if (until === 'submitted' || !office) return submitted
  const officer = await seatedActor(app, office)
  if (until === 'returned')
    return filings.giveBack(officer, { ...submitted, reason: '请补充授课老师' })
  const filed = await filings.file(officer, submitted)
  // What the office was told of is the organiser's to go on with.
  const theirs = { id: filed.id, version: filed.version }
  if (until === 'filed') return filed
  return until === 'published'
    ? courses.publish(organiser, theirs)
    : courses.close(organiser, theirs)
}
