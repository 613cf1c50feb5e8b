import * as z from 'zod/mini'

/** Why an amount of hours is refused. */
export type HoursFault =
  | 'HOURS_REQUIRED'
  | 'HOURS_NOT_A_NUMBER'
  | 'HOURS_TOO_PRECISE'
  | 'HOURS_NOT_POSITIVE'
  | 'HOURS_TOO_MANY'

/** The most that one amount may be, in tenths: 9,999.9 hours is already more than a year has. */
export const mostHoursTenths = 99_999

/**
 * Reads hours as a person types them (`12`, `12.5`, full-width digits too) and gives integer tenths
 * (`125`), or the fault. A second decimal is refused even when it is zero: nothing is ever rounded.
 */
export function parseHours(raw: string): number | HoursFault {
  const text = raw.normalize('NFKC').trim()
  if (text === '') return 'HOURS_REQUIRED'
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return 'HOURS_NOT_A_NUMBER'
  const [, sign, whole = '', decimals = ''] = match
  if (decimals.length > 1) return 'HOURS_TOO_PRECISE'
  // Counted in whole tenths from the digits themselves: 0.1 has no exact binary fraction.
  const tenths = Number(whole) * 10 + Number(decimals)
  if (sign === '-' || tenths === 0) return 'HOURS_NOT_POSITIVE'
  return tenths > mostHoursTenths ? 'HOURS_TOO_MANY' : tenths
}

/** Integer tenths as people read them: 125 → `12.5`, 120 → `12`, -5 → `-0.5` (reversals are negative). */
export function formatHours(hoursTenths: number): string {
  if (!Number.isSafeInteger(hoursTenths)) throw new RangeError(`not whole tenths: ${hoursTenths}`)
  const size = Math.abs(hoursTenths)
  const tenth = size % 10
  const text = tenth === 0 ? String(size / 10) : `${(size - tenth) / 10}.${tenth}`
  return hoursTenths < 0 ? `-${text}` : text
}

/** The sum in tenths; 0 for none. Throws RangeError if a part is not whole tenths or the sum is not exact. */
export function sumHours(parts: Iterable<number>): number {
  let sum = 0
  for (const part of parts) {
    if (!Number.isSafeInteger(part)) throw new RangeError(`not whole tenths: ${part}`)
    sum += part
  }
  if (!Number.isSafeInteger(sum)) throw new RangeError('sum of hours is not exact')
  return sum
}

/** Shape of an amount on the wire: integer tenths, more than none; its messages are `HoursFault`s. */
export const hoursTenths = /* @__PURE__ */ tenthsShape()

function tenthsShape() {
  return z
    .int({
      error: ({ input }) =>
        input === undefined || input === null
          ? 'HOURS_REQUIRED'
          : typeof input === 'number'
            ? 'HOURS_TOO_PRECISE'
            : 'HOURS_NOT_A_NUMBER',
    })
    .check(z.gte(1, 'HOURS_NOT_POSITIVE'), z.lte(mostHoursTenths, 'HOURS_TOO_MANY'))
}
