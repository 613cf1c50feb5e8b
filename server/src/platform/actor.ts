import type { ActorKind, KeyScope, SeatLevel } from '@xueshi/contract/actor'
import type { Platform } from './platform.ts'
import type { Scope } from './scope.ts'

/** What a request tells of itself; the seed and jobs make one of their own. */
export type Request = {
  id: string
  /** The client's address, as the trusted proxy says. */
  address: string
  userAgent: string
  /** The Idempotency-Key and the hash of what it was sent with. */
  key: { value: string; bodyHash: Buffer } | null
}

/**
 * Who acts, from which seat, and how far they see. Made in orgs and nowhere else.
 * `visitor` is nobody in particular; `system` is the house itself: jobs and deadlines.
 */
export type Actor = {
  platform: Platform
  request: Request
  scope: Scope
} & (
  | { kind: 'visitor' | 'system'; accountId: null; name: string; seat: null; loginId: null }
  | {
      kind: ActorKind
      accountId: string
      /** The person's name, as it is written under what they decide. */
      name: string
      seat: { id: string; unitId: string; unitName: string; level: SeatLevel } | null
      loginId: string | null
      mustChangePassword: boolean
      /** A seat of theirs asks for a second factor, and they have none yet. */
      mustSetSecondFactor: boolean
      /** It is a program of the unit that acts, with this key, for whoever made it. */
      apiKey?: { id: string; scopes: readonly KeyScope[] }
    }
)

/** An actor who is signed in. Serving an endpoint has checked it; this says so to the compiler. */
export type SignedIn = Extract<Actor, { accountId: string }>

/** Throws when the actor is not signed in: a door that was left open, not a refusal. */
export function signedIn(actor: Actor): SignedIn {
  if (actor.accountId === null)
    throw new Error('an endpoint for the signed in was served to nobody')
  return actor
}
