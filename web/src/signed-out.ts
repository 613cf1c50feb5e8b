import { CallError } from './call-error.ts'
import { paths, portalAt } from './paths.ts'
import { goTo, placeNow } from './place.ts'
import { queryClient } from './queries.ts'
import { sessionReading } from './session.ts'

/**
 * A login that ended while the page was open: a reading leads to the login page and back; a move
 * does not, so that nothing typed is lost: the person can log in in another tab and send it again.
 */
export function leaveWhenSignedOut(error: unknown, act: 'read' | 'move'): void {
  if (!(error instanceof CallError)) return
  if (error.code === 'PASSWORD_CHANGE_REQUIRED') goTo(paths.password())
  if (error.code === 'SECOND_FACTOR_REQUIRED') goTo(paths.secondFactor())
  if (error.code !== 'SIGNED_OUT') return
  void queryClient.invalidateQueries({ queryKey: sessionReading.queryKey })
  const { path, search } = placeNow()
  if (act === 'read' && portalAt(path)) goTo(paths.login(path + search))
}
