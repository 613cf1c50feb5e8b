import { titleLevelLabel, titleSeries } from '@xueshi/contract/dictionaries/title-series'
import type { TitleLevel } from '@xueshi/contract/people'
import type { Found } from '../ui/search-field.tsx'

export type Title = { name: string; level: TitleLevel; series: readonly string[]; detail: string }

/** What a person says who has no title yet. */
export const noTitle: Title = { name: '无', level: 'none', series: [], detail: '尚未取得职称' }

const byName = new Map<string, Title>()
for (const { code, label, titles } of titleSeries)
  for (const [level, names] of Object.entries(titles) as [TitleLevel, readonly string[]][])
    // keys of the series table
    for (const name of names) {
      const series = [...(byName.get(name)?.series ?? []), code]
      const among = series.length > 1 ? '多个系列' : label
      byName.set(name, {
        name,
        level,
        series,
        detail: `${among} · ${titleLevelLabel(level) ?? ''}`,
      })
    }

/** Every title of the 27 series once, and none. */
export const titles: readonly Title[] = [noTitle, ...byName.values()]

export const titleNamed = (name: string) => titles.find((title) => title.name === name)

const most = 60

/** How near a title is to the words: itself, what begins with them, what holds them. */
const distance = (name: string, words: string) =>
  name === words ? 0 : name.startsWith(words) ? 1 : name.includes(words) ? 2 : 3

/** Titles whose name or series holds the words, the nearest first. */
export function searchTitles(words: string): Promise<Found[]> {
  const found = titles
    .filter(({ name, detail }) => `${name}${detail}`.includes(words))
    .sort((one, other) => distance(one.name, words) - distance(other.name, words))
  return Promise.resolve(
    found.slice(0, most).map(({ name, detail }) => ({ value: name, text: name, detail })),
  )
}
