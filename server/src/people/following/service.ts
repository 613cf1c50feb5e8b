import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Platform } from '../../platform/platform.ts'
import { transaction } from '../../platform/transaction.ts'
import { moveToUnit as moveTransfers } from '../transfers/store.ts'
import * as store from './store.ts'

// What becomes of people when an HR&SS office has decided about a unit. By jobs, as units know no people.

const nameOf = (platform: Platform, unitId: string) => orgs.unitName(platform.db, unitId)

/** Whoever has chosen the unit and waits, or kept a draft for want of it, is told that it stands. */
export async function tellUnitApproved(platform: Platform, unitId: string): Promise<void> {
  const actor = orgs.systemActor(platform)
  const unitName = await nameOf(platform, unitId)
  const [waiting, wanting] = await Promise.all([
    store.listWaitingFor(platform.db, unitId),
    store.listWanting(platform.db, unitName),
  ])
  if (waiting.length + wanting.length === 0) return
  await transaction(actor, async (tx) => {
    for (const accountId of waiting) tell(tx, actor, { accountId }, 'unit.opened', { unitName })
    for (const accountId of wanting)
      tell(tx, actor, { accountId }, 'profile.unitRegistered', { unitName })
    await audit.record(tx, actor, { act: 'profile.tellApproved', recordId: unitId })
    return { id: unitId }
  })
}

/** Everybody of a unit that was merged belongs to the other one, or asks it, from now on, and is told. */
export async function followMerge(
  platform: Platform,
  merged: { unitId: string; intoId: string },
): Promise<void> {
  const actor = orgs.systemActor(platform)
  const { unitId, intoId } = merged
  const facts = {
    unitName: await nameOf(platform, unitId),
    intoName: await nameOf(platform, intoId),
  }
  await once(actor, merged, async (tx) => {
    await store.moveDepartments(tx, merged)
    await moveTransfers(tx, merged)
    return []
  })
  let moved: readonly string[]
  do {
    moved = await once(actor, merged, async (tx) => {
      const people = await store.moveToUnit(tx, merged)
      for (const accountId of people) tell(tx, actor, { accountId }, 'unit.moved', facts)
      return people
    })
  } while (moved.length > 0)
}

async function once(
  actor: Actor,
  { unitId, intoId }: { unitId: string; intoId: string },
  act: (tx: Parameters<Parameters<typeof transaction>[1]>[0]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  let people: readonly string[] = []
  await transaction(actor, async (tx) => {
    people = await act(tx)
    const facts = { intoId, people: people.length }
    await audit.record(tx, actor, { act: 'profile.followMerge', recordId: unitId, facts })
    return { id: unitId }
  })
  return people
}

/** Everybody whom the unit has is told that it is called otherwise now. */
export async function followRename(
  platform: Platform,
  { unitId, formerName }: { unitId: string; formerName: string },
): Promise<void> {
  const actor = orgs.systemActor(platform)
  const facts = { unitName: await nameOf(platform, unitId), formerName }
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const people = await store.listHeld(platform.db, unitId, after, store.atOnce)
    const last = people.at(-1)
    if (last === undefined) return
    await transaction(actor, async (tx) => {
      for (const accountId of people) tell(tx, actor, { accountId }, 'unit.renamed', facts)
      const about = { people: people.length }
      await audit.record(tx, actor, { act: 'profile.tellRenamed', recordId: unitId, facts: about })
      return { id: unitId }
    })
    after = last
  }
}

/** Everybody whom the closed unit had belongs to none, what waited for it comes back, and they are told. */
export const followClose = (platform: Platform, { unitId }: { unitId: string }) =>
  letGo(platform, unitId, { topic: 'unit.ended', reason: '单位已注销，请选择现在的工作单位' })

/** The same of a unit that never came to be. */
export const followFall = (platform: Platform, { unitId }: { unitId: string }) =>
  letGo(platform, unitId, { topic: 'unit.fell', reason: '单位没有完成注册，请选择现在的工作单位' })

async function letGo(
  platform: Platform,
  unitId: string,
  { topic, reason }: { topic: 'unit.ended' | 'unit.fell'; reason: string },
): Promise<void> {
  const actor = orgs.systemActor(platform)
  const told = { unitName: await nameOf(platform, unitId) }
  const at = platform.clock.now()
  let count: number
  do {
    count = 0
    await transaction(actor, async (tx) => {
      const people = await store.letGo(tx, { unitId, reason, at })
      count = people.length
      for (const accountId of people) tell(tx, actor, { accountId }, topic, told)
      const facts = { people: people.length }
      await audit.record(tx, actor, { act: 'profile.followClose', recordId: unitId, facts })
      return { id: unitId }
    })
  } while (count > 0)
}
