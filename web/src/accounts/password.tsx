import { useEffect } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { landing, portalsOf, renewSession, useSession } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useUrlState } from '../url.ts'
import { destination } from './destination.ts'
import { PasswordForm } from './password-form.tsx'

const Search = z.object({ next: z.optional(z.string()) })

/** 修改密码: forced after the first login and after any password that its owner did not choose. */
export default function Password() {
  const go = useGo()
  const [{ next }] = useUrlState(Search)
  const session = useSession()
  const signedOut = session !== undefined && session.account === null
  useEffect(() => {
    if (signedOut) go(paths.login(paths.password()), { replace: true })
  }, [signedOut, go])
  const changed = async () => {
    const renewed = await renewSession()
    const first = landing(renewed)
    const own = destination(next, { first, portals: portalsOf(renewed) })
    go(renewed.account?.mustSetSecondFactor ? first : own, { replace: true })
    toast('密码已修改，其他设备上的登录已退出')
  }
  return (
    <Page title="修改密码" width="form">
      {session?.account?.mustChangePassword && (
        <Notice tone="warn" title="请先修改密码，再办理业务">
          <p>
            这是您第一次登录，或者现在的密码不是您自己设置的。换成只有您本人知道的新密码后，就可以使用全部功能。
          </p>
        </Notice>
      )}
      <Card>{session?.account ? <PasswordForm changed={changed} /> : <Skeleton lines={6} />}</Card>
    </Page>
  )
}
