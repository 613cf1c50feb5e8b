import { useEffect } from 'react'
import { paths } from '../paths.ts'
import { landing, renewSession, useSession } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { FactorSetup } from './factor-setup.tsx'

/** 设置两步验证: forced on whoever sits at an authority or administers the system. */
export default function SecondFactor() {
  const go = useGo()
  const session = useSession()
  const signedOut = session !== undefined && session.account === null
  useEffect(() => {
    if (signedOut) go(paths.login(paths.secondFactor()), { replace: true })
    // `go` is another function on each rendering and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [signedOut])
  const done = async () => {
    go(landing(await renewSession()), { replace: true })
    toast('两步验证已启用')
  }
  return (
    <Page title="设置两步验证" width="form">
      {session?.account?.mustSetSecondFactor && (
        <Notice tone="warn" title="请先启用两步验证，再办理业务">
          <p>主管部门工作人员和系统管理员登录时，除密码外还须填写手机上的动态验证码。</p>
        </Notice>
      )}
      <Card>{session?.account ? <FactorSetup done={done} /> : <Skeleton lines={6} />}</Card>
    </Page>
  )
}
