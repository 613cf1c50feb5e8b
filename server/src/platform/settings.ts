import { shippedDictionaries } from '@xueshi/contract/dictionaries/shipped'
import {
  defaultSettings,
  Dictionary,
  type KeptDictionary,
  keptDictionaries,
  LoginSettings,
  type SettingPart,
  SystemSettings,
} from '@xueshi/contract/settings'
import type { Db } from './database.ts'
import type { Platform } from './platform.ts'
import { newId } from './ids.ts'

export type Settings = { system: SystemSettings; login: LoginSettings } & Record<
  KeptDictionary,
  Dictionary
>

/** Another process learns of a change within this time; the one that saved it knows at once. */
const keptMilliseconds = 3_000

type Kept = { until: number; settings: Settings }
const kept = new WeakMap<Db, Kept>()
const reading = new WeakMap<Db, Promise<Settings>>()

/** What the administrators have set, and the defaults for the rest. Costs nothing most of the time. */
export async function settingsOf({ db, config }: Pick<Platform, 'db' | 'config'>) {
  const known = kept.get(db)
  if (known && performance.now() < known.until) return known.settings
  // Many requests at once ask once.
  const under = reading.get(db) ?? read(db, config.recoveryAnswers)
  reading.set(db, under)
  try {
    const settings = await under
    // Read before a change that came in between, it is good for this caller alone.
    if (reading.get(db) === under)
      kept.set(db, { until: performance.now() + keptMilliseconds, settings })
    return settings
  } finally {
    if (reading.get(db) === under) reading.delete(db)
  }
}

/** Whether all the codes may be chosen from the dictionary: what it offers, and what one has already. */
export async function areOffered(
  platform: Pick<Platform, 'db' | 'config'>,
  name: KeptDictionary,
  codes: readonly string[],
  own: readonly string[] = [],
): Promise<boolean> {
  const { entries } = (await settingsOf(platform))[name]
  const offered = entries.filter(({ code, retired }) => !retired || own.includes(code))
  return codes.every((each) => offered.some(({ code }) => code === each))
}

/** What was kept is worth nothing any more: the next reader asks the database. */
export const forgetSettings = ({ db }: Pick<Platform, 'db'>): void => {
  kept.delete(db)
  reading.delete(db)
}

const rowsIn = (db: Db) =>
  db.selectFrom('settings').select(['part', 'version', 'contents']).execute()
type Rows = Awaited<ReturnType<typeof rowsIn>>

const read = async (db: Db, recoveryAnswers: boolean) =>
  settingsFrom(await rowsIn(db), recoveryAnswers)

function settingsFrom(rows: Rows, recoveryAnswers: boolean): Settings {
  const contents = (part: SettingPart): object => {
    const kept: unknown = rows.find((row) => row.part === part)?.contents
    return typeof kept === 'object' && kept !== null ? kept : {}
  }
  const dictionary = (name: KeptDictionary) =>
    Dictionary.parse({ entries: shippedDictionaries[name], ...contents(name) })
  const dictionaries = Object.fromEntries(
    keptDictionaries.map((name) => [name, dictionary(name)]),
  ) as Record<KeptDictionary, Dictionary> // one for each name
  // A setting that a later build brings is not in an older row.
  return {
    ...dictionaries,
    system: SystemSettings.parse({
      ...defaultSettings.system,
      recoveryAnswers,
      ...contents('system'),
    }),
    login: LoginSettings.parse({ ...defaultSettings.login, ...contents('login') }),
  }
}

/** What holds just now by the database's word, and the version of the part, 0 where nothing was saved. */
export async function readStanding(
  { db, config }: Pick<Platform, 'db' | 'config'>,
  part: SettingPart,
): Promise<{ version: number; settings: Settings }> {
  const rows = await rowsIn(db)
  const version = rows.find((row) => row.part === part)?.version ?? 0
  return { version, settings: settingsFrom(rows, config.recoveryAnswers) }
}

/** Saves the part if its version is still the one that was seen; false: it is not. */
export async function saveSettings(
  tx: Db,
  { part, version, values, at }: { part: SettingPart; version: number; values: object; at: Date },
): Promise<boolean> {
  const contents = JSON.stringify(values)
  const saved =
    version === 0
      ? await tx
          .insertInto('settings')
          .values({ part, contents, changedAt: at })
          .onConflict((conflict) => conflict.column('part').doNothing())
          .returning('part')
          .executeTakeFirst()
      : await tx
          .updateTable('settings')
          .set((is) => ({ contents, changedAt: at, version: is('version', '+', 1) }))
          .where('part', '=', part)
          .where('version', '=', version)
          .returning('part')
          .executeTakeFirst()
  return saved !== undefined
}

/** Puts a saving into the part's history. */
export async function noteChange(
  tx: Db,
  change: { part: SettingPart; at: Date; accountId: string; byName: string; changes: object },
): Promise<void> {
  await tx
    .insertInto('settingChanges')
    .values({ ...change, id: newId(change.at), changes: JSON.stringify(change.changes) })
    .execute()
}

/** The newest savings of a part. */
export const listChanges = (db: Db, part: SettingPart, limit: number) =>
  db
    .selectFrom('settingChanges')
    .select(['id', 'at', 'byName', 'changes'])
    .where('part', '=', part)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
