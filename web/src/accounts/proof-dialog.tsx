import type { Registration } from '@xueshi/contract/accounts/registration'
import { ProofCode } from '@xueshi/contract/accounts/recovery'
import { useRef, useState, type ReactNode } from 'react'
import * as z from 'zod/mini'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { CaptchaField, type CaptchaHandle } from './captcha-field.tsx'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'
import { CodeField } from './code-field.tsx'
import { placed } from './refusal.ts'

type Captcha = Registration['captcha']

export interface ProofDialogProps {
  title: string
  /** Why a code is wanted, and where it goes. */
  lead: ReactNode
  /** Asks for the code; answers the flow. */
  begin: (captcha: Captcha) => Promise<string>
  codeHint: string
  codeLength: number
  /** What to do when no code comes. */
  aside?: ReactNode
  /** Registers with the code. */
  finish: (proof: { id: string; code: string }, captcha: Captcha) => Promise<void>
  close: () => void
}

/** A registration that goes on once a code was given back: a captcha each for asking and for registering. */
export function ProofDialog(props: ProofDialogProps) {
  const [flow, setFlow] = useState<string | null>(null)
  return (
    <Dialog open close={props.close} title={props.title}>
      {flow === null ? (
        <Begin {...props} begun={setFlow} />
      ) : (
        <Finish {...props} flow={flow} renew={() => setFlow(null)} />
      )}
    </Dialog>
  )
}

const Proof = z.object({ captcha: FormCaptcha })

function Begin({
  title,
  lead,
  begin,
  begun,
}: Pick<ProofDialogProps, 'title' | 'lead' | 'begin'> & { begun: (flow: string) => void }) {
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Proof, { start: { captcha: noCaptcha } })
  const submit = async () => {
    try {
      const answer = await captcha.current?.take()
      if (answer) begun(await begin(answer))
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer' })
    }
  }
  return (
    <Form form={form} submit={submit} label={title}>
      {lead}
      <CaptchaField ref={captcha} />
      <FormActions>
        <SubmitButton>获取验证码</SubmitButton>
      </FormActions>
    </Form>
  )
}

const Finishing = z.extend(Proof, { code: ProofCode })

function Finish({
  flow,
  renew,
  codeHint,
  codeLength,
  aside,
  finish,
}: Pick<ProofDialogProps, 'codeHint' | 'codeLength' | 'aside' | 'finish'> & {
  flow: string
  renew: () => void
}) {
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Finishing, { start: { code: '', captcha: noCaptcha } })
  const submit = async ({ code }: z.output<typeof Finishing>) => {
    try {
      const answer = await captcha.current?.take()
      if (answer) await finish({ id: flow, code }, answer)
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer', CODE_WRONG: 'code' })
    }
  }
  return (
    <Form form={form} submit={submit} label="填写验证码并注册">
      <CodeField
        at={form.at('code')}
        hint={codeHint}
        maxLength={codeLength}
        // Another code takes another captcha.
        resend={async () => renew()}
      />
      {aside}
      <CaptchaField ref={captcha} />
      <FormActions>
        <SubmitButton>注册</SubmitButton>
      </FormActions>
    </Form>
  )
}
