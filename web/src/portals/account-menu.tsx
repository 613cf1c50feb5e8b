import { logOut } from '@xueshi/contract/accounts'
import type { ActorKind } from '@xueshi/contract/actor'
import type { Session } from '@xueshi/contract/orgs'
import { unreadAt, useUnread } from '../messages/unread.ts'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { chooseSeat, chosenSeat } from '../seat.ts'
import { renewSession } from '../session.ts'
import { textOf } from '../ui/errors.ts'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { portalNames, type Portal } from './portal.ts'

/** The person's name: other seats and portals, the account, the way out. */
export default function AccountMenu({
  session,
  portal,
  path,
}: {
  session: Session
  portal: Portal
  path: string
}) {
  const go = useGo()
  const unread = useUnread(path)
  const places = switches(session, portal, go).map(({ kind, seatId, ...entry }) => ({
    ...entry,
    unread: unread && unreadAt(unread, { kind, seatId, individual: session.individual }),
  }))
  const waitsElsewhere = places.some((place) => !place.current && (place.unread?.count ?? 0) > 0)
  const leave = useMove(logOut)
  const goOut = async () => {
    try {
      await leave.mutateAsync({})
      go(paths.home())
      await renewSession()
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  const account: MenuEntry[] = [
    {
      id: 'invitations',
      text: '收到的邀请',
      icon: 'send',
      act: () => go(paths.invitations()),
    },
    { id: 'leave', text: '退出', icon: 'logout', act: () => void goOut() },
  ]
  const kind = portal.kind === 'public' ? firstKind(session) : portal.kind
  if (kind)
    account.unshift({
      id: 'security',
      text: '账号与安全',
      icon: 'lock',
      act: () => go(paths.security(kind)),
    })
  return (
    <Menu
      compact
      icon="user"
      text={session.account?.name ?? '账号'}
      hint={waitsElsewhere ? '其他身份有未读消息' : undefined}
      sections={[
        { title: '切换身份', entries: places },
        { title: '账号', entries: account },
      ]}
    />
  )
}

function firstKind(session: Session) {
  return session.individual ? ('individual' as const) : session.seats[0]?.kind
}

type Place = MenuEntry & { kind: ActorKind; seatId: string | null }

/** One entry for oneself and one for each seat: the role changes, the login stays. */
function switches(session: Session, portal: Portal, go: (to: string) => void): Place[] {
  const own: Place[] = session.individual
    ? [
        {
          id: 'individual',
          kind: 'individual',
          seatId: null,
          text: portalNames.individual,
          current: portal.kind === 'individual',
          act: () => go(paths.portalHome('individual')),
        },
      ]
    : []
  const seats = session.seats.map((seat) => ({
    id: seat.id,
    kind: seat.kind,
    seatId: seat.id,
    text: portalNames[seat.kind],
    detail: seat.unitName,
    current: portal.kind === seat.kind && chosenSeat(seat.kind) === seat.id,
    act: () => {
      chooseSeat(seat.kind, seat.id)
      go(paths.portalHome(seat.kind))
    },
  }))
  return [...own, ...seats]
}
