import { renewSession, useSession } from '../session.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { PasswordForm } from './password-form.tsx'

/** 账号与安全: whose account this is, and its password. */
export default function Security() {
  const account = useSession()?.account
  const changed = async () => {
    await renewSession()
    toast('密码已修改，其他设备上的登录已退出')
  }
  return (
    <Page title="账号与安全" width="form">
      {account ? (
        <>
          <Card title="账号">
            <DefinitionList
              facts={[
                { term: '登录账号', value: account.accountName },
                { term: '姓名', value: account.name },
              ]}
            />
          </Card>
          <Card title="修改密码">
            <PasswordForm changed={changed} />
          </Card>
        </>
      ) : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </Page>
  )
}
