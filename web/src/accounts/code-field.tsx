import { resendSeconds } from '@xueshi/contract/accounts/contacts'
import { useEffect, useState } from 'react'
import { textOf } from '../ui/errors.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'

type At = Pick<Parameters<typeof TextField>[0], 'name'>

export interface CodeFieldProps {
  at: At
  hint: string
  maxLength?: number
  /** Sends another code; what it throws is told. */
  resend: () => Promise<void>
}

/** 验证码 by SMS or e-mail, with another one after a minute. */
export function CodeField({ at, hint, maxLength = 6, resend }: CodeFieldProps) {
  const [left, setLeft] = useState(resendSeconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  const again = async () => {
    try {
      await resend()
      setLeft(resendSeconds)
      toast('验证码已重新发送')
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <>
      <TextField
        {...at}
        label="验证码"
        hint={hint}
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={maxLength}
        width="short"
      />
      <p>
        <Button
          look="quiet"
          unavailable={left > 0 && `${left} 秒后可以重新获取`}
          onClick={() => void again()}
        >
          {left > 0 ? `重新获取（${left} 秒）` : '重新获取验证码'}
        </Button>
      </p>
    </>
  )
}
