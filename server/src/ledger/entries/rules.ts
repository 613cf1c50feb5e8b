import type { Category, EntryItem } from '@xueshi/contract/ledger'
import type { Keys } from '../../platform/crypto.ts'
import { macOf } from '../../platform/row-macs.ts'

/** All that an entry says. */
export type WholeEntry = {
  id: string
  personId: string
  year: number
  series: string
  category: Category
  hoursTenths: number
  subjects: number
  sourceKind: 'declaration' | 'class' | 'platform' | 'legacy'
  sourceId: string
  line: number
  revision: number
  form: string
  item: EntryItem
  ruleSetId: string
  unitId: string | null
  yearVersion: number
  at: Date
  byId: string | null
  reverses: string | null
  follows: string | null
  reason: string | null
}

/** The code that an entry carries: whoever has the database alone can change none of it unseen. */
export const entryMac = (keys: Pick<Keys, 'sealKey'>, entry: WholeEntry): Buffer =>
  macOf(keys, 'ledger entry', [
    entry.id,
    entry.personId,
    entry.year,
    entry.series,
    entry.category,
    entry.hoursTenths,
    entry.subjects,
    entry.sourceKind,
    entry.sourceId,
    entry.line,
    entry.revision,
    entry.form,
    entry.item,
    entry.ruleSetId,
    entry.unitId,
    entry.yearVersion,
    entry.at.toISOString(),
    entry.byId,
    entry.reverses,
    entry.follows,
    entry.reason,
  ])

/** A credit as the first of its line, which nothing reversed before. */
export const firstOfLine = <Entry extends object>(entry: Entry) => ({
  ...entry,
  revision: 1,
  reverses: null,
  follows: null,
  reason: null,
})
