import type { DictionaryEntry, KeptDictionary } from '../settings.ts'
import { cutReasons, rejectReasons, returnReasons, upholdReasons } from './decision-reasons.ts'
import type { Entry } from './entry.ts'
import { industries } from './industries.ts'

const offered = (entries: readonly Entry[]): DictionaryEntry[] =>
  entries.map((entry) => ({ ...entry, retired: false }))

/** The dictionaries that the province words itself, as they stand until it does. */
export const shippedDictionaries: Readonly<Record<KeptDictionary, readonly DictionaryEntry[]>> = {
  industries: offered(industries),
  returnReasons: offered(returnReasons),
  rejectReasons: offered(rejectReasons),
  cutReasons: offered(cutReasons),
  upholdReasons: offered(upholdReasons),
}
