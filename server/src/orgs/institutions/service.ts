import { guangdongCode, regionName } from '@xueshi/contract/dictionaries/guangdong'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import type { listInstitutions } from '@xueshi/contract/orgs/accreditations'
import { cleanText, hasControl } from '@xueshi/contract/text'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { placeName } from '../rules.ts'
import * as store from './store.ts'

const pageRows = 20
const Cursor = z.tuple([z.string()])

/** 施教机构名录: 20 institutions that are accredited today, by number. INVALID at `region` but for the province and its cities. */
export async function list(
  { platform }: Actor,
  { search, region = guangdongCode, category, after }: Query<typeof listInstitutions>,
): Promise<Reply<typeof listInstitutions>> {
  if (!region.endsWith('00') || regionName(region) === undefined)
    fail('INVALID', { fields: { region: 'NOT_OFFERED' } })
  const words = cleanText(search ?? '')
  // No name holds a control character, and the database could not even be asked for some.
  if (hasControl(words)) return { items: [], next: null }
  const [from] = after === undefined ? [] : readCursor(after, Cursor)
  const today = todayIn(platform.clock.now())
  const page = { region, today, search: words, category, after: from }
  const rows = await store.list(platform.db, page, pageRows + 1)
  const shown = rows.filter(({ isShown }) => isShown)
  const items = shown.slice(0, pageRows)
  const last = shown.length > pageRows ? items.at(-1) : rows.find(({ isShown }) => !isShown)
  return {
    items: items.map(({ regionCode, isShown: _isShown, ...row }) => ({
      ...row,
      regionPath: placeName(regionCode),
    })),
    next: last ? writeCursor([last.number]) : null,
  }
}
