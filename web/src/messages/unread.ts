import { readUnread, type Unread } from '@xueshi/contract/messages'
import type { ActorKind } from '@xueshi/contract/actor'
import type { Reply } from '@xueshi/contract/endpoint'
import { staffed } from '@xueshi/contract/orgs/staff'
import { useEffect } from 'react'
import { useRead } from '../queries.ts'
import { chosenSeat } from '../seat.ts'
import { useSession } from '../session.ts'

type AllUnread = Reply<typeof readUnread>
const none: Unread = { count: 0, more: false }

/**
 * What waits to be read at each of one's desks. Read anew with each page, never by the clock: a reading
 * after the login has ended leads to the login page, away from what was being typed.
 */
export function useUnread(path: string): AllUnread | undefined {
  const account = useSession()?.account
  const enabled = Boolean(account) && !account?.mustChangePassword && !account?.mustSetSecondFactor
  const { data, refetch } = useRead(readUnread, {}, { enabled })
  useEffect(() => {
    if (enabled) void refetch({ cancelRefetch: false })
  }, [enabled, path, refetch])
  return data
}

/** What the messages of a portal hold unread: one's own where no 个人业务 shows them, and the unit's. */
export function unreadAt(
  unread: AllUnread,
  { kind, seatId, individual }: { kind: ActorKind; seatId: string | null; individual: boolean },
): Unread {
  if (!staffed.some((each) => each === kind)) return unread.own
  const desk = unread.seats.find((seat) => seat.seatId === seatId) ?? none
  return individual ? desk : sum(desk, unread.own)
}

function sum(one: Unread, other: Unread): Unread {
  const count = one.count + other.count
  return { count: Math.min(count, 99), more: one.more || other.more || count > 99 }
}

/** The same of the portal that is open. */
export function useUnreadHere(kind: ActorKind, path: string): Unread {
  const unread = useUnread(path)
  const individual = useSession()?.individual ?? false
  return unread ? unreadAt(unread, { kind, seatId: chosenSeat(kind), individual }) : none
}
