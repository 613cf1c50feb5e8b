import type { Query, Reply } from '@xueshi/contract/endpoint'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import { employmentMoves } from '@xueshi/contract/people/employments'
import {
  type listTransfers,
  type Transfer,
  type TransferFact,
  type TransferMove,
  transferMoves,
  transferWorkingDays,
} from '@xueshi/contract/people/transfers'
import { Day, Id } from '@xueshi/contract/shapes'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import { type Actor, signedIn, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { addWorkingDays } from '../../platform/working-days.ts'
import * as employments from '../employments/store.ts'
import { followRelease, tellDecided } from '../moving/service.ts'
import { numberOf } from '../rules.ts'
import { lockPerson } from '../store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }
const pageRows = 20

/** Those that wait for the actor's unit or office. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listTransfers>,
): Promise<Reply<typeof listTransfers>> {
  const me = signedIn(actor)
  const key = after === undefined ? null : readCursor(after, z.tuple([Day, Id]))
  const rows = await store.listWaiting(me.platform.db, me.scope, key, pageRows + 1)
  const items = rows.slice(0, pageRows).map((row) => present(me, row))
  const end = rows.length > pageRows ? items.at(-1) : undefined
  const due = end && (end.state === 'objected' ? end.decideDueOn : end.dueOn)
  return { items, next: end && due ? writeCursor([due, end.id]) : null }
}

export async function read(actor: Actor, id: string): Promise<Transfer> {
  const row = await store.find(actor.platform.db, actor.scope, id)
  return row ? present(signedIn(actor), row) : fail('NOT_FOUND')
}

/** 同意转出: the person goes as soon as the new unit has confirmed them. */
export async function release(actor: Actor, seen: Seen): Promise<Transfer> {
  const decision = { decidedAt: actor.platform.clock.now(), decidedBy: actor.accountId }
  return act(actor, 'release', seen, decision, async (tx, row) => {
    const facts = { unitName: row.formerUnitName }
    tell(tx, actor, { accountId: row.personId }, 'transfer.released', facts)
    await followRelease(tx, actor, row)
  })
}

/** 提出异议: the HR&SS office of the new unit's region decides within its days. */
export async function object(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<Transfer> {
  const { platform, accountId } = signedIn(actor)
  const at = platform.clock.now()
  const decideDueOn = addWorkingDays(todayIn(at), transferWorkingDays)
  const before = await store.find(platform.db, actor.scope, seen.id)
  if (!before) return fail('NOT_FOUND')
  const office = await orgs.officeOf(platform.db, { unitId: before.newUnitId, office: 'hrss' })
  if (!office) throw new Error('there is no HR&SS office to decide about an objection')
  const objection = { objection: reason, objectedAt: at, objectedBy: accountId }
  const decision = { ...objection, officeUnitId: office.id, decideDueOn }
  return act(actor, 'object', seen, decision, async (tx, row) => {
    const { id, personId, personName, formerUnitName: unitName } = row
    const about = { unitName, reason, office: office.name, dueOn: decideDueOn }
    tell(tx, actor, { accountId: personId }, 'transfer.objected', about)
    const asked = { id, unitName, personName, dueOn: decideDueOn }
    tell(tx, actor, { unitId: office.id }, 'transfer.waiting', asked)
  })
}

/** 裁定异议不成立: the person goes. */
export async function overrule(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<Transfer> {
  return act(actor, 'overrule', seen, decisionOf(actor, reason), async (tx, row) => {
    const office = row.officeName ?? ''
    tell(tx, actor, { accountId: row.personId }, 'transfer.overruled', { office, reason })
    tellDecided(tx, actor, row, '异议不成立')
    await followRelease(tx, actor, row)
  })
}

/** 裁定异议成立: the application is over, and the person stays where they are. */
export async function uphold(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: string },
): Promise<Transfer> {
  return act(actor, 'uphold', seen, decisionOf(actor, reason), async (tx, row) => {
    const turned = { at: actor.platform.clock.now(), by: actor.accountId, reason }
    const application = { id: row.toEmploymentId, version: null }
    await employments.move(tx, application, employmentMoves.turnAway, turned)
    await store.returnProfile(tx, { personId: row.personId, unitId: row.fromUnitId }, reason)
    const { formerUnitName: unitName, officeName, personName, newUnitId } = row
    const facts = { office: officeName ?? '', reason, unitName }
    tell(tx, actor, { accountId: row.personId }, 'transfer.upheld', facts)
    tellDecided(tx, actor, row, '异议成立')
    tell(tx, actor, { unitId: newUnitId }, 'transfer.cancelled', { personName })
  })
}

const decisionOf = ({ platform, accountId }: Actor, reason: string): store.Decision => ({
  decision: reason,
  decidedAt: platform.clock.now(),
  decidedBy: accountId,
})

/** One move of a transfer with what follows from it, its audit row, and the reply. */
async function act(
  actor: Actor,
  name: Exclude<TransferMove, 'lapse' | 'cancel'>,
  seen: Seen,
  decision: store.Decision,
  follow: (tx: Db, row: store.TransferRow) => Promise<void>,
): Promise<Transfer> {
  const me = signedIn(actor)
  const move = transferMoves[name]
  await transaction(actor, async (tx) => {
    const before = await store.find(tx, me.scope, seen.id)
    if (!before) return fail('NOT_FOUND')
    if (!factsOf(me, before).notSelf) return fail('OWN_RECORD')
    await lockPerson(tx, before.personId)
    if (!(await store.move(tx, seen, move, decision))) {
      const current = await store.find(tx, me.scope, seen.id)
      if (!current) return fail('NOT_FOUND')
      const code = current.version === seen.version ? 'WRONG_STATE' : 'STALE'
      return fail(code, { current: present(me, current) })
    }
    await follow(tx, { ...before, ...decision })
    const facts = { personId: before.personId, version: seen.version + 1 }
    await audit.record(tx, actor, { act: `transfer.${name}`, recordId: seen.id, facts })
    return seen
  })
  const after = await store.findAny(me.platform.db, seen.id)
  return after ? present(me, after) : fail('NOT_FOUND')
}

export function factsOf(
  { scope, accountId }: SignedIn,
  row: Pick<store.TransferRow, 'personId' | 'fromUnitId' | 'officeUnitId'>,
): Facts<TransferFact> {
  return {
    holds: scope.kind === 'unit' && scope.unitId === row.fromUnitId,
    decides: scope.kind === 'region' && scope.unitId === row.officeUnitId,
    notSelf: row.personId !== accountId,
  }
}

function present(me: SignedIn, row: store.TransferRow): Transfer {
  const number = numberOf(me, row.personId, row)
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    personId: row.personId,
    personName: row.personName,
    documentNumberMasked: maskDocumentNumber(number),
    formerUnitName: row.formerUnitName,
    newUnitName: row.newUnitName,
    accepted: row.accepted,
    createdAt: row.createdAt.toISOString(),
    dueOn: row.dueOn,
    objection: row.objection,
    objectedAt: row.objectedAt?.toISOString() ?? null,
    decideDueOn: row.decideDueOn,
    decision: row.decision,
    open: openMoves(transferMoves, row.state, me.kind, factsOf(me, row)),
  }
}
