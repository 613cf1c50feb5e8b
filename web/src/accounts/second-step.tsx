import { giveSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { Body } from '@xueshi/contract/endpoint'
import { useEffect, useRef } from 'react'
import { useMove } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { placed } from './refusal.ts'
import './text.ts'

export interface SecondStepProps {
  /** Which of the demo's accounts is at the door, filled in or typed: its present code is offered. null: another. */
  demoAccount: string | null
  entered: () => Promise<void>
  /** Back to the first step. */
  back: () => void
}

/** The second step of a login: a code of the authenticator, or a recovery code. */
export default function SecondStep({ demoAccount, entered, back }: SecondStepProps) {
  const send = useMove(giveSecondFactor)
  const heading = useRef<HTMLHeadingElement>(null)
  // The form in its place has gone, and the focus with it.
  useEffect(() => heading.current?.focus(), [])
  const form = useFormOf(giveSecondFactor.parts.body, { start: { code: '' } })
  const submit = async (body: Body<typeof giveSecondFactor>) => {
    try {
      const { recoveryCodesLeft } = await send.mutateAsync({ body })
      await entered()
      if (/[a-z]/i.test(body.code)) toast(`已使用一个恢复码，还剩 ${recoveryCodesLeft} 个`)
    } catch (error) {
      throw placed(error, { CODE_WRONG: 'code' })
    }
  }
  const fillDemo = async () => {
    // The code changes every half minute, so the session is asked for the present one.
    const { demoLogins } = await renewSession()
    const code = demoLogins.find(({ account }) => account === demoAccount)?.code
    if (code) form.setValue('code', code, { shouldValidate: true })
  }
  return (
    <Form form={form} submit={submit} label="两步验证">
      <h2 ref={heading} tabIndex={-1} className="step-title">
        两步验证
      </h2>
      <TextField
        {...form.at('code')}
        label="动态验证码"
        hint="打开手机上的身份验证器，填写 6 位数字；手机不在身边时填写一个恢复码"
        required
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={20}
      />
      <FormActions>
        <Button onClick={back}>返回</Button>
        {demoAccount !== null && (
          <Button onClick={() => void fillDemo()}>填入演示动态验证码</Button>
        )}
        <SubmitButton>登录</SubmitButton>
      </FormActions>
    </Form>
  )
}
