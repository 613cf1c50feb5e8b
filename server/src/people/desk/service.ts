import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type assignDepartment,
  type endEmployments,
  lacks,
  type listPeople,
  type PeopleFilter,
  type StaffPerson,
} from '@xueshi/contract/people/desk'
import { Id } from '@xueshi/contract/shapes'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { subUnitsOf } from '../../orgs/service.ts'
import { type Actor, signedIn, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { deskOf } from '../departments/service.ts'
import { find as findDepartment } from '../departments/store.ts'
import { findApplication } from '../employments/store.ts'
import { releaseBefore, takeUp } from '../moving/service.ts'
import { numberOf, searchedFor } from '../rules.ts'
import { lockPeople } from '../store.ts'
import * as store from './store.ts'

const pageRows = 20
const Key = z.tuple([z.string(), Id])

/** 人员管理: who is employed or hosted at the actor's unit, by the letters of their names. */
export async function list(
  actor: Actor,
  { after, ...filter }: Query<typeof listPeople>,
): Promise<Reply<typeof listPeople>> {
  const me = signedIn(actor)
  if (me.scope.kind !== 'unit') return { items: [], next: null }
  const key = after === undefined ? null : readCursor(after, Key)
  const wanted = await filterOf(me, me.scope.unitId, filter)
  const rows = await store.listStaff(me.platform.db, wanted, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.namePinyin, end.personId])
  return {
    items: page.map((row) => present(me, row)),
    next,
  }
}

/** What the store looks for, of what the page asks. */
export async function filterOf(
  { platform }: SignedIn,
  unitId: string,
  { search, departmentId, series, standing, lack, kind, subUnit }: PeopleFilter,
): Promise<store.StaffFilter> {
  const below = subUnit === undefined ? null : await subUnitsOf(platform.db, unitId)
  return {
    unitId,
    belowIds: below && below.filter((id) => subUnit === 'all' || subUnit === id),
    search: search === undefined ? null : searchedFor(platform, search),
    departmentId: departmentId ?? null,
    series: series ?? null,
    standing: standing ?? null,
    lack: lack ?? null,
    partTime: kind === 'partTime',
  }
}

/** Which of the things that a person should have they lack. */
export function lacksOf(row: store.StaffRow): StaffPerson['lacks'] {
  const lacking = {
    account: row.lacksAccount,
    profile: row.standing !== 'confirmed',
    photo: row.lacksPhoto,
    phone: row.lacksPhone,
  }
  return lacks.filter((lack) => lacking[lack])
}

function present(me: SignedIn, row: store.StaffRow): StaffPerson {
  return {
    personId: row.personId,
    employmentId: row.employmentId,
    version: row.version,
    name: row.name,
    unitName: row.unitName,
    documentNumberMasked: maskDocumentNumber(numberOf(me, row.personId, row)),
    kind: row.kind,
    departmentId: row.departmentId,
    departmentName: row.departmentName,
    series: row.series,
    title: row.title,
    standing: row.standing,
    startedOn: row.startedOn,
    lacks: lacksOf(row),
    mayEnd: row.unitName === null && row.personId !== me.accountId,
  }
}

const reasonText = { left: '离职', retired: '退休', moved: '转出', other: '离开' } as const

/**
 * 批量离职, 批量退休: all of the employments end with the day, or none. Whoever is on their way to another
 * unit is taken up there. NOT_FOUND, STALE when one of them changed, OWN_RECORD.
 */
export async function endAll(
  actor: Actor,
  { employments, reason, endedOn }: Body<typeof endEmployments>,
): Promise<void> {
  const me = signedIn(actor)
  const unitId = deskOf(actor)
  const at = me.platform.clock.now()
  if (endedOn > todayIn(at)) fail('INVALID', { fields: { endedOn: 'DATE_IN_FUTURE' } })
  await transaction(actor, async (tx) => {
    const before = await store.findChosen(tx, unitId, employments)
    if (before.length < employments.length) return fail('NOT_FOUND')
    if (before.some(({ personId }) => personId === me.accountId)) fail('OWN_RECORD')
    await lockPeople(
      tx,
      before.map(({ personId }) => personId),
    )
    const leaving = new Map<string, string>()
    for (const { id, personId } of before) {
      const transfer = await releaseBefore(tx, actor, id)
      if (transfer) leaving.set(personId, transfer.newUnitId)
    }
    const ended = { at, by: me.accountId, on: endedOn, reason }
    if ((await store.endAll(tx, unitId, employments, ended)) < employments.length)
      return fail('STALE')
    const unitName = me.seat?.unitName ?? ''
    for (const { id, personId } of before) {
      const told = { unitName, reason: reasonText[reason] }
      tell(tx, actor, { accountId: personId }, 'employment.closed', told)
      const facts = { personId, reason, endedOn }
      await audit.record(tx, actor, { act: 'employment.end', recordId: id, facts })
    }
    for (const [personId, newUnitId] of leaving) {
      const application = await findApplication(tx, { personId, unitId: newUnitId })
      if (application?.state === 'accepted') await takeUp(tx, actor, application, unitId)
    }
    return { id: unitId }
  })
}

/** 调整部门: all of the employments are in the department, or none changes. NOT_FOUND, STALE. */
export async function assign(
  actor: Actor,
  { employments, departmentId }: Body<typeof assignDepartment>,
): Promise<void> {
  const unitId = deskOf(actor)
  await transaction(actor, async (tx) => {
    if (departmentId !== null && !(await findDepartment(tx, unitId, departmentId)))
      fail('NOT_FOUND')
    const before = await store.findChosen(tx, unitId, employments)
    if (before.length < employments.length) return fail('NOT_FOUND')
    await lockPeople(
      tx,
      before.map(({ personId }) => personId),
    )
    if ((await store.assignAll(tx, unitId, employments, departmentId)) < employments.length)
      return fail('STALE')
    for (const { id } of employments)
      await audit.record(tx, actor, {
        act: 'employment.assign',
        recordId: id,
        facts: { departmentId },
      })
    return { id: unitId }
  })
}
