import type { AccountSafety, Contact } from '@xueshi/contract/accounts/contacts'
import { useState } from 'react'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { ContactDialog } from './contact-dialog.tsx'

type Intent = { contact: Contact; intent: 'prove' | 'change' }

const Proven = ({ proven }: { proven: boolean }) => (
  <Status tone={proven ? 'ok' : 'attention'} icon={proven ? 'checkCircle' : 'info'}>
    {proven ? '已验证' : '未验证'}
  </Status>
)

/** 账号: whose it is, and the phone and e-mail by which its owner is reached and finds it back. */
export function ContactCard({ safety }: { safety: AccountSafety }) {
  const account = useSession()?.account
  const [open, setOpen] = useState<Intent | null>(null)
  const { phoneMasked, phoneProven, emailMasked, emailProven } = safety
  return (
    <Card title="账号">
      <DefinitionList
        facts={[
          { term: '登录账号', value: account?.accountName ?? '' },
          { term: '姓名', value: account?.name ?? '' },
          {
            term: '手机号码',
            value: (
              <>
                {phoneMasked || '未填写'} <Proven proven={phoneProven} />
              </>
            ),
          },
          {
            term: '邮箱',
            value: (
              <>
                {emailMasked || '未填写'} <Proven proven={emailProven} />
              </>
            ),
          },
        ]}
      />
      {!phoneProven && (
        <Notice tone="warn" title="手机号码还没有验证">
          <p>验证后才能用手机号码登录，忘记密码时也才能用短信找回。</p>
        </Notice>
      )}
      <Row>
        {!phoneProven && phoneMasked !== '' && (
          <Button look="primary" onClick={() => setOpen({ contact: 'phone', intent: 'prove' })}>
            验证手机号码
          </Button>
        )}
        <Button onClick={() => setOpen({ contact: 'phone', intent: 'change' })}>
          更换手机号码
        </Button>
        {!emailProven && emailMasked !== '' && (
          <Button onClick={() => setOpen({ contact: 'email', intent: 'prove' })}>验证邮箱</Button>
        )}
        <Button onClick={() => setOpen({ contact: 'email', intent: 'change' })}>更换邮箱</Button>
      </Row>
      {open && <ContactDialog {...open} safety={safety} close={() => setOpen(null)} />}
    </Card>
  )
}
