import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useSession } from '../session.ts'
import { Confirmation } from '../ui/confirmation.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useUrlState } from '../url.ts'
import { RegistrationForm } from './registration-form.tsx'

const tabs = [
  { id: 'individual', text: '个人用户注册' },
  { id: 'unit', text: '单位用户注册' },
] as const
const Search = z.object({ kind: z.optional(z.enum(['individual', 'unit'])) })

/** 注册: two tabs, and 注册成功 in their place once an account stands. */
export default function Register() {
  const [{ kind = 'individual' }, setSearch] = useUrlState(Search)
  const [registered, setRegistered] = useState<string | null>(null)
  if (registered !== null) return <Registered accountName={registered} />
  return (
    <Page
      title="注册"
      width="form"
      lead={
        <>
          已有账号的请<Link to={paths.login()}>直接登录</Link>。注册约需 3
          分钟，请先准备好身份证件。
        </>
      }
    >
      <Card>
        <Tabs
          label="用户类型"
          tabs={tabs}
          chosen={kind}
          choose={(id) => setSearch({ kind: id === 'unit' ? id : undefined, step: undefined })}
        >
          {/* Hidden, not taken away: a look at the other tab must not cost what was typed. */}
          <div hidden={kind !== 'individual'}>
            <RegistrationForm done={setRegistered} />
          </div>
          {kind === 'unit' && <Units />}
        </Tabs>
      </Card>
    </Page>
  )
}

function Units() {
  const hotline = useSession()?.site.hotline ?? '12333'
  return (
    <Notice title="单位账号由所在地的人社部门开通">
      <p>
        请单位经办人联系单位所在地县（市、区）的人力资源和社会保障局，由其录入单位信息并开通账号。没有县区的市和省直、市直单位，请联系市或省的人社部门。
      </p>
      <p>
        不清楚由哪里办理的，请致电 <a href={`tel:${hotline}`}>{hotline}</a>。
      </p>
    </Notice>
  )
}

function Registered({ accountName }: { accountName: string }) {
  useEffect(() => {
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [])
  return (
    <Confirmation
      title="注册成功"
      number={{ name: '登录账号', value: accountName }}
      next={[
        '用这个账号和刚才设置的密码登录。',
        '第一次登录时，按提示修改密码。',
        '填写人员基本信息，选择工作单位，保存后由单位确认。',
      ]}
      actions={
        <ButtonLink look="primary" to={paths.login()}>
          去登录
        </ButtonLink>
      }
    />
  )
}
