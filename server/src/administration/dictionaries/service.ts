import { dictionaryIssues, type EntryForm } from '@xueshi/contract/administration/dictionaries'
import type { Dictionary, KeptDictionary } from '@xueshi/contract/settings'
import type { Actor } from '../../platform/actor.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import { readPart, savePart, type Standing } from '../service.ts'
import { coded, toldEntries } from './rules.ts'

/** A dictionary as it is offered. */
export const read = async ({ platform }: Actor, name: KeptDictionary): Promise<Dictionary> =>
  (await settingsOf(platform))[name]

/**
 * Saves a dictionary whole: it is offered so within seconds. STALE when somebody saved in between;
 * INVALID at `entries` (ENTRY_LOST, ENTRY_TWICE).
 */
export async function save<Name extends KeptDictionary>(
  actor: Actor,
  name: Name,
  { version, entries }: { version: number; entries: EntryForm[] },
): Promise<Standing<Name>> {
  const before = await readPart(actor, name)
  if (before.version !== version) fail('STALE', { current: before })
  const former = before.values.entries
  failOnIssues(dictionaryIssues(former, entries))
  return savePart(actor, name, {
    version,
    values: { entries: coded(entries) },
    told: (dictionary) => toldEntries(former, dictionary),
  })
}
