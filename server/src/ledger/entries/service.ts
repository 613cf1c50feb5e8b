import type { Category, EntryItem } from '@xueshi/contract/ledger'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import { followReversal } from '../editions/service.ts'
import { lockYear, settle } from '../years/service.ts'
import * as store from './store.ts'

export type Credit = {
  personId: string
  /** The employer at that time. */
  unitId: string | null
  /** The year of the study in Asia/Shanghai, not of the review. */
  year: number
  series: string
  category: Category
  hoursTenths: number
  /** 门数: one for a declaration, as many as its 科目 for a class. */
  subjects: number
  source: { kind: 'declaration' | 'class' | 'platform' | 'legacy'; id: string; line: number }
  form: string
  item: EntryItem
}

/**
 * Recognised hours stand in the ledger and the year is computed anew, in the caller's transaction.
 * A line of a source has at most one credit that stands; a second one throws plainly, since the
 * caller's own guard must have let two decisions through.
 */
export async function credit(tx: Db, actor: Actor, { source, ...entry }: Credit): Promise<void> {
  const year = await lockYear(tx, actor, entry)
  const { keys, clock } = actor.platform
  const id = newId(clock.now())
  const standing = await store.addEntry(tx, keys, {
    ...entry,
    id,
    sourceKind: source.kind,
    sourceId: source.id,
    line: source.line,
    series: year.series,
    ruleSetId: year.rules.id,
    yearVersion: year.nextVersion,
    at: clock.now(),
    byId: actor.accountId,
  })
  if (!standing) throw new Error('this line of the source has a credit that stands')
  await noteWritten(tx, 'entryWritten', [{ ...entry, id }])
  await settle(tx, actor, year, entry, standing)
}

/**
 * Takes back the credit of a source's line by a reversing entry. A certificate that the year no
 * longer deserves is withdrawn here, and one that printed these hours is replaced where the year is met
 * still, so that no caller can forget it. Throws when nothing stands.
 */
export async function reverse(
  tx: Db,
  actor: Actor,
  { source, reason }: { source: Credit['source']; reason: string },
): Promise<void> {
  const line = { sourceKind: source.kind, sourceId: source.id, line: source.line }
  const standing = await store.findLastCredit(tx, line)
  if (!standing || standing.reversalId) throw new Error('no credit of this line stands')
  const { personId, year } = standing
  const locked = await lockYear(tx, actor, standing)
  const at = actor.platform.clock.now()
  const { nextVersion: yearVersion } = locked
  const reversal = { id: newId(at), yearVersion, at, byId: actor.accountId, reason }
  await store.insertReversal(tx, actor.platform.keys, standing, reversal)
  await noteWritten(tx, 'entryWritten', [{ personId, year, id: reversal.id }])
  await settle(tx, actor, locked, standing, await store.listStanding(tx, personId, year))
  followReversal(tx, actor, standing)
}

/**
 * Recognised hours take the place of the credit of this line that stands, by a reversing entry and the
 * next revision. The year is computed once, after both: a certificate that it deserves before and
 * after is not lost in between. Throws when nothing stands.
 */
export async function replace(
  tx: Db,
  actor: Actor,
  { source, ...entry }: Credit,
  reason: string,
): Promise<void> {
  const line = { sourceKind: source.kind, sourceId: source.id, line: source.line }
  const former = await store.findLastCredit(tx, line)
  if (!former || former.reversalId) throw new Error('no credit of this line stands')
  const year = await lockYear(tx, actor, entry)
  const at = actor.platform.clock.now()
  const stamp = { at, byId: actor.accountId, yearVersion: year.nextVersion }
  const { keys } = actor.platform
  const reversal = { ...stamp, id: newId(at), reason }
  await store.insertReversal(tx, keys, former, reversal)
  const { series, rules } = year
  const next = { ...entry, ...line, ...stamp, id: newId(at), series, ruleSetId: rules.id }
  const standing = await store.addEntry(tx, keys, next)
  if (!standing) throw new Error('this line of the source has a credit that stands')
  await noteWritten(tx, 'entryWritten', [{ ...former, id: reversal.id }, next])
  await settle(tx, actor, year, entry, standing)
  followReversal(tx, actor, former)
}

const movedReason = '账号合并：学时转入本人的另一账号'

/**
 * Hours of an account that was merged are the other's: each credit is reversed there and stands here
 * as its line's next revision, so nothing is rewritten and nothing counts twice. Years are computed
 * anew on both sides; a certificate that was issued to the merged account is withdrawn with them.
 */
export async function moveCredits(
  tx: Db,
  actor: Actor,
  { id, intoId }: { id: string; intoId: string },
): Promise<number> {
  const standing = await store.listStandingCredits(tx, id)
  for (const { sourceKind, sourceId, line, ...entry } of standing) {
    const source = { kind: sourceKind, id: sourceId, line }
    await reverse(tx, actor, { source, reason: movedReason })
    await credit(tx, actor, { ...entry, source, personId: intoId })
  }
  return standing.length
}
