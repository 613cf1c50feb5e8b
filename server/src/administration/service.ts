import type { HouseState, SettingChange } from '@xueshi/contract/administration'
import type { SettingPart } from '@xueshi/contract/settings'
import { signedIn, type Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { houseState } from '../platform/house-state.ts'
import { fail } from '../platform/refusal.ts'
import {
  forgetSettings,
  listChanges,
  noteChange,
  readStanding,
  saveSettings,
  type Settings,
} from '../platform/settings.ts'
import { transaction } from '../platform/transaction.ts'
import { differences } from './rules.ts'

const changesShown = 10

export type Standing<Part extends SettingPart> = {
  version: number
  values: Settings[Part]
  changes: SettingChange[]
}

/** A part of the settings as it stands, with its newest savings. */
export async function readPart<Part extends SettingPart>(
  { platform }: Actor,
  part: Part,
): Promise<Standing<Part>> {
  const [{ version, settings }, changes] = await Promise.all([
    readStanding(platform, part),
    listChanges(platform.db, part, changesShown),
  ])
  return {
    version,
    values: settings[part],
    changes: changes.map(({ at, changes: each, ...change }) => ({
      ...change,
      at: at.toISOString(),
      changes: Object(each) as SettingChange['changes'], // written by savePart
    })),
  }
}

/**
 * Saves a part: it holds at once in this process and within seconds in the others. STALE when
 * somebody saved in between, with what they saved; saving what stands changes nothing.
 */
export async function savePart<Part extends SettingPart>(
  actor: Actor,
  part: Part,
  {
    version,
    values,
    told = (each) => ({ ...each }),
  }: {
    version: number
    values: Settings[Part]
    /** The values as the history tells them: name → what it is. */
    told?: (values: Settings[Part]) => Record<string, unknown>
  },
): Promise<Standing<Part>> {
  const { accountId, name, platform } = signedIn(actor)
  const before = await readPart(actor, part)
  if (before.version !== version) fail('STALE', { current: before })
  const changes = differences(told(before.values), told(values))
  if (Object.keys(changes).length === 0) return before
  const at = platform.clock.now()
  await transaction(actor, async (tx) => {
    if (!(await saveSettings(tx, { part, version, values, at }))) return fail('STALE')
    await noteChange(tx, { part, at, accountId, byName: name, changes })
    await audit.record(tx, actor, {
      act: 'settings.save',
      recordId: null,
      facts: { part, changes: JSON.stringify(changes) },
    })
    return { id: accountId }
  })
  forgetSettings(platform)
  return readPart(actor, part)
}

/** 运行状态: seen from the process that answers. */
export const readState = ({ platform }: Actor): Promise<HouseState> => houseState(platform)
