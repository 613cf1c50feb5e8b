import { register, type Registration } from '@xueshi/contract/accounts/registration'
import { useRef, useState } from 'react'
import { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { placed } from './refusal.ts'
import type { RegistrationValues } from './registration-shape.ts'

type Captcha = Registration['captcha']
type Proof = NonNullable<Registration['phoneProof']>

/** A registration that waits for a code: who wants to know how it ends. */
type Waiting = {
  values: RegistrationValues
  settle: (accountName: string | null) => void
  refuse: (error: unknown) => void
}

const places = {
  CAPTCHA_WRONG: 'captcha.answer',
  ACCOUNT_TAKEN: 'accountName',
  DOCUMENT_TAKEN: 'documentNumber',
} as const

/**
 * Sends the form. Where the address has learned enough of taken names today, a dialog proves the phone
 * first (`waiting`), and the form is answered by what comes after it; the proof serves the next try too.
 */
export function useRegistering() {
  const send = useMove(register)
  const proven = useRef<{ phone: string; proof: Proof } | null>(null)
  const [waiting, setWaiting] = useState<Waiting | null>(null)

  const sendOnce = async (values: RegistrationValues, captcha: Captcha) => {
    const known = proven.current?.phone === values.phone ? proven.current.proof : undefined
    const body = { ...values, captcha, ...(known && { phoneProof: known }) }
    return (await send.mutateAsync({ body })).accountName
  }

  /** The new account's name; null: the person has closed the dialog. Refusals stand at their fields. */
  const submit = async (values: RegistrationValues, captcha: Captcha) => {
    try {
      return await sendOnce(values, captcha)
    } catch (error) {
      const code = error instanceof CallError ? error.code : null
      const isWorn = code === 'CODE_WRONG' && proven.current !== null
      if (code !== 'PHONE_PROOF_REQUIRED' && !isWorn) throw placed(error, places)
      proven.current = null
      return new Promise<string | null>((settle, refuse) => {
        setWaiting({ values, settle, refuse })
      })
    }
  }
  const close = () => {
    waiting?.settle(null)
    setWaiting(null)
  }
  const finish = async (proof: Proof, captcha: Captcha) => {
    if (!waiting) return
    const { values, settle, refuse } = waiting
    proven.current = { phone: values.phone, proof }
    try {
      settle(await sendOnce(values, captcha))
    } catch (error) {
      const code = error instanceof CallError ? error.code : null
      // These are the dialog's own; all others are about the form behind it.
      if (code === 'CAPTCHA_WRONG' || code === 'CODE_WRONG' || code === 'NO_ANSWER') throw error
      refuse(placed(error, places))
    }
    setWaiting(null)
  }
  return { submit, waiting, close, finish }
}
