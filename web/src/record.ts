/** An object of unknown content as a record; anything else as an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // Every object is one: nothing is said of what it holds.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
