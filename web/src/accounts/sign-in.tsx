import { useState } from 'react'
import { paths } from '../paths.ts'
import { landing, portalsOf, renewSession, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { destination } from './destination.ts'
import { SecondStep } from './second-step.tsx'
import { LoginForm, type Credentials } from './login-form.tsx'
import { demoRoleText } from './text.ts'

type Session = NonNullable<ReturnType<typeof useSession>>

/**
 * The way in: the login form, in demo mode with the demo's accounts, or the way on for those who are
 * in already. `next` is where the person was going.
 */
export function SignIn({ title, next }: { title?: string; next?: string | undefined }) {
  const go = useGo()
  const session = useSession()
  const [filled, setFilled] = useState<Credentials | null>(null)
  // While the next page is fetched the form stays, rather than the words for those who came signed in.
  const [entering, setEntering] = useState(false)
  const [halfway, setHalfway] = useState(false)
  const entered = async () => {
    setEntering(true)
    const renewed = await renewSession()
    const first = landing(renewed)
    const must = renewed.account
    const previous = renewed.login?.previous
    if (previous) toast(`上次登录：${formatInstant(previous.at)}，来自 ${previous.address}`)
    const own = destination(next, { first, portals: portalsOf(renewed) })
    if (must?.mustChangePassword) go(paths.password(next))
    else go(must?.mustSetSecondFactor ? first : own)
  }
  if (!session)
    return (
      <Card {...(title ? { title } : {})}>
        <Skeleton lines={8} />
      </Card>
    )
  if (session.account && !entering) return <SignedIn session={session} />
  return (
    <>
      <Card {...(title ? { title } : {})}>
        {halfway ? (
          <SecondStep
            demoAccount={filled?.account ?? null}
            entered={entered}
            back={() => setHalfway(false)}
          />
        ) : (
          <LoginForm filled={filled} entered={entered} halfway={() => setHalfway(true)} />
        )}
      </Card>
      {session.demoLogins.length > 0 && !halfway && (
        <DemoLogins logins={session.demoLogins} choose={setFilled} />
      )}
    </>
  )
}

function SignedIn({ session }: { session: Session }) {
  return (
    <Card title="您已登录">
      <p>{`当前登录：${session.account?.name ?? ''}（${session.account?.accountName ?? ''}）`}</p>
      <Row>
        <ButtonLink look="primary" to={landing(session)}>
          进入系统
        </ButtonLink>
      </Row>
    </Card>
  )
}

function DemoLogins({
  logins,
  choose,
}: {
  logins: Session['demoLogins']
  choose: (filled: Credentials) => void
}) {
  return (
    <Card>
      <details className="demo" open={window.matchMedia('(min-width: 760px)').matches}>
        <summary>演示账号</summary>
        <p className="field-hint">演示环境中的虚构账号。点“填入”后输入验证码即可登录。</p>
        <table className="demo-table">
          <thead>
            <tr>
              <th scope="col">角色</th>
              <th scope="col">账号</th>
              <th scope="col">
                <span className="unseen">操作</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {logins.map(({ role, account, password, unit }) => (
              <tr key={account}>
                <th scope="row">
                  {demoRoleText[role] ?? role}
                  <span>{unit.replace('（演示）', '')}</span>
                </th>
                <td>{account}</td>
                <td>
                  {/* A new object each time, so that the same account can be filled in again. */}
                  <Button
                    look="quiet"
                    onMouseDown={keepFocus}
                    onClick={() => choose({ account, password })}
                  >
                    填入<span className="unseen">{`账号 ${account}`}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  )
}
