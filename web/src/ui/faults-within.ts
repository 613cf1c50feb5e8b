import { recordOf } from '../record.ts'
import type { Faults } from './judge.ts'

/** The reverse of `nested` in judge.ts: what is wrong within, by its path. */
export function faultsWithin(errors: unknown): Faults {
  const { message, ref: _element, ...parts } = recordOf(errors)
  const own = typeof message === 'string' ? [['', message] as const] : []
  const inner = Object.entries(parts).flatMap(([key, part]) =>
    Object.entries(faultsWithin(part)).map(
      ([path, code]) => [path ? `${key}.${path}` : key, code] as const,
    ),
  )
  return Object.fromEntries([...own, ...inner])
}
