import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'
export type Size = 'normal' | 'large'

const root = document.documentElement
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Remembers what was chosen; where storage is blocked the choice lasts for this page alone. */
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    return
  }
}

function set(attribute: 'data-theme' | 'data-size', value: Theme | Size): void {
  root.setAttribute(attribute, value)
  for (const listener of listeners) listener()
}

export function setTheme(theme: Theme): void {
  keep('xueshi.theme', theme)
  set('data-theme', theme)
}

export function setSize(size: Size): void {
  keep('xueshi.size', size)
  set('data-size', size)
}

/** Follows the system until the person has chosen. */
export function followSystem(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', () => {
    try {
      if (localStorage.getItem('xueshi.theme')) return
    } catch {
      return
    }
    set('data-theme', dark.matches ? 'dark' : 'light')
  })
}

/** The look in force: `early.js` set it before the first paint. */
export function useDisplay(): { theme: Theme; size: Size } {
  const theme = useSyncExternalStore(subscribe, () => root.getAttribute('data-theme'))
  const size = useSyncExternalStore(subscribe, () => root.getAttribute('data-size'))
  return { theme: theme === 'dark' ? 'dark' : 'light', size: size === 'large' ? 'large' : 'normal' }
}
