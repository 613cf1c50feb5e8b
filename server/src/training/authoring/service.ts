import type { Body } from '@xueshi/contract/endpoint'
import {
  type changeClass,
  type ClassForm,
  classMoves,
  type editClass,
  signUpOf,
  startOfClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { liveStates } from '@xueshi/contract/training/enrolments'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import {
  audienceIssues,
  changesOf,
  changeText,
  type CourseOf,
  formIssues,
  movedTo,
  ofCourse,
} from '../classes/rules.ts'
import { event, failMove, formOf, found, institutionOf, read } from '../classes/service.ts'
import * as classes from '../classes/store.ts'
import { tellTrainees } from '../notices/service.ts'
import * as store from './store.ts'

/** 新建: a draft stands. INVALID at the fields that are wrong. */
export async function create(actor: Actor, form: ClassForm): Promise<TrainingClass> {
  const { id } = await transaction(actor, (tx) => add(tx, actor, form))
  return read(actor, id)
}

async function add(tx: Db, actor: Actor, form: ClassForm): Promise<{ id: string }> {
  const { unitId } = institutionOf(actor)
  const at = actor.platform.clock.now()
  const course = await checkedCourse(tx, unitId, form)
  const id = newId(at)
  const written = writtenOf(form, course, at, [])
  await store.insert(tx, { ...written, id, institutionId: unitId }, event(actor, 'create'))
  const facts = { name: form.name, courseId: course.id }
  await audit.record(tx, actor, { act: 'class.create', recordId: id, facts })
  return { id }
}

/** The course of the form, where every field of the form is right; INVALID at the fields where not. */
export async function checkedCourse(tx: Db, unitId: string, form: ClassForm): Promise<CourseOf> {
  const course = await classes.findCourse(tx, unitId, form.courseId)
  const dayTenths = course ? await dayTenthsOf(tx, course) : 0
  const units = form.admission.units.map((unit) => unit.unitId)
  const inForce = await store.unitsInForce(tx, units)
  failOnIssues({
    ...(course && audienceIssues(form, course)),
    ...formIssues(form, course, dayTenths),
    ...(inForce.length < new Set(units).size && { 'admission.units': 'NOT_OFFERED' }),
  })
  return course ?? fail('INVALID')
}

/** Hours that a day may have in the course's year, in tenths. */
async function dayTenthsOf(tx: Db, { year, series }: Pick<CourseOf, 'year' | 'series'>) {
  const rules = await ledger.ruleSetFor(tx, { year, series: series ?? '' })
  return rules?.dayTenths ?? 0
}

/** The form with its instants; lines of the timetable that the class does not have yet get an id. */
function writtenOf(
  form: ClassForm,
  course: CourseOf,
  at: Date,
  known: readonly { id: string }[],
): store.Written {
  const { from: signUpFrom, to: signUpTo } = signUpOf(form)
  const sessions = form.sessions.map((session) => ({
    ...session,
    id: known.some(({ id }) => id === session.id) ? session.id : newId(at),
  }))
  const startsAt = startOfClass(form)
  return { form: { ...form, sessions }, course, startsAt, signUpFrom, signUpTo, at }
}

/** 保存: a draft or returned class says what the form says. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: Body<typeof editClass>,
): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const row = await found(tx, actor, id)
    const at = actor.platform.clock.now()
    const written = writtenOf(form, await checkedCourse(tx, unitId, form), at, row.sessions)
    const guard = { id, institutionId: unitId, version, from: classMoves.edit.from, at }
    if (!(await store.update(tx, guard, written, null)))
      return failMove(tx, actor, { id, version, move: 'edit' })
    const facts = { version: version + 1, name: form.name }
    await audit.record(tx, actor, { act: 'class.edit', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** 删除: a draft is gone, and one that was returned or withdrawn. */
export async function remove(actor: Actor, id: string): Promise<{ done: true }> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const { name, state } = await found(tx, actor, id)
    const { from } = classMoves.delete
    if (!(await store.remove(tx, { id, institutionId: unitId, from })))
      return failMove(tx, actor, { id, move: 'delete' })
    await audit.record(tx, actor, { act: 'class.delete', recordId: id, facts: { name, state } })
    return { id }
  })
  return { done: true }
}

/**
 * 复制: a draft of the same contents that begins on another day, all of its days with it. In another year it is of that
 * year's course of the same name; INVALID with COURSE_NOT_IN_YEAR where none is filed yet.
 */
export async function copy(actor: Actor, id: string, startsOn: string): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  const made = await transaction(actor, async (tx) => {
    const row = await found(tx, actor, id)
    const form = movedTo(formOf(row), startsOn)
    const year = Number(startsOn.slice(0, 4))
    const course = await classes.findCourseOfYear(tx, unitId, { courseId: row.courseId, year })
    if (!course) return fail('INVALID', { fields: { startsOn: 'COURSE_NOT_IN_YEAR' } })
    const units = form.admission.units
    const ids = units.map((unit) => unit.unitId)
    const inForce = await store.unitsInForce(tx, ids)
    const admission = {
      ...form.admission,
      units: units.filter((unit) => inForce.includes(unit.unitId)),
    }
    return add(tx, actor, ofCourse({ ...form, admission }, row.subjects, course))
  })
  return read(actor, made.id)
}

/**
 * 变更开班安排 of an approved class: INVALID with FIXED at what was approved and stays, HELD at a session for which
 * somebody has been marked. Whoever is in the class, and the office that approved it, are told what changed and why.
 */
export async function change(
  actor: Actor,
  id: string,
  { version, form, reason }: Body<typeof changeClass>,
): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const row = await found(tx, actor, id)
    const before = formOf(row)
    const { changed, fixed } = changesOf(before, form)
    failOnIssues(Object.fromEntries(fixed.map((field) => [field, 'FIXED'])))
    failOnIssues(await heldIssues(tx, row, form))
    const at = actor.platform.clock.now()
    const course = { ...row, id: row.courseId, name: row.courseName }
    // What was approved holds for the days too: no more hours than they can have.
    failOnIssues(formIssues(form, course, await dayTenthsOf(tx, course)))
    const guard = { id, institutionId: unitId, version, from: classMoves.change.from, at }
    const what = changeText(before, form, changed)
    const told = event(actor, 'change', `${what}。原因：${reason}`)
    const moved = await store.update(tx, guard, writtenOf(form, course, at, row.sessions), told)
    if (!moved) return failMove(tx, actor, { id, version, move: 'change' })
    await audit.record(tx, actor, { act: 'class.change', recordId: id, facts: { changed, reason } })
    if (changed.length === 0) return { id }
    const facts = { name: form.name, what, reason }
    await tellTrainees(tx, actor, { classId: id, states: liveStates }, 'enrolment.changed', facts)
    const unitName = actor.seat?.unitName ?? ''
    if (moved.officeUnitId !== null)
      tell(tx, actor, { unitId: moved.officeUnitId }, 'class.changed', { ...facts, id, unitName })
    return { id }
  })
  return read(actor, id)
}

/** Sessions that were held stay as they were. */
async function heldIssues(
  tx: Db,
  row: classes.ClassRecord,
  form: ClassForm,
): Promise<Record<string, string>> {
  const held = await store.heldSessions(tx, row.id)
  const lines = formOf(row).sessions
  const moved = held.some((id) => {
    const before = lines.find((line) => line.id === id)
    const after = form.sessions.find((line) => line.id === id)
    return JSON.stringify(before) !== JSON.stringify(after)
  })
  return moved ? { sessions: 'SESSION_HELD' } : {}
}
