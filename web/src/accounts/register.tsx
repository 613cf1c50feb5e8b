import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { unitSteps } from './unit-steps.ts'
import { paths } from '../paths.ts'
import { useSession } from '../session.ts'
import { Confirmation } from '../ui/confirmation.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { useNarrow } from '../ui/narrow.ts'
import { Steps } from '../ui/steps.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useUrlState } from '../url.ts'
import { RegistrationForm } from './registration-form.tsx'

const tabs = [
  { id: 'individual', text: '个人用户注册' },
  { id: 'unit', text: '单位用户注册' },
] as const
const Search = z.object({
  kind: z.optional(z.enum(['individual', 'unit'])),
  /** Where the login leads that follows the registration. */
  next: z.optional(z.string()),
})

/** 注册: two tabs, and 注册成功 in their place once an account stands. */
export default function Register() {
  const [{ kind: asked, next: wanted }, setSearch] = useUrlState(Search)
  const [registered, setRegistered] = useState<string | null>(null)
  const signedIn = Boolean(useSession()?.account)
  const kind = asked ?? (wanted === paths.registerUnit() ? 'unit' : 'individual')
  const next = kind === 'unit' ? paths.registerUnit() : wanted
  if (registered !== null) return <Registered accountName={registered} next={next} />
  return (
    <Page
      title="注册"
      width="form"
      lead={
        <>
          已有账号的请<Link to={paths.login(next)}>直接登录</Link>。注册约需 3
          分钟，请先准备好身份证件。
        </>
      }
    >
      <Card>
        <Tabs
          label="用户类型"
          tabs={tabs}
          chosen={kind}
          choose={(id) => setSearch({ kind: id, step: undefined })}
        >
          {kind === 'unit' && <UnitFirst signedIn={signedIn} />}
          {/* One form in both tabs: a look at the other one must not cost what was typed. */}
          <div hidden={kind === 'unit' && signedIn}>
            <RegistrationForm
              label={kind === 'unit' ? '经办人账号注册' : '个人用户注册'}
              done={setRegistered}
            />
          </div>
        </Tabs>
      </Card>
    </Page>
  )
}

/** What the registration of a unit begins with: the account of the person who registers it. */
function UnitFirst({ signedIn }: { signedIn: boolean }) {
  // On a phone the person's form has steps of its own, and two rows of numbers say less than one.
  const isNarrow = useNarrow()
  return (
    <>
      {(signedIn || !isNarrow) && <Steps steps={unitSteps} current={signedIn ? 1 : 0} />}
      {signedIn ? (
        <>
          <p>您已登录，可以直接填写单位信息。单位已经注册的，填写代码后可以申请加入。</p>
          <div className="row">
            <ButtonLink look="primary" to={paths.registerUnit()}>
              填写单位信息
            </ButtonLink>
          </div>
        </>
      ) : (
        <p>
          先注册经办人本人的账号，登录后继续填写单位信息、上传营业执照或法人证书，由单位所在地的人社部门审核。已有个人账号的不用再注册，
          <Link to={paths.login(paths.registerUnit())}>登录后继续</Link>。
        </p>
      )}
    </>
  )
}

function Registered({ accountName, next }: { accountName: string; next: string | undefined }) {
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
        '第一次登录时，按提示修改密码，再到“账号与安全”验证手机号码，忘记密码时才能自己找回。',
        next === undefined
          ? '填写人员基本信息，选择工作单位，保存后由单位确认。'
          : '登录后继续填写单位信息，上传证照并提交审核。',
      ]}
      actions={
        <ButtonLink look="primary" to={paths.login(next)}>
          去登录
        </ButtonLink>
      }
    />
  )
}
