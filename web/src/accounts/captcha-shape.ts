import { CaptchaKind } from '@xueshi/contract/accounts'
import * as z from 'zod/mini'

/** What a form holds of its captcha, at `captcha`. Work is done by the field, so nothing is asked of it here. */
export const FormCaptcha = z
  .object({ kind: CaptchaKind, id: z.string(), answer: z.string().check(z.maxLength(64)) })
  .check(
    z.check((payload) => {
      const { kind, id, answer } = payload.value
      const message = answer.trim() === '' ? 'REQUIRED' : id === '' ? 'CAPTCHA_EXPIRED' : null
      if (kind === 'image' && message)
        payload.issues.push({ code: 'custom', message, path: ['answer'], input: answer })
    }),
  )
export const noCaptcha: z.infer<typeof FormCaptcha> = { kind: 'image', id: '', answer: '' }

/** Where the field is with its captcha. */
export type CaptchaState =
  | { at: 'opening' | 'expired' | 'solved' }
  | { at: 'shown'; image: string }
  | { at: 'working'; share: number }
  | { at: 'failed'; text: string }
