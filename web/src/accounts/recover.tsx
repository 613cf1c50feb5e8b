import { useState } from 'react'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Confirmation } from '../ui/confirmation.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Steps } from '../ui/steps.tsx'
import { AnswerStep, BeginStep, CodeStep, PasswordStep } from './recovery-steps.tsx'
import { keepFlow, keptFlow, type RecoveryFlow } from './recovery-flow.ts'

const steps = ['填写账号', '填写验证码', '回答密保问题', '设置新密码']
const stepOf = { code: 1, answers: 2, password: 3 } as const

/** 忘记密码或用户名: a code, two answers, a new password; the account's name is told on the way. */
export default function Recover() {
  const [flow, setFlow] = useState<RecoveryFlow | null>(keptFlow)
  const [done, setDone] = useState<string | null>(null)
  const move = (next: RecoveryFlow | null) => {
    keepFlow(next)
    setFlow(next)
  }
  if (done !== null)
    return (
      <Confirmation
        title="密码已重新设置"
        number={{ name: '登录账号', value: done }}
        next={['用这个账号和新密码登录。', '所有设备上原来的登录都已退出。']}
        actions={
          <ButtonLink look="primary" to={paths.login()}>
            去登录
          </ButtonLink>
        }
      />
    )
  const restart = () => {
    move(null)
    // The button that was pressed goes with the step.
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
  }
  const finish = () => {
    setDone(flow?.accountName ?? '')
    move(null)
  }
  return (
    <Page
      title="忘记密码或用户名"
      width="form"
      lead={
        <>
          想起来了？<Link to={paths.login()}>直接登录</Link>。
        </>
      }
    >
      <Card>
        <Steps steps={steps} current={flow ? stepOf[flow.step] : 0} />
        {!flow && <BeginStep move={move} />}
        {flow?.step === 'code' && <CodeStep flow={flow} move={move} />}
        {flow?.step === 'answers' && <AnswerStep flow={flow} move={move} />}
        {flow?.step === 'password' && <PasswordStep flow={flow} move={finish} />}
        {flow && (
          <Row>
            <Button look="quiet" onClick={restart}>
              重新开始
            </Button>
          </Row>
        )}
      </Card>
    </Page>
  )
}
