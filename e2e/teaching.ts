import {
  approveClass,
  ClassForm,
  createClass,
  listCourseChoices,
  moveClass,
  readClass,
  submitClass,
} from '@xueshi/contract/training/classes'
import { addDays } from '@xueshi/contract/year'
import { ask } from './ask.ts'
import { today } from './days.ts'
import type { Desk } from './people.ts'

/** The day on which the classes of these stories begin. */
export const startsOn = addDays(today, 10)

/** The demo's own course of the year in which they begin. */
async function demoCourse({ request, seat }: Desk): Promise<string | undefined> {
  const query = { search: '岭南选修课' }
  const { items } = await ask(request, listCourseChoices, { query }, seat)
  return items.find(({ year }) => String(year) === startsOn.slice(0, 4))?.id
}

interface Given {
  confirmation: ClassForm['confirmation']
  units?: ClassForm['admission']['units']
  /** The demo's own where none is named. */
  courseId?: string
}

/** A class of one place that its office has approved, and whose sign-up has not begun. */
export async function makeApproved(
  institution: Desk,
  office: Desk,
  { confirmation, units = [], courseId }: Given,
): Promise<{ id: string; name: string }> {
  const form = ClassForm.parse({
    courseId: courseId ?? (await demoCourse(institution)),
    name: `岭南窗口选修班${String(Date.now()).slice(-7)}`,
    organisation: 'online',
    days: 1,
    plan: 1,
    startsOn,
    endsOn: startsOn,
    headTeacher: '何穗生',
    teacher: '梁志明',
    exam: 'exempt',
    place: '线上',
    sessions: [],
    admission: { series: [], levels: [], regionCode: null, units, unitsOnly: false },
    // Tomorrow: a class whose sign-up has begun is opened by the clock, which may be quicker than the story.
    signUpFromOn: addDays(today, 1),
    signUpFromAt: '00:00',
    signUpToOn: addDays(startsOn, -1),
    signUpToAt: '18:00',
    fee: '免费',
    contactName: '何穗生',
    contactPhone: '020-83330000',
    confirmation,
    attendancePercent: 80,
    passMark: 60,
    lateMinutes: 10,
  })
  const { request, seat } = institution
  const draft = await ask(request, createClass, { body: form }, seat)
  const params = { id: draft.id }
  const sent = await ask(request, submitClass, { params, body: { version: draft.version } }, seat)
  const body = { version: sent.version }
  await ask(office.request, approveClass, { params, body }, office.seat)
  return { id: draft.id, name: form.name }
}

/** 开放报名 before its day. */
export async function openNow({ request, seat }: Desk, id: string): Promise<void> {
  const params = { id }
  const { version } = await ask(request, readClass, { params }, seat)
  await ask(request, moveClass, { params, body: { version, move: 'open' } }, seat)
}
