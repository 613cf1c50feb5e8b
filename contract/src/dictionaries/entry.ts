/** A line of a code list: what is stored, and what people read. */
export interface Entry<Code extends string = string> {
  readonly code: Code
  readonly label: string
}

/** The label of the code, or undefined for a code that the list does not have: this is how existence is asked. */
export function labelIn(entries: readonly Entry[], code: string): string | undefined {
  return entries.find((entry) => entry.code === code)?.label
}
