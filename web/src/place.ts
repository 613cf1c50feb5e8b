import { recordOf } from './record.ts'

/** Where the person is: the address bar, as the pages read it. */
export interface Place {
  path: string
  /** With its question mark, or ''. */
  search: string
  /** What the history entry carries beside the address. */
  state: unknown
  /** Names the history entry, for its scroll position. */
  key: string
}

/** `push` and `replace` are ours, `pop` is the browser's back and forward. */
export type Arrival = 'push' | 'replace' | 'pop'
type Listener = (place: Place, arrival: Arrival) => void

const listeners = new Set<Listener>()
let count = 0

/** The place in the address bar now. */
export function placeNow(): Place {
  const { pathname, search } = window.location
  const held = recordOf(window.history.state)
  return {
    path: pathname.replace(/(.)\/+$/, '$1'),
    search,
    state: held['state'] ?? null,
    key: typeof held['key'] === 'string' ? held['key'] : 'first',
  }
}

/** Goes to an address on our origin; whoever listens draws its page. */
export function goTo(to: string, options: { replace?: boolean; state?: unknown } = {}): void {
  count += 1
  const entry = { state: options.state ?? null, key: `${Date.now()}-${count}` }
  if (options.replace) window.history.replaceState(entry, '', to)
  else window.history.pushState(entry, '', to)
  tell(options.replace ? 'replace' : 'push')
}

/** Calls the listener at every change of place; returns how to stop it. */
export function onPlace(listener: Listener): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', popped)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('popstate', popped)
  }
}

const popped = () => tell('pop')

function tell(arrival: Arrival): void {
  const place = placeNow()
  for (const listener of listeners) listener(place, arrival)
}
