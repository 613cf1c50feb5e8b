import { CallError } from './call-error.ts'
import { portalAt, publicPaths } from './public-paths.ts'
import { queryClient } from './queries.ts'
import { router } from './router.tsx'
import { sessionReading } from './session.ts'

/**
 * A login that ended while the page was open: a reading leads to the login page and back; a move
 * does not, so that nothing typed is lost: the person can log in in another tab and send it again.
 */
export function leaveWhenSignedOut(error: unknown, act: 'read' | 'move'): void {
  if (!(error instanceof CallError)) return
  if (error.code === 'PASSWORD_CHANGE_REQUIRED') router.history.push(publicPaths.password())
  if (error.code === 'SECOND_FACTOR_REQUIRED') router.history.push(publicPaths.secondFactor())
  if (error.code !== 'SIGNED_OUT') return
  void queryClient.invalidateQueries({ queryKey: sessionReading.queryKey })
  const { pathname, href } = router.history.location
  if (act === 'read' && portalAt(pathname)) router.history.push(publicPaths.login(href))
}
