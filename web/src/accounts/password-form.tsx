import { changePassword } from '@xueshi/contract/accounts'
import type { Body } from '@xueshi/contract/endpoint'
import { checkPassword, passwordCeiling } from '@xueshi/contract/password'
import { useEffect } from 'react'
import { useMove } from '../queries.ts'
import { useSession } from '../session.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { passwordRules } from './password-rules.ts'
import { placed } from './refusal.ts'
import './text.ts'

const start = { password: '', newPassword: '', newPasswordAgain: '' }

/** 原密码, 新密码, 确认新密码. `changed` is called when the new one is in force. */
export function PasswordForm({ changed }: { changed: () => Promise<void> | void }) {
  const session = useSession()
  const send = useMove(changePassword)
  const account = session?.account?.accountName
  const owner = { account, ceiling: session?.site.passwordCeiling ?? passwordCeiling }
  const form = useFormOf(changePassword.parts.body, {
    start,
    rules: ({ password, newPassword, newPasswordAgain }) => {
      const issues: Record<string, string> = {}
      if (newPasswordAgain === '') issues['newPasswordAgain'] = 'PASSWORD_AGAIN_REQUIRED'
      if (newPassword === undefined) return issues
      const [weakness] = checkPassword(newPassword, owner)
      if (weakness) issues['newPassword'] = weakness
      else if (newPassword === password) issues['newPassword'] = 'PASSWORD_SAME'
      if (newPasswordAgain && newPassword !== newPasswordAgain)
        issues['newPasswordAgain'] = 'PASSWORDS_DIFFER'
      return issues
    },
  })
  const { subscribe, trigger, getValues } = form
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ name }) => {
          if (name === 'newPassword' && getValues('newPasswordAgain') !== '')
            void trigger('newPasswordAgain')
        },
      }),
    [subscribe, trigger, getValues],
  )
  const submit = async (body: Body<typeof changePassword>) => {
    try {
      await send.mutateAsync({ body })
    } catch (error) {
      throw placed(error, { PASSWORD_WRONG: 'password', PASSWORD_SAME: 'newPassword' })
    }
    form.reset(start)
    await changed()
  }
  return (
    <Form form={form} submit={submit} label="修改密码">
      {/* Tells a password manager whose password this is. */}
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={account ?? ''}
        readOnly
        hidden
      />
      <PasswordField
        {...form.at('password')}
        label="原密码"
        required
        autoComplete="current-password"
      />
      <PasswordField
        {...form.at('newPassword')}
        label="新密码"
        required
        autoComplete="new-password"
        rules={[
          ...passwordRules(owner),
          { text: '与原密码不同', holds: (password) => password !== getValues('password') },
        ]}
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
