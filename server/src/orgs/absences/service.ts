import { type Absence, type AbsenceForm, absenceIssues } from '@xueshi/contract/orgs/absences'
import { todayIn } from '@xueshi/contract/year'
import { tell } from '../../messages/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { seatDesk } from '../staff/service.ts'
import * as staff from '../staff/store.ts'
import * as store from './store.ts'

/** 代办安排 of the desk from whose seat the actor looks, today's and those to come. */
export async function list(actor: Actor): Promise<{ items: Absence[] }> {
  const { me, unitId, kind } = seatDesk(actor)
  const today = todayIn(me.platform.clock.now())
  const rows = await store.list(me.platform.db, { unitId, kind }, today)
  return { items: rows.map((row) => present(me, row, today)) }
}

/** One of them. */
export async function read(actor: Actor, id: string): Promise<Absence> {
  const { me, unitId, kind } = seatDesk(actor)
  const row = await store.find(me.platform.db, { unitId, kind }, id)
  return row ? present(me, row, todayIn(me.platform.clock.now())) : fail('NOT_FOUND')
}

function present(me: SignedIn, row: store.AbsenceRow, today: string): Absence {
  const { accountId, deputyAccountId, ...shown } = row
  const isAway = accountId === me.accountId
  const isDeputy = deputyAccountId === me.accountId
  return {
    ...shown,
    isNow: row.fromOn <= today && today <= row.toOn,
    own: isAway ? 'away' : isDeputy ? 'deputy' : null,
    open: mayArrange(me, accountId) ? ['end'] : [],
  }
}

const mayArrange = (me: SignedIn, accountId: string) =>
  accountId === me.accountId || me.seat?.level === 'manager'

const inTheWay = {
  away: { fromOn: 'ABSENCE_OVERLAPS' },
  deputyAway: { deputySeatId: 'DEPUTY_AWAY' },
  deputising: { fromOn: 'ABSENCE_DEPUTISING' },
} as const

/**
 * 指定代办人: one names a colleague of the same desk for oneself, a manager for anybody. INVALID at the
 * fields where a seat is not of the desk or somebody is away at the same time. Both are told.
 */
export async function nameDeputy(actor: Actor, form: AbsenceForm): Promise<Absence> {
  const { me, unitId, kind } = seatDesk(actor)
  const now = me.platform.clock.now()
  failOnIssues(absenceIssues(form, todayIn(now)))
  const { seatId, deputySeatId, fromOn, toOn } = form
  const { id } = await transaction(actor, async (tx) => {
    // Two arrangements of one desk come one after the other, so that they see each other's days.
    await staff.lockUnit(tx, unitId)
    const away = await staff.find(tx, { id: seatId, unitId, kind })
    const deputy = await staff.find(tx, { id: deputySeatId, unitId, kind })
    failOnIssues({
      // A clerk arranges for nobody but themselves.
      ...((!away || !mayArrange(me, away.accountId)) && { seatId: 'NOT_OFFERED' }),
      ...(!deputy && { deputySeatId: 'NOT_OFFERED' }),
    })
    if (!away || !deputy) throw new Error('a seat of nobody was let through')
    const why = await store.overlaps(tx, form)
    if (why) failOnIssues(inTheWay[why])
    const absence = { ...form, id: newId(now), createdAt: now, createdBy: me.accountId }
    await store.insert(tx, absence)
    const facts = { fromOn, toOn, unitName: me.seat?.unitName ?? '' }
    const awayId = away.accountId
    tell(tx, actor, { accountId: deputy.accountId }, 'deputy.named', {
      ...facts,
      awayName: away.name,
    })
    tell(tx, actor, { accountId: awayId }, 'deputy.arranged', { ...facts, deputyName: deputy.name })
    const told = { unitId, accountId: awayId, deputyId: deputy.accountId, fromOn, toOn }
    await audit.record(tx, actor, { act: 'staff.nameDeputy', recordId: absence.id, facts: told })
    return { id: absence.id }
  })
  return read(actor, id)
}

/** 结束代办: by whoever is back, or a manager; NOT_FOUND for others. Both are told. */
export async function end(actor: Actor, id: string): Promise<{ done: true }> {
  const { me, unitId, kind } = seatDesk(actor)
  const at = me.platform.clock.now()
  await transaction(actor, async (tx) => {
    const row = await store.find(tx, { unitId, kind }, id)
    if (!row) return fail('NOT_FOUND')
    if (present(me, row, todayIn(at)).open.length === 0) fail('NOT_FOUND')
    if (!(await store.end(tx, id, at))) fail('NOT_FOUND')
    const facts = {
      awayName: row.name,
      deputyName: row.deputyName,
      unitName: me.seat?.unitName ?? '',
    }
    for (const accountId of [row.accountId, row.deputyAccountId])
      tell(tx, actor, { accountId }, 'deputy.ended', facts)
    await audit.record(tx, actor, { act: 'staff.endDeputy', recordId: id, facts: { unitId } })
    return { id }
  })
  return { done: true }
}
