import { useState } from 'react'

const none: ReadonlySet<string> = new Set()

/**
 * What is ticked among the rows that are shown, and how to tick. `shown` names what they are asked by: on
 * another page, or under another filter, nothing is ticked, so that nobody acts on rows out of sight or
 * believes to do so.
 */
export function usePicked(
  shown: unknown,
): [picked: ReadonlySet<string>, setPicked: (ids: ReadonlySet<string>) => void] {
  const key = JSON.stringify(shown) ?? ''
  const [ticked, setTicked] = useState({ key, ids: none })
  return [ticked.key === key ? ticked.ids : none, (ids) => setTicked({ key, ids })]
}
