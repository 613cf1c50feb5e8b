import { register } from '@xueshi/contract/accounts/registration'
import { beginClaim, ProofCode } from '@xueshi/contract/accounts/recovery'
import { useRef, useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { CaptchaField, type CaptchaHandle } from './captcha-field.tsx'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'
import { CodeField } from './code-field.tsx'
import { placed } from './refusal.ts'
import type { RegistrationValues } from './registration-shape.ts'

export interface ClaimDialogProps {
  /** The registration that met an account which came by import. */
  values: RegistrationValues
  close: () => void
  done: (accountName: string) => void
}

/** 认领已有档案: a code to the phone on file, and the registration takes that account over. */
export function ClaimDialog({ values, close, done }: ClaimDialogProps) {
  const [flow, setFlow] = useState<string | null>(null)
  return (
    <Dialog open close={close} title="认领已有档案">
      {flow === null ? (
        <Begin values={values} begun={setFlow} />
      ) : (
        <Finish values={values} flow={flow} renew={setFlow} done={done} />
      )}
    </Dialog>
  )
}

const Proof = z.object({ captcha: FormCaptcha })
type Begun = (flow: string) => void

function Begin({ values, begun }: { values: RegistrationValues; begun: Begun }) {
  const send = useMove(beginClaim)
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Proof, { start: { captcha: noCaptcha } })
  const { name, documentType, documentNumber } = values
  const submit = async () => {
    try {
      const answer = await captcha.current?.take()
      if (!answer) return
      const body = { name, documentType, documentNumber, captcha: answer }
      begun((await send.mutateAsync({ body })).id)
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer' })
    }
  }
  return (
    <Form form={form} submit={submit} label="认领已有档案">
      <p>
        您的单位或主管部门已为这个证件号码建立了档案。为确认是您本人，将向档案中登记的手机号码发送验证码。
      </p>
      <CaptchaField ref={captcha} />
      <FormActions>
        <SubmitButton>获取验证码</SubmitButton>
      </FormActions>
    </Form>
  )
}

const Claim = z.extend(Proof, { code: ProofCode })

function Finish({
  values,
  flow,
  renew,
  done,
}: {
  values: RegistrationValues
  flow: string
  renew: (flow: string | null) => void
  done: (accountName: string) => void
}) {
  const send = useMove(register)
  const captcha = useRef<CaptchaHandle>(null)
  const form = useFormOf(Claim, { start: { code: '', captcha: noCaptcha } })
  const submit = async ({ code }: z.output<typeof Claim>) => {
    try {
      const answer = await captcha.current?.take()
      if (!answer) return
      const body = { ...values, claim: { id: flow, code }, captcha: answer }
      done((await send.mutateAsync({ body })).accountName)
    } catch (error) {
      captcha.current?.renew()
      throw placed(error, { CAPTCHA_WRONG: 'captcha.answer', CODE_WRONG: 'code' })
    }
  }
  return (
    <Form form={form} submit={submit} label="填写验证码并注册">
      <CodeField
        at={form.at('code')}
        hint="6 位数字；工作人员签发的一次性验证码为 8 位"
        maxLength={8}
        // Another code takes another captcha.
        resend={async () => renew(null)}
      />
      <Notice title="登记的手机号码已停用？">
        <p>请带有效证件到所在单位或当地人社部门，由工作人员核对身份后签发一次性验证码。</p>
      </Notice>
      <CaptchaField ref={captcha} />
      <FormActions>
        <SubmitButton>注册</SubmitButton>
      </FormActions>
    </Form>
  )
}
