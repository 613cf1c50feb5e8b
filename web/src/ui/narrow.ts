import { useSyncExternalStore } from 'react'

// The width below which the style sheets lay pages out for phones.
const phone = window.matchMedia('(max-width: 759px)')

const subscribe = (listener: () => void) => {
  phone.addEventListener('change', listener)
  return () => phone.removeEventListener('change', listener)
}

/** True while the window is as narrow as a phone's, where a long form goes in steps. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => phone.matches)
}
