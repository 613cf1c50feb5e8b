import { countriesTable } from './countries-table.ts'
import type { Entry } from './entry.ts'

/** The code that registration opens at. */
export const china = 'CHN'

// Parts of China have labels, because documents name them, but are not countries to choose: their people
// choose 中国 and their own identity document. Places without residents have no nationals.
const notOffered = 'HKG MAC TWN ATA ATF BVT HMD IOT SGS UMI'.split(' ')

let read: readonly Entry[] | undefined

function all(): readonly Entry[] {
  // Read on first use, so that importing this file costs nothing.
  read ??= countriesTable
    .split(' ')
    .map((text) => ({ code: text.slice(0, 3), label: text.slice(3) }))
  return read
}

/** 国家/地区 to choose from (GB/T 2659.1, ISO 3166-1 alpha-3): 中国 first, the others by pinyin. */
export function countries(): readonly Entry[] {
  return all().filter(({ code }) => !notOffered.includes(code))
}

/** The Chinese name of a country or region, 中国香港 and the like included, or undefined. */
export function countryLabel(code: string): string | undefined {
  return all().find((country) => country.code === code)?.label
}
