import { useQuery } from '@tanstack/react-query'
import type { ActorKind } from '@xueshi/contract/actor'
import { readSession, type Session } from '@xueshi/contract/orgs'
import { publicPaths } from './public-paths.ts'
import { queryClient, reading } from './queries.ts'

/** Who is signed in, read once and kept until something changes it. The key names no seat: all share it. */
export const sessionReading = {
  ...reading(readSession, {}),
  queryKey: ['session'] as const,
  staleTime: 5 * 60_000,
}

/** The session, or undefined while it is being read. */
export function useSession(): Session | undefined {
  return useQuery(sessionReading).data
}

/** Forgets everything read so far and reads the session anew: after login, logout, a change of password. */
export async function renewSession(): Promise<Session> {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  return queryClient.fetchQuery({ ...sessionReading, staleTime: 0 })
}

/** The kinds of portal that a signed-in person may enter, individuals first. */
export function portalsOf(session: Session): ActorKind[] {
  const kinds = session.seats.map((seat) => seat.kind)
  return [...new Set<ActorKind>([...(session.individual ? ['individual' as const] : []), ...kinds])]
}

/** Where a signed-in person lands: the forced change of password, else their first portal. */
export function landing(session: Session): string {
  if (session.account?.mustChangePassword) return publicPaths.password()
  if (session.account?.mustSetSecondFactor) return publicPaths.secondFactor()
  const [kind] = portalsOf(session)
  return kind ? publicPaths.portalHome(kind) : publicPaths.home()
}
