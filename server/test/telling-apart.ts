import { expect } from 'vitest'
import { isBattery } from './battery.ts'

/** How often the one is above the other, of all pairs: 0.5 where they cannot be told apart. */
export const areaUnder = (known: readonly number[], unknown: readonly number[]): number => {
  let above = 0
  for (const one of known)
    for (const other of unknown) above += one > other ? 1 : one === other ? 0.5 : 0
  return above / (known.length * unknown.length)
}

/** How many samples of each: as many as the statistics want in the battery, a few in `npm test`. */
export const samples = isBattery ? 500 : 8

/** An answer without what is new in every answer. */
const bare = (text: string) =>
  text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id').replace(/T[\d:.]+Z/g, 'T')

/**
 * T10: asks for what is known and for what is not, in turns, so that what else the machine does falls on both
 * alike. They are answered in the same bytes; in the battery also in the same time.
 */
export async function expectAlike(
  name: string,
  /** Prepares the sample's request and answers it: only the sending is timed. */
  prepare: (isKnown: boolean, at: number) => Promise<() => Promise<string>>,
  after: (at: number) => void,
): Promise<void> {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const texts = new Set<string>()
  for (let at = 0; at < samples; at += 1) {
    for (const isKnown of at % 2 === 0 ? [true, false] : [false, true]) {
      const send = await prepare(isKnown, at)
      const begun = performance.now()
      const text = await send()
      times[isKnown ? 'known' : 'unknown'].push(performance.now() - begun)
      texts.add(bare(text))
    }
    after(at)
  }
  expect([...texts]).toHaveLength(1)
  if (!isBattery) return
  const area = areaUnder(times.known, times.unknown)
  process.stdout.write(`T10, ${name}: AUC ${area.toFixed(3)} of ${samples} samples each\n`)
  expect(area).toBeGreaterThan(0.44)
  expect(area).toBeLessThan(0.56)
}
