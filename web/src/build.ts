/** The header in which pages and server tell each other which build they are. */
export const buildHeader = 'x-xueshi-build'

/** The id of the bundle that runs here, from the page that loaded it; `dev` under the development server. */
export const ownBuild =
  document.querySelector('meta[name="build"]')?.getAttribute('content') ?? 'dev'

const reloadedFor = 'xueshi.reloadedFor'
let serverBuild: string | null = null

/** Notes the build that a reply named. */
export function noteServerBuild(build: string | null): void {
  if (build) serverBuild = build
}

/**
 * True when the server has moved to another build, so that the next navigation should load the page
 * anew. Only once for each build of the server: a cache that still holds the old page must not make
 * every click a reload.
 */
export function takeReload(): boolean {
  if (!serverBuild || ownBuild === 'dev' || serverBuild === ownBuild) return false
  if (sessionStorage.getItem(reloadedFor) === serverBuild) return false
  sessionStorage.setItem(reloadedFor, serverBuild)
  return true
}
