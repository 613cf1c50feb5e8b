import { listSessions, readSignInCodes } from '@xueshi/contract/training/attendance'
import { readClass } from '@xueshi/contract/training/classes'
import { useEffect, useState } from 'react'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam } from '../url.ts'
import './classes.css'

const askSeconds = 10

/** 签到二维码 for the wall: another code every quarter of a minute, also while the network is away for a while. */
export default function SignInCode() {
  const id = usePathParam('id')
  const sessionId = usePathParam('sessionId')
  const reading = useRead(
    readSignInCodes,
    { params: { id, sessionId } },
    { refetchSeconds: askSeconds },
  )
  const held = useRead(readClass, { params: { id } })
  const sessions = useRead(listSessions, { params: { id } })
  const session = sessions.data?.items.find((one) => one.id === sessionId)
  const now = useNow()
  const codes = reading.data
  const elapsed = Math.max(0, now - reading.dataUpdatedAt)
  const turn = codes && turnAt(elapsed, codes)
  const code = codes && turn !== undefined ? codes.codes[turn] : undefined
  return (
    <Page
      title="签到二维码"
      back={{ to: paths.sessionOf(id, sessionId), text: '签到名单' }}
      // Whoever stands before the wall sees which of the rooms it belongs to.
      lead={[
        held.data?.name,
        session && `${formatInstant(session.from)}—${formatInstant(session.to).slice(11)}`,
        session?.online ? '线上' : session?.place,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      {!codes ? (
        reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : (
        <Card>
          {code ? (
            <svg
              className="wall-code"
              viewBox={`-4 -4 ${code.modules + 8} ${code.modules + 8}`}
              role="img"
              aria-label="签到二维码"
              data-address={code.address}
            >
              <rect x={-4} y={-4} width="100%" height="100%" fill="#fff" />
              <path d={code.path} fill="#000" shapeRendering="crispEdges" />
            </svg>
          ) : (
            <Notice tone="warn" live title="二维码已过期">
              网络中断，恢复后会自动显示新的二维码。
            </Notice>
          )}
          <p className="wall-words wall-count" role="status">
            <span>{`已签到 ${codes.signedIn} 人`}</span>
            {sessions.data && <span>{`，学员共 ${sessions.data.trainees} 人`}</span>}
          </p>
          <p className="wall-words">
            <span>学员用手机扫码，登录本人账号签到。</span>
            <span>{`二维码每 ${codes.slotMilliseconds / 1000} 秒更换，转发无效。`}</span>
          </p>
          <p className="wall-words">
            <span>签到时间</span>{' '}
            <span>{`${formatInstant(codes.opensAt).slice(11)} 至 ${formatInstant(codes.closesAt).slice(11)}`}</span>
          </p>
        </Card>
      )}
    </Page>
  )
}

/** Which of the codes is due so long after they came. */
const turnAt = (
  elapsed: number,
  { nextMilliseconds, slotMilliseconds }: { nextMilliseconds: number; slotMilliseconds: number },
): number =>
  elapsed < nextMilliseconds ? 0 : 1 + Math.floor((elapsed - nextMilliseconds) / slotMilliseconds)

/** The browser's own time, twice a second; only differences of it are used. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return now
}
