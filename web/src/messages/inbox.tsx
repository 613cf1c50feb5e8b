import { useRouterState } from '@tanstack/react-router'
import type { ActorKind } from '@xueshi/contract/actor'
import {
  listMessages,
  type Message,
  readMessages,
  readUnread,
  type Unread,
} from '@xueshi/contract/messages'
import { staffed } from '@xueshi/contract/orgs/staff'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { chosenSeat } from '../seat.ts'
import { portalsOf, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import './messages.css'
import { Channels } from './channels.tsx'
import { pageOfMessage } from './text.ts'
import { useUnread } from './unread.ts'

const Search = z.object({
  unread: z.optional(z.enum(['1'])),
  whose: z.optional(z.enum(['own'])),
})
const tabs = [
  { id: 'unit', text: '单位消息' },
  { id: 'own', text: '我的消息' },
] as const

/** 消息: what was told to the unit at whose desk one sits, and what was told to oneself. */
export default function Inbox() {
  const [{ whose }, setSearch] = useUrlState(Search)
  const kind = usePortalKind()
  const here = useRouterState({ select: ({ location }) => location.pathname })
  const unread = useUnread(here)
  const seatId = kind && chosenSeat(kind)
  if (!staffed.some((each) => each === kind))
    return (
      <Page title="消息">
        <Messages whose={undefined} />
        <Channels />
      </Page>
    )
  const counts = { unit: unread?.seats.find((seat) => seat.seatId === seatId), own: unread?.own }
  return (
    <Page title="消息">
      <Tabs
        label="谁的消息"
        tabs={tabs.map(({ id, text }) => ({ id, text: withCount(text, counts[id]) }))}
        chosen={whose ?? 'unit'}
        choose={(id) => setSearch({ whose: id === 'own' ? id : undefined, unread: undefined })}
      >
        <Messages key={whose} whose={whose} />
        {whose === 'own' && <Channels />}
      </Tabs>
    </Page>
  )
}

const withCount = (text: string, unread: Unread | undefined) =>
  unread && unread.count > 0 ? `${text}（${unread.count}${unread.more ? '+' : ''}）` : text

function Messages({ whose }: { whose: 'own' | undefined }) {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const kind = usePortalKind()
  const session = useSession()
  const { unread: only } = search
  const query = { whose, unread: only, after: keyset.after }
  const list = useRead(listMessages, { query }, { keep: true })
  const mark = useMove(readMessages, { refresh: [listMessages, readUnread] })
  const read = (ids: string[] | null) =>
    mark.mutate({ body: { whose, ids } }, { onError: (error) => toast(textOf(error), 'error') })
  const unread = list.data?.unread ?? 0
  const isUnits = whose === undefined && staffed.some((each) => each === kind)
  const others = isUnits || !session ? [] : portalsOf(session)
  const portals = kind === null ? others : [kind, ...others]
  return (
    <Card>
      {list.data && (
        <p>{unread > 0 ? `${unread}${list.data.more ? ' 条以上' : ' 条'}未读` : '没有未读消息'}</p>
      )}
      <Row>
        <Button
          aria-pressed={only === '1'}
          onClick={() => setSearch({ unread: only === '1' ? undefined : '1' })}
        >
          只看未读
        </Button>
        <Button
          busy={mark.isPending}
          unavailable={unread === 0 && '没有未读消息'}
          onClick={() => read(null)}
        >
          全部标为已读
        </Button>
      </Row>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton lines={6} />
      ) : list.data.items.length === 0 ? (
        <Empty title={only === '1' ? '没有未读消息' : '还没有消息'}>
          {isUnits
            ? '需要本单位办理的事项和办理结果会出现在这里。'
            : '审核结果、退回原因、账号安全和需要您办理的事项会出现在这里。'}
        </Empty>
      ) : (
        <ul className="messages">
          {list.data.items.map((message) => (
            <Line
              key={message.id}
              message={message}
              portals={portals}
              read={() => read([message.id])}
            />
          ))}
        </ul>
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}

function Line({
  message,
  portals,
  read,
}: {
  message: Message
  portals: readonly ActorKind[]
  read: () => void
}) {
  const to = pageOfMessage(message, portals)
  return (
    <li className={message.read ? 'message' : 'message message-unread'}>
      <div className="message-head">
        <h2 className="message-title">{message.title}</h2>
        {!message.read && <Tag>未读</Tag>}
        <time className="message-time" dateTime={message.at}>
          {formatInstant(message.at)}
        </time>
      </div>
      <p>{message.text}</p>
      <Row>
        {to && <Link to={to}>去看看</Link>}
        {!message.read && (
          <Button look="quiet" onClick={read}>
            标为已读<span className="unseen">：{message.title}</span>
          </Button>
        )}
      </Row>
    </li>
  )
}
