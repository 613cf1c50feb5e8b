import * as z from 'zod/mini'
import { settingsStanding } from '../administration.ts'
import { endpoint } from '../endpoint.ts'
import { Dictionary, DictionaryEntry, keptDictionaries } from '../settings.ts'
import { SavedVersion } from '../shapes.ts'

/** As it is saved: an entry without a code is new, and the house gives it one. */
export const EntryForm = z.object({
  ...DictionaryEntry.shape,
  code: z.nullable(DictionaryEntry.shape.code),
})
export type EntryForm = z.infer<typeof EntryForm>

/** The most entries of a dictionary, retired ones among them. */
export const entriesMost = 200

const params = z.object({ name: z.enum(keptDictionaries) })

/** The entries in their order, for every page that offers or names one. */
export const readDictionary = endpoint('GET /dictionaries/:name', {
  summary: '字典',
  by: 'anyone',
  repeat: 'natural',
  params,
  reply: Dictionary,
})

export const readKeptDictionary = endpoint('GET /administration/dictionaries/:name', {
  summary: '字典和修改记录',
  by: ['systemAdmin'],
  repeat: 'natural',
  params,
  reply: settingsStanding(Dictionary),
})

/**
 * Saves a dictionary whole, in its order. STALE: somebody saved in between; at `entries`:
 * ENTRY_LOST where one is missing, for records hold its code, and ENTRY_TWICE.
 */
export const saveKeptDictionary = endpoint('PUT /administration/dictionaries/:name', {
  summary: '保存字典',
  by: ['systemAdmin'],
  repeat: 'natural',
  params,
  body: z.object({
    version: SavedVersion,
    entries: z.array(EntryForm).check(z.maxLength(entriesMost, 'ENTRIES_MOST')),
  }),
  reply: settingsStanding(Dictionary),
  errors: ['STALE'],
})

/** What is wrong with a dictionary that is to take the place of the former one. */
export function dictionaryIssues(
  former: readonly DictionaryEntry[],
  entries: readonly EntryForm[],
): Record<string, string> {
  const codes = new Set(entries.map(({ code }) => code))
  const known = new Set(former.map(({ code }) => code))
  const isLost = former.some(({ code }) => !codes.has(code))
  const isForeign = entries.some(({ code }) => code !== null && !known.has(code))
  const kept = entries.filter(({ code }) => code !== null)
  const isTwice =
    new Set(entries.map(({ label }) => label)).size < entries.length ||
    codes.size < kept.length + (kept.length < entries.length ? 1 : 0)
  if (isLost || isForeign) return { entries: 'ENTRY_LOST' }
  return isTwice ? { entries: 'ENTRY_TWICE' } : {}
}
