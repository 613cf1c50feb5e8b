import type { ComponentType } from 'react'

/** A page whose code is fetched when it is first wanted. */
export interface LazyPage {
  load: () => Promise<ComponentType>
}

const reloadedFor = 'xueshi.reloadedForCode'

/** Wraps `() => import('…')` of a module whose default export is a page. */
export function lazy(fetchModule: () => Promise<{ default: ComponentType }>): LazyPage {
  let page: Promise<ComponentType> | null = null
  const load = () => {
    page ??= fetchModule().then(
      (module) => {
        sessionStorage.removeItem(reloadedFor)
        return module.default
      },
      (error: unknown) => {
        page = null
        throw error
      },
    )
    return page
  }
  return { load }
}

/**
 * After a deployment the old page's files may be gone: loading the page anew once brings the new
 * ones. True when that is under way.
 */
export function reloadForCode(error: unknown): boolean {
  const missing =
    error instanceof TypeError &&
    /dynamically imported module|importing a module/i.test(error.message)
  if (!missing || sessionStorage.getItem(reloadedFor)) return false
  sessionStorage.setItem(reloadedFor, 'yes')
  window.location.reload()
  return true
}
