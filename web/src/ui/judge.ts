import { rightPart, type Part } from '@xueshi/contract/issues'
import * as z from 'zod/mini'
import { issueCode } from './errors.ts'

/** Field path → issue code, as the contract's `…Issues` functions give them. */
export type Faults = Readonly<Record<string, string>>

/** Rules over a form as far as it is right. */
export type FormRules<Values> = (part: Part<Values>) => Faults

export interface Judgement<Values> {
  /** What the shape made of the values; nothing where it is wrong. */
  read?: Values | undefined
  /** All that is wrong: one mistake hides no other, but of a field one is told. */
  faults: Faults
  /** What the rules found. */
  broken: Faults
}

/** Judges by the shape, and by the rules as far as the shape is right. */
export function judge<Values>(
  shape: z.ZodMiniType<Values>,
  values: Values,
  rules?: FormRules<Values>,
): Judgement<Values> {
  const { data: read, error } = z.safeParse(shape, values, { reportInput: true })
  const wrong: Record<string, string> = {}
  for (const issue of error?.issues ?? []) wrong[issue.path.join('.')] ??= issueCode(issue)
  const broken = rules?.(rightPart(read ?? values, wrong)) ?? {}
  return { read, faults: { ...broken, ...wrong }, broken }
}

/** `a.0.b` → code becomes `{a: [{b: {type, message}}]}`. */
export function nested(faults: Faults): object {
  const errors: Record<string, unknown> = {}
  for (const [path, code] of Object.entries(faults)) {
    let place = errors
    const keys = path.split('.')
    for (const [at, key] of keys.entries()) {
      // A field that holds a list is wrong to the form's library where it finds a list of errors.
      place[key] ??= Number(keys[at + 1]) >= 0 ? [] : {}
      place = place[key] as Record<string, unknown> // made by the line above
    }
    // A list may be wrong as a whole and in its lines.
    Object.assign(place, { type: code, message: code })
  }
  return errors
}
