import { listMessages, type Message, readMessages } from '@xueshi/contract/messages'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import './messages.css'
import { Channels } from './channels.tsx'
import { pageOfMessage } from './text.ts'

const Search = z.object({ unread: z.optional(z.enum(['1'])) })

/** 消息: what was told to the person, or to the unit at whose desk they sit. */
export default function Inbox() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const kind = usePortalKind()
  const list = useRead(listMessages, { query: { ...search, after: keyset.after } }, { keep: true })
  const mark = useMove(readMessages, { refresh: [listMessages] })
  const read = (ids: string[] | null) =>
    mark.mutate({ body: { ids } }, { onError: (error) => toast(textOf(error), 'error') })
  const only = search.unread === '1'
  const unread = list.data?.unread ?? 0
  return (
    <Page
      title="消息"
      lead={
        list.data &&
        (unread > 0 ? `${unread}${list.data.more ? ' 条以上' : ' 条'}未读` : '没有未读消息')
      }
    >
      <Card>
        <Row>
          <Button aria-pressed={only} onClick={() => setSearch({ unread: only ? undefined : '1' })}>
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
          <Empty title={only ? '没有未读消息' : '还没有消息'}>
            审核结果、退回原因和需要您办理的事项会出现在这里。
          </Empty>
        ) : (
          <ul className="messages">
            {list.data.items.map((message) => (
              <Line
                key={message.id}
                message={message}
                portal={kind}
                read={() => read([message.id])}
              />
            ))}
          </ul>
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      {kind === 'individual' && <Channels />}
    </Page>
  )
}

function Line({
  message,
  portal,
  read,
}: {
  message: Message
  portal: ReturnType<typeof usePortalKind>
  read: () => void
}) {
  const to = pageOfMessage(message, portal)
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
