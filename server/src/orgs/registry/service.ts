import type { Query, Reply } from '@xueshi/contract/endpoint'
import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import type { listManagedUnits } from '@xueshi/contract/orgs/registry'
import { cleanText, hasControl } from '@xueshi/contract/text'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { latinTyped, placeName } from '../rules.ts'
import * as store from './store.ts'

const pageRows = 20
/** Before every id that we make. */
const firstId = '00000000-0000-4000-8000-000000000000'
const Cursor = z.tuple([z.enum(store.ways), z.string(), z.uuid()])

/**
 * 单位管理: 20 units of the office's subtree, or of a region within it, by pinyin; with a search those
 * whose name, then initials, pinyin, code begin so. INVALID at `region` outside the subtree.
 */
export async function list(
  { scope, platform }: Actor,
  { search, region, state, capability, after }: Query<typeof listManagedUnits>,
): Promise<Reply<typeof listManagedUnits>> {
  if (scope.kind !== 'region') return { items: [], next: null, regionCode: '' }
  const looked = region ?? scope.regionCode
  const isWithin = regionPath(looked).some(({ code }) => code === scope.regionCode)
  if (!isWithin) fail('INVALID', { fields: { region: 'NOT_OFFERED' } })
  const prefixes = prefixesOf(search ?? '')
  const asked = { scope, region: looked, prefixes, state, capability }
  const [from, key, id] = after === undefined ? [] : readCursor(after, Cursor)
  const rows: store.ManagedRow[] = []
  let next: store.Place | null = null
  for (const way of store.ways) {
    const isPast = from !== undefined && store.ways.indexOf(way) < store.ways.indexOf(from)
    if (prefixes[way] === undefined || isPast) continue
    const place = way === from && key !== undefined && id !== undefined ? { way, key, id } : null
    const found = await store.listWay(platform.db, asked, way, place, pageRows + 1 - rows.length)
    const shown = found.filter(({ isShown }) => isShown)
    const room = pageRows - rows.length
    rows.push(...shown.slice(0, room))
    const last = shown.length > room ? shown[room - 1] : found.find(({ isShown }) => !isShown)
    if (last) next = { way, key: last.key, id: last.id }
    // The page is full, and the next way has more: it begins there.
    else if (found.length > 0 && room === 0) next = { way, key: '', id: firstId }
    if (next) break
  }
  return {
    items: rows.map(({ key: _key, regionCode, ...row }) => ({
      id: row.id,
      name: row.name,
      code: row.code,
      nature: row.nature,
      regionPath: placeName(regionCode),
      state: row.state,
      capabilities: row.capabilities,
      managers: row.managers,
    })),
    next: next && writeCursor([next.way, next.key, next.id]),
    regionCode: scope.regionCode,
  }
}

/** What each way of looking must begin with; without a search all units stand in the order of their pinyin. */
function prefixesOf(search: string): Partial<Record<store.Way, string>> {
  const name = cleanText(search)
  if (name === '') return { pinyin: '' }
  // No name holds a control character, and the database could not even be asked for some.
  if (hasControl(name)) return {}
  const latin = latinTyped(name)
  if (latin === '') return { name }
  return { name, initials: latin, pinyin: latin, code: latin.toUpperCase() }
}
