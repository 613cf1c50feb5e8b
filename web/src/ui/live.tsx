import { useSyncExternalStore } from 'react'

let message = ''
const listeners = new Set<() => void>()

/** Says something to screen readers alone: the number of rows found, a file that arrived. */
export function announce(text: string): void {
  // A zero-width space makes the same words, said again, a change.
  message = text === message ? `${text}\u200b` : text
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The one polite live region of the page. */
export function LiveRegion() {
  return (
    <div className="unseen" role="status" aria-live="polite">
      {useSyncExternalStore(subscribe, () => message)}
    </div>
  )
}

/** The first thing that Tab reaches: past the menus to the page itself. */
export function SkipLink() {
  return (
    <a className="skip-link" href="#main">
      跳到主要内容
    </a>
  )
}
