import { extendLogin } from '@xueshi/contract/accounts/logins'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { paths, portalAt } from '../paths.ts'
import { queryClient, useMove } from '../queries.ts'
import { sessionReading } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Dialog } from '../ui/overlay.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'

const warnSeconds = 120
const refresh = () => queryClient.fetchQuery({ ...sessionReading, staleTime: 0 })

/**
 * Says two minutes before that the login is about to end, and lets it go on. Requests of other tabs
 * count too, so the server is asked before anything is said; that asking does not count.
 */
export default function IdleWarning() {
  const go = useGo()
  const { data, dataUpdatedAt } = useQuery(sessionReading)
  const extend = useMove(extendLogin)
  const [now, setNow] = useState(() => Date.now())
  const login = data?.login
  const told = login ? Math.min(login.idleLeftSeconds, login.leftSeconds) : null
  const left = told === null ? null : told - Math.floor((now - dataUpdatedAt) / 1000)
  const isClose = told !== null && told <= warnSeconds

  useEffect(() => {
    if (told === null) return
    const elapsed = Date.now() - dataUpdatedAt
    const look = () => void refresh().catch(() => undefined)
    if (!isClose) {
      const timer = setTimeout(look, Math.max(1000, (told - warnSeconds + 1) * 1000 - elapsed))
      return () => clearTimeout(timer)
    }
    const clock = setInterval(() => setNow(Date.now()), 1000)
    const end = setTimeout(look, Math.max(1000, told * 1000 - elapsed + 500))
    return () => {
      clearInterval(clock)
      clearTimeout(end)
    }
  }, [told, isClose, dataUpdatedAt])

  const isOver = data !== undefined && data.account === null
  useEffect(() => {
    const { pathname, search } = window.location
    if (!isOver || portalAt(pathname) === null) return
    go(paths.login(pathname + search), { replace: true })
    toast('长时间未操作，已自动退出登录')
    // `go` is another function on each rendering and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isOver])

  if (!isClose || !login || left === null) return null
  const isLast = login.leftSeconds <= login.idleLeftSeconds
  const stay = async () => {
    try {
      await extend.mutateAsync({})
      await refresh()
      setNow(Date.now())
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <Dialog
      open
      close={() => void stay()}
      title="即将自动退出"
      actions={
        !isLast && (
          <Button look="primary" busy={extend.isPending} onClick={() => void stay()}>
            继续使用
          </Button>
        )
      }
    >
      <p role="timer">{`还有 ${Math.max(0, left)} 秒`}</p>
      <p>
        {isLast
          ? '本次登录已接近 12 小时上限，请尽快保存正在填写的内容，然后重新登录。'
          : '您已有一段时间没有操作。为保护您的信息，系统将自动退出登录。'}
      </p>
    </Dialog>
  )
}
