import { logIn } from '@xueshi/contract/accounts'
import { useEffect, useRef } from 'react'
import * as z from 'zod/mini'
import { publicPaths } from '../public-paths.ts'
import { useMove } from '../queries.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Link } from '../ui/link.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CaptchaField, type CaptchaHandle } from './captcha-field.tsx'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'
import { placed } from './refusal.ts'
import './captcha-text.ts'

const Login = z.extend(logIn.parts.body, { captcha: FormCaptcha })

export interface Credentials {
  account: string
  password: string
}

export interface LoginFormProps {
  /** Put into the fields when it changes; the captcha is left to the person. */
  filled: Credentials | null
  /** Called when the login has succeeded. */
  entered: () => Promise<void>
  /** Called with the user name that was sent, when a second factor is asked for. */
  halfway: (userName: string) => void
}

/** 登录: 用户名, 密码, 验证码. A refusal sets a new captcha and keeps what was typed. */
export function LoginForm({ filled, entered, halfway }: LoginFormProps) {
  const send = useMove(logIn)
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Login, { start: { userName: '', password: '', captcha: noCaptcha } })
  const { setValue, setFocus, clearErrors } = form
  useEffect(() => {
    if (!filled) return
    setValue('userName', filled.account)
    setValue('password', filled.password)
    clearErrors()
    setFocus('captcha.answer')
  }, [filled, setValue, setFocus, clearErrors])

  const submit = async ({ userName, password }: z.output<typeof Login>) => {
    try {
      const answer = await captcha.current?.take()
      if (!answer) return
      const body = { userName, password, captcha: answer }
      const { secondFactor } = await send.mutateAsync({ body })
      if (secondFactor) return halfway(userName)
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer' })
    }
    await entered()
  }
  return (
    <Form form={form} submit={submit} label="登录">
      <TextField
        {...form.at('userName')}
        label="用户名"
        hint="登录账号、已验证的手机号码或证件号码"
        required
        autoComplete="username"
        spellCheck={false}
        maxLength={64}
      />
      <PasswordField
        {...form.at('password')}
        label="密码"
        required
        autoComplete="current-password"
      />
      <CaptchaField ref={captcha} />
      <div className="sign-in-submit">
        <SubmitButton>登录</SubmitButton>
      </div>
      <p className="sign-in-links">
        <Link to={publicPaths.register()} onMouseDown={keepFocus}>
          个人注册
        </Link>
        <Link to={`${publicPaths.register()}?kind=unit`} onMouseDown={keepFocus}>
          单位注册
        </Link>
        <Link to={publicPaths.recover()} onMouseDown={keepFocus}>
          忘记密码或用户名
        </Link>
      </p>
    </Form>
  )
}
