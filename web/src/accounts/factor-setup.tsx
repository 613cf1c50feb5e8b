import { readSafety } from '@xueshi/contract/accounts/contacts'
import { beginSecondFactor, confirmSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Steps } from '../ui/steps.tsx'
import { TextField } from '../ui/text-field.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { placed } from './refusal.ts'
import './text.ts'

/** Setting up the second factor: the password, a QR code and its first code, ten recovery codes. */
export function FactorSetup({ done }: { done: () => Promise<void> | void }) {
  const [begun, setBegun] = useState<Reply<typeof beginSecondFactor> | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  return (
    <>
      <Steps steps={['确认密码', '扫码绑定', '保存恢复码']} current={codes ? 2 : begun ? 1 : 0} />
      {codes ? (
        <RecoveryCodes codes={codes} done={() => void done()} />
      ) : begun ? (
        <Scan begun={begun} confirmed={setCodes} />
      ) : (
        <Begin begun={setBegun} />
      )}
    </>
  )
}

function Begin({ begun }: { begun: (reply: Reply<typeof beginSecondFactor>) => void }) {
  const send = useMove(beginSecondFactor)
  const form = useFormOf(beginSecondFactor.parts.body, { start: { password: '' } })
  const submit = async (body: Body<typeof beginSecondFactor>) => {
    try {
      begun(await send.mutateAsync({ body }))
    } catch (error) {
      throw placed(error, { PASSWORD_WRONG: 'password' })
    }
  }
  return (
    <Form form={form} submit={submit} label="设置两步验证">
      <PasswordField
        {...form.at('password')}
        label="登录密码"
        required
        autoComplete="current-password"
      />
      <FormActions>
        <SubmitButton>下一步</SubmitButton>
      </FormActions>
    </Form>
  )
}

function Scan({
  begun,
  confirmed,
}: {
  begun: Reply<typeof beginSecondFactor>
  confirmed: (codes: readonly string[]) => void
}) {
  const send = useMove(confirmSecondFactor, { refresh: [readSafety] })
  const form = useFormOf(confirmSecondFactor.parts.body, { start: { code: '' } })
  const submit = async (body: Body<typeof confirmSecondFactor>) => {
    try {
      confirmed((await send.mutateAsync({ body })).recoveryCodes)
    } catch (error) {
      throw placed(error, { CODE_WRONG: 'code' })
    }
  }
  return (
    <Form form={form} submit={submit} label="绑定身份验证器">
      <p>用手机上的身份验证器（如腾讯身份验证器、FreeOTP 等支持 TOTP 的应用）扫描二维码。</p>
      <img className="factor-image" src={begun.image} alt="绑定身份验证器的二维码" />
      <p>
        不能扫码时，手动输入密钥：<code className="factor-secret">{begun.secret}</code>
      </p>
      <TextField
        {...form.at('code')}
        label="动态验证码"
        hint="验证器显示的 6 位数字"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        width="short"
      />
      <FormActions>
        <SubmitButton>启用</SubmitButton>
      </FormActions>
    </Form>
  )
}
