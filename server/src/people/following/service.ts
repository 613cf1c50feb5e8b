import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import type { Platform } from '../../platform/platform.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

// What becomes of people when an HR&SS office has decided about their unit. By jobs, as units know no people.

const nameOf = async (platform: Platform, unitId: string) =>
  (await orgs.unitName(platform.db, unitId)) ?? ''

/** Everybody whom the unit has is told that it is called otherwise now. */
export async function followRename(
  platform: Platform,
  { unitId, formerName }: { unitId: string; formerName: string },
): Promise<void> {
  const actor = orgs.systemActor(platform)
  const told = { unitName: await nameOf(platform, unitId), formerName }
  let after: string | undefined = '00000000-0000-0000-0000-000000000000'
  while (after !== undefined) {
    const people: string[] = await store.listHeld(platform.db, unitId, after, store.atOnce)
    after = people.at(-1)
    if (after === undefined) return
    await transaction(actor, async (tx) => {
      for (const accountId of people) tell(tx, actor, { accountId }, 'unit.renamed', told)
      const facts = { people: people.length }
      await audit.record(tx, actor, { act: 'profile.tellRenamed', recordId: unitId, facts })
      return { id: unitId }
    })
  }
}

const closedReason = '单位已注销，请选择现在的工作单位'

/** Everybody whom the closed unit had belongs to none, what waited for it comes back, and they are told. */
export async function followClose(
  platform: Platform,
  { unitId }: { unitId: string },
): Promise<void> {
  const actor = orgs.systemActor(platform)
  const told = { unitName: await nameOf(platform, unitId) }
  const at = platform.clock.now()
  let count: number
  do {
    count = 0
    await transaction(actor, async (tx) => {
      const people = await store.letGo(tx, { unitId, reason: closedReason, at })
      count = people.length
      for (const accountId of people) tell(tx, actor, { accountId }, 'unit.ended', told)
      const facts = { people: people.length }
      await audit.record(tx, actor, { act: 'profile.followClose', recordId: unitId, facts })
      return { id: unitId }
    })
  } while (count > 0)
}
