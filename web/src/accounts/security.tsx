import { readSafety } from '@xueshi/contract/accounts/contacts'
import { listLogins } from '@xueshi/contract/accounts/logins'
import { keyOf, queryClient, useRead } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { ContactCard } from './contact-card.tsx'
import { FactorCard } from './factor-card.tsx'
import { LoginsCard } from './logins-card.tsx'
import { PasswordForm } from './password-form.tsx'
import { QuestionsCard } from './questions-card.tsx'

/** 账号与安全: whose account this is, what protects it, and where it is in use. */
export default function Security() {
  const safety = useRead(readSafety, {})
  const changed = async () => {
    await renewSession()
    await queryClient.invalidateQueries({ queryKey: keyOf(listLogins) })
    toast('密码已修改，其他设备上的登录已退出')
  }
  const { data } = safety
  return (
    <Page title="账号与安全" width="form">
      {safety.error ? (
        <Failed error={safety.error} retry={() => void safety.refetch()} />
      ) : data ? (
        <>
          <ContactCard safety={data} />
          <Card title="修改密码">
            <PasswordForm changed={changed} />
          </Card>
          <FactorCard safety={data} />
          <QuestionsCard safety={data} />
          <LoginsCard />
        </>
      ) : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </Page>
  )
}
