import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type Employment,
  employmentMoves,
  type EmploymentState,
  type listApplications,
} from '@xueshi/contract/people/employments'
import { Id } from '@xueshi/contract/shapes'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { act, read } from '../employments/service.ts'
import { insert, move } from '../employments/store.ts'
import { numberOf } from '../rules.ts'
import { findConfirmed, lockPerson } from '../store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }
const pageRows = 20

/** 兼职: an application that stands beside the main employment and asks nothing of it. */
export async function apply(actor: Actor, unitId: string): Promise<Employment> {
  const me = signedIn(actor)
  const personId = me.accountId
  const at = me.platform.clock.now()
  const { id } = await transaction(actor, async (tx) => {
    await lockPerson(tx, personId)
    const person = await findConfirmed(tx, personId)
    if (!person) return fail('PROFILE_NOT_CONFIRMED')
    const isEmployer = await store.isEmployer(tx, unitId)
    if (!isEmployer || person.unitId === unitId)
      fail('INVALID', { fields: { unitId: 'NOT_OFFERED' } })
    const application = { id: newId(at), personId, unitId, at, pendingPolicy: null }
    if (!(await insert(tx, { ...application, kind: 'partTime' }))) fail('WRONG_STATE')
    tell(tx, actor, { unitId }, 'employment.applied', { personName: me.name })
    const facts = { unitId, kind: 'partTime' }
    await audit.record(tx, actor, { act: 'employment.apply', recordId: application.id, facts })
    return application
  })
  return read(actor, id)
}

/** 同意 of a 兼职申请. */
export async function confirm(actor: Actor, seen: Seen) {
  const at = actor.platform.clock.now()
  const decided = { at, by: actor.accountId, on: todayIn(at) }
  return brief(
    await act(actor, 'confirm', seen, async (tx, row) => {
      if (row.kind !== 'partTime') return false
      const { personId, unitName } = row
      tell(tx, actor, { accountId: personId }, 'employment.confirmed', { unitName })
      return move(tx, seen, employmentMoves.confirm, decided)
    }),
  )
}

/** 不同意 of a 兼职申请, with the reason. */
export async function refuse(actor: Actor, { reason, ...seen }: Seen & { reason: string }) {
  const decided = { at: actor.platform.clock.now(), by: actor.accountId, reason }
  return brief(
    await act(actor, 'refuse', seen, async (tx, row) => {
      if (row.kind !== 'partTime') return false
      const { personId, unitName } = row
      tell(tx, actor, { accountId: personId }, 'employment.refused', { unitName, reason })
      return move(tx, seen, employmentMoves.refuse, decided)
    }),
  )
}

export const brief = ({ id, state }: { id: string; state: EmploymentState }) => ({ id, state })

/** 兼职申请 that wait for the actor's unit, oldest first. */
export async function listWaiting(
  actor: Actor,
  { after }: Query<typeof listApplications>,
): Promise<Reply<typeof listApplications>> {
  const me = signedIn(actor)
  if (me.scope.kind !== 'unit') return { items: [], next: null }
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const rows = await store.list(me.platform.db, me.scope.unitId, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [last.appliedAt.toISOString(), last.id])
  const items = page.map(({ state, documentNumberSealed, appliedAt, ...row }) => {
    const notSelf = row.personId !== me.accountId
    const facts = { ...nothing, holds: true, notSelf, free: true }
    return {
      ...row,
      documentNumberMasked: maskDocumentNumber(
        numberOf(me, row.personId, { documentNumberSealed }),
      ),
      appliedAt: appliedAt.toISOString(),
      open: openMoves(employmentMoves, state, me.kind, facts),
    }
  })
  return { items, next }
}

const nothing = {
  own: false,
  holds: false,
  notSelf: false,
  bound: false,
  free: false,
  settled: false,
}
