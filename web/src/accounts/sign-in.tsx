import { lazy, Suspense, useState } from 'react'
import { publicPaths } from '../public-paths.ts'
import { landing, portalsOf, renewSession, useSession } from '../session.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { destination } from './destination.ts'
import { LoginForm, type Credentials } from './login-form.tsx'

type Session = NonNullable<ReturnType<typeof useSession>>

// Only the demo has the one, only some accounts the other: neither is part of the first load.
const DemoLogins = lazy(() => import('./demo-logins.tsx'))
const SecondStep = lazy(() => import('./second-step.tsx'))

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
  const [halfway, setHalfway] = useState<string | null>(null)
  const entered = async () => {
    setEntering(true)
    const renewed = await renewSession()
    const first = landing(renewed)
    const must = renewed.account
    const previous = renewed.login?.previous
    if (previous) toast(`上次登录：${formatInstant(previous.at)}，来自 ${previous.address}`)
    const own = destination(next, { first, portals: portalsOf(renewed) })
    if (must?.mustChangePassword) go(publicPaths.password(next))
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
        {halfway !== null ? (
          <Suspense fallback={<Skeleton lines={4} />}>
            <SecondStep
              demoAccount={demoAccountOf(session, halfway)}
              entered={entered}
              back={() => setHalfway(null)}
            />
          </Suspense>
        ) : (
          <LoginForm filled={filled} entered={entered} halfway={setHalfway} />
        )}
      </Card>
      {session.demoLogins.length > 0 && halfway === null && (
        <Suspense
          fallback={
            <Card>
              <Skeleton lines={session.demoLogins.length} silent />
            </Card>
          }
        >
          <DemoLogins logins={session.demoLogins} choose={setFilled} />
        </Suspense>
      )}
    </>
  )
}

/** The demo's account of this user name, filled in or typed, as the server reads names; null: none. */
function demoAccountOf({ demoLogins }: Session, userName: string): string | null {
  const name = userName.trim().toLowerCase()
  return demoLogins.find(({ account }) => account === name)?.account ?? null
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
