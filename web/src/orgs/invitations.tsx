import {
  acceptInvitation,
  claimInvitation,
  declineInvitation,
  listOwnInvitations,
  type OwnInvitation,
} from '@xueshi/contract/orgs/invitations'
import { useEffect, useState } from 'react'
import { paths } from '../paths.ts'
import { portalNames } from '../portals/portal.ts'
import { useMove, useRead } from '../queries.ts'
import { chooseSeat } from '../seat.ts'
import { renewSession, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { levelText } from './text.ts'

/** 收到的邀请: units that ask the account to work for them; a link leads here with its ticket. */
export default function OwnInvitations() {
  const session = useSession()
  const ticket = useOptionalPathParam('ticket')
  const place = paths.invitations(ticket)
  return (
    <Page title="收到的邀请" width="form">
      {session === undefined ? (
        <Card>
          <Skeleton lines={4} />
        </Card>
      ) : session.account === null ? (
        <Card title="请先登录本人的账号">
          <p>有单位邀请您办理其业务。请用本人账号登录后答复；还没有账号的，先用本人姓名注册。</p>
          <Row>
            <ButtonLink look="primary" to={paths.login(place)}>
              登录后查看
            </ButtonLink>
            <ButtonLink to={paths.register(place)}>注册账号</ButtonLink>
          </Row>
        </Card>
      ) : ticket === undefined ? (
        <Open />
      ) : (
        <Claim key={ticket} ticket={ticket} />
      )}
    </Page>
  )
}

/** The link is given up for the invitation that it stands for; then the list holds it. */
function Claim({ ticket }: { ticket: string }) {
  const { mutate, isSuccess, error } = useMove(claimInvitation, { refresh: [listOwnInvitations] })
  useEffect(() => mutate({ body: { ticket } }), [mutate, ticket])
  if (isSuccess) return <Open />
  if (!error)
    return (
      <Card>
        <Skeleton lines={4} />
      </Card>
    )
  return (
    <>
      <Notice tone="warn" live title="这份邀请打不开">
        <p>
          {error.code === 'NOT_FOUND'
            ? '邀请已过期、已撤回，或已由其他账号答复。需要的话，请联系该单位的管理员重新邀请。'
            : error.code === 'WRONG_STATE'
              ? '该单位已经邀请过这个账号，请在下面答复。'
              : textOf(error)}
        </p>
      </Notice>
      <Open />
    </>
  )
}

function Open() {
  const list = useRead(listOwnInvitations, {})
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  if (!list.data)
    return (
      <Card>
        <Skeleton lines={4} />
      </Card>
    )
  if (list.data.items.length === 0)
    return (
      <Card>
        <Empty
          title="没有等待答复的邀请"
          actions={<ButtonLink to={paths.home()}>返回首页</ButtonLink>}
        >
          有单位邀请您成为员工账号时，会出现在这里。
        </Empty>
      </Card>
    )
  return list.data.items.map((invitation) => (
    <One key={invitation.id} invitation={invitation} reload={() => void list.refetch()} />
  ))
}

function One({ invitation, reload }: { invitation: OwnInvitation; reload: () => void }) {
  const go = useGo()
  const [declining, setDeclining] = useState(false)
  const refresh = [listOwnInvitations]
  const accept = useMove(acceptInvitation)
  const decline = useMove(declineInvitation, { refresh })
  const { id, version, unitName, kind, level, at, expiresAt, open } = invitation
  const answer = { params: { id }, body: { version } }
  const failed = (error: unknown) => {
    toast(textOf(error), 'error')
    reload()
  }
  const yes = async () => {
    try {
      const { seatId } = await accept.mutateAsync(answer)
      await renewSession()
      chooseSeat(kind, seatId)
      go(paths.portalHome(kind))
      toast(`已加入 ${unitName}`)
    } catch (error) {
      failed(error)
    }
  }
  const no = () =>
    decline.mutate(answer, { onSuccess: () => toast(`已谢绝 ${unitName} 的邀请`), onError: failed })
  return (
    <Card title={unitName}>
      <p>{`邀请您担任${levelText[level]}，办理“${portalNames[kind]}”。接受后不用重新登录，在右上角可以随时切换身份。`}</p>
      <p>{`发出时间：${formatInstant(at)}　请在 ${formatInstant(expiresAt)} 前答复。`}</p>
      <Row>
        {open.includes('accept') && (
          <Button look="primary" busy={accept.isPending} onClick={() => void yes()}>
            接受邀请
          </Button>
        )}
        {open.includes('decline') && <Button onClick={() => setDeclining(true)}>谢绝</Button>}
      </Row>
      <Confirm
        open={declining}
        close={() => setDeclining(false)}
        title="谢绝这份邀请？"
        verb="谢绝"
        busy={decline.isPending}
        confirm={no}
      >
        <p>{`${unitName} 会看到您谢绝了邀请，需要时可以重新邀请您。`}</p>
      </Confirm>
    </Card>
  )
}
