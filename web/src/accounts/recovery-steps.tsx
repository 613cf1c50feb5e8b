import {
  answerRecovery,
  beginRecovery,
  ProofCode,
  proveRecovery,
  renewPassword,
  resendRecoveryCode,
} from '@xueshi/contract/accounts/recovery'
import { securityQuestionLabel } from '@xueshi/contract/dictionaries/security-questions'
import type { Reply } from '@xueshi/contract/endpoint'
import { checkPassword, passwordCeiling } from '@xueshi/contract/password'
import { useEffect, useRef, type ReactNode } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { useSession } from '../session.ts'
import { RadioGroup } from '../ui/choice-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CaptchaField, type CaptchaHandle } from './captcha-field.tsx'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'
import { CodeField } from './code-field.tsx'
import { passwordRules } from './password-rules.ts'
import { placed } from './refusal.ts'
import type { RecoveryFlow } from './recovery-flow.ts'
import './text.ts'

const Begin = z.extend(beginRecovery.parts.body, { captcha: FormCaptcha })
export interface StepProps {
  flow: RecoveryFlow
  move: (next: RecoveryFlow) => void
}

/** Takes the focus when the step appears, as a page's heading would. */
function StepTitle({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <h2 ref={heading} tabIndex={-1} className="step-title">
      {children}
    </h2>
  )
}

export function BeginStep({ move }: { move: (next: RecoveryFlow) => void }) {
  const send = useMove(beginRecovery)
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Begin, {
    start: { userName: '', contact: 'phone', captcha: noCaptcha },
  })
  const submit = async ({ userName, contact }: z.output<typeof Begin>) => {
    try {
      const answer = await captcha.current?.take()
      if (!answer) return
      const begun = await send.mutateAsync({ body: { userName, contact, captcha: answer } })
      const { id, flowExpiresAt: expiresAt } = begun
      move({ id, expiresAt, contact, step: 'code', questions: [], accountName: null })
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer' })
    }
  }
  return (
    <Form form={form} submit={submit} label="填写账号">
      <TextField
        {...form.at('userName')}
        label="用户名"
        hint="登录账号、已验证的手机号码或证件号码；忘记登录账号的，填写证件号码"
        required
        autoComplete="username"
        spellCheck={false}
        maxLength={64}
      />
      <RadioGroup
        {...form.at('contact')}
        label="验证方式"
        required
        options={[
          { value: 'phone', text: '短信，发送到已验证的手机号码' },
          { value: 'email', text: '邮件，发送到已验证的邮箱' },
        ]}
      />
      <CaptchaField ref={captcha} />
      <FormActions>
        <SubmitButton>获取验证码</SubmitButton>
      </FormActions>
    </Form>
  )
}

/** What follows a proof: questions, or at once the new password. */
const after = (flow: RecoveryFlow, proven: Reply<typeof proveRecovery>): RecoveryFlow => ({
  ...flow,
  ...proven,
  step: proven.questions.length > 0 ? 'answers' : 'password',
})

const Proof = z.object({ code: ProofCode })

export function CodeStep({ flow, move }: StepProps) {
  const hotline = useSession()?.site.hotline ?? '12333'
  const send = useMove(proveRecovery)
  const again = useMove(resendRecoveryCode)
  const form = useFormOf(Proof, { start: { code: '' } })
  const params = { id: flow.id }
  const submit = async (body: z.output<typeof Proof>) => {
    try {
      move(after(flow, await send.mutateAsync({ params, body })))
    } catch (error) {
      throw placed(error, { CODE_WRONG: 'code' })
    }
  }
  const resend = async () =>
    void (await again.mutateAsync({ params, body: { contact: flow.contact } }))
  const way = flow.contact === 'phone' ? '手机号码' : '邮箱'
  return (
    <Form form={form} submit={submit} label="填写验证码">
      <StepTitle>{`填写${flow.contact === 'phone' ? '短信' : '邮件'}验证码`}</StepTitle>
      <p>{`如果该账号存在，且${way}已验证，验证码会在一分钟内送达，10 分钟内有效。`}</p>
      <CodeField
        at={form.at('code')}
        hint="6 位数字；工作人员签发的一次性验证码为 8 位"
        maxLength={8}
        resend={resend}
      />
      <Notice title={`收不到验证码，或${way}已停用？`}>
        <p>
          {`请带有效证件到所在单位或当地人社部门，由工作人员核对身份后签发一次性验证码，填在上面。也可致电 ${hotline} 咨询。`}
        </p>
      </Notice>
      <FormActions>
        <SubmitButton>下一步</SubmitButton>
      </FormActions>
    </Form>
  )
}

export function AnswerStep({ flow, move }: StepProps) {
  const send = useMove(answerRecovery)
  const form = useFormOf(answerRecovery.parts.body, { start: { answers: ['', ''] } })
  const submit = async (body: { answers: string[] }) => {
    try {
      move(after(flow, await send.mutateAsync({ params: { id: flow.id }, body })))
    } catch (error) {
      throw placed(error, { ANSWER_WRONG: 'answers.0' })
    }
  }
  return (
    <Form form={form} submit={submit} label="回答密保问题">
      <StepTitle>回答密保问题</StepTitle>
      <p>请填写注册时设置的答案，空格和标点不影响。</p>
      {flow.questions.map((code, at) => (
        <TextField
          key={code}
          {...form.at(at === 0 ? 'answers.0' : 'answers.1')}
          label={securityQuestionLabel(code) ?? code}
          required
          autoComplete="off"
          maxLength={50}
        />
      ))}
      <FormActions>
        <SubmitButton>下一步</SubmitButton>
      </FormActions>
    </Form>
  )
}

export function PasswordStep({ flow, move }: { flow: RecoveryFlow; move: () => void }) {
  const ceiling = useSession()?.site.passwordCeiling ?? passwordCeiling
  const account = flow.accountName ?? undefined
  const send = useMove(renewPassword)
  const form = useFormOf(renewPassword.parts.body, {
    start: { newPassword: '', newPasswordAgain: '' },
    rules: ({ newPassword, newPasswordAgain }) => {
      if (newPassword === undefined) return {}
      const [weakness] = checkPassword(newPassword, { account, ceiling })
      return {
        ...(weakness && { newPassword: weakness }),
        ...(newPasswordAgain !== undefined &&
          newPassword !== newPasswordAgain && { newPasswordAgain: 'PASSWORDS_DIFFER' }),
      }
    },
  })
  const submit = async (body: z.output<typeof renewPassword.parts.body>) => {
    await send.mutateAsync({ params: { id: flow.id }, body })
    move()
  }
  return (
    <Form form={form} submit={submit} label="设置新密码">
      <StepTitle>设置新密码</StepTitle>
      <Notice tone="ok" title={`您的登录账号是 ${flow.accountName ?? ''}`}>
        <p>只是忘记用户名的，记下账号后直接去登录即可，密码不会改变。</p>
      </Notice>
      <PasswordField
        {...form.at('newPassword')}
        label="新密码"
        required
        autoComplete="new-password"
        rules={passwordRules({ account, ceiling })}
      />
      <PasswordField
        {...form.at('newPasswordAgain')}
        label="确认新密码"
        hint="再输入一次新密码"
        required
        autoComplete="new-password"
      />
      <FormActions>
        <SubmitButton>保存</SubmitButton>
      </FormActions>
    </Form>
  )
}
