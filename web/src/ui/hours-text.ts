import { formatHours } from '@xueshi/contract/hours'

/** Held tenths as they are typed: 125 → `12.5`; anything else is an empty field. */
export function hoursText(held: unknown): string {
  return typeof held === 'number' && Number.isSafeInteger(held) ? formatHours(held) : ''
}
