import { searchUnits } from '@xueshi/contract/orgs'
import { ask } from '../queries.ts'
import type { Found } from '../ui/search-field.tsx'

/** Registered units by name, pinyin, initials or code, for a field that picks one. */
export async function findUnits(words: string, signal: AbortSignal): Promise<Found[]> {
  const { items } = await ask(searchUnits, { query: { search: words } }, signal)
  return items.map(({ id, name, regionPath, codeTail, state }) => ({
    value: id,
    text: name,
    detail: `${regionPath} · 代码尾号 ${codeTail}${state === 'submitted' ? ' · 单位注册待审核' : ''}`,
  }))
}
