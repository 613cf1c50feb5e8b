import { useEffect } from 'react'
import { paths } from '../paths.ts'
import { landing, renewSession, useSession } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { PasswordForm } from './password-form.tsx'

/** 修改密码: forced after the first login and after any password that its owner did not choose. */
export default function Password() {
  const go = useGo()
  const session = useSession()
  const signedOut = session !== undefined && session.account === null
  useEffect(() => {
    if (signedOut) go(paths.login(paths.password()), { replace: true })
  }, [signedOut, go])
  const changed = async () => {
    go(landing(await renewSession()), { replace: true })
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
