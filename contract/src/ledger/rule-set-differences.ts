import type { RuleSetForm } from './rule-sets.ts'

/** One value of a rule set that is another in the other: its path, and both as they stand (absent: undefined). */
export type Difference = { path: string; before: unknown; after: unknown }

/** Parts whose lines are known by something of their own, so that a line put in between moves no other. */
const keyed: Readonly<Record<string, string>> = { forms: 'code', options: 'code', shares: 'name' }

/** Every value in which two rule sets differ, in the order of the form. Lists of plain values are one value. */
export function ruleSetDifferences(before: RuleSetForm, after: RuleSetForm): Difference[] {
  return [...differencesOf('', before, after)]
}

function* differencesOf(path: string, before: unknown, after: unknown): Generator<Difference> {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  const lines = [linesOf(path, before), linesOf(path, after)] as const
  if (lines[0] === null || lines[1] === null) {
    yield { path, before, after }
    return
  }
  const names = new Set([...lines[0].keys(), ...lines[1].keys()])
  for (const name of names) {
    const below = path === '' ? name : `${path}.${name}`
    yield* differencesOf(below, lines[0].get(name), lines[1].get(name))
  }
}

/** What a value is made of, by name; null for one that is compared as a whole. */
function linesOf(path: string, value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const list: unknown[] = value
  const key = keyed[path.split('.').at(-1) ?? '']
  if (key !== undefined)
    return new Map(list.map((line) => [String(Reflect.get(Object(line), key)), line]))
  // Chains are known by their place: the first that fits holds.
  return path === 'chains' ? new Map(list.map((line, at) => [String(at), line])) : null
}
