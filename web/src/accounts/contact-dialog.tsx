import {
  proveContact,
  readSafety,
  sendContactCode,
  type AccountSafety,
  type Contact,
} from '@xueshi/contract/accounts/contacts'
import { phoneNumber } from '@xueshi/contract/phone'
import { email } from '@xueshi/contract/text'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { CodeField } from './code-field.tsx'
import { placed } from './refusal.ts'
import './text.ts'

const name = { phone: '手机号码', email: '邮箱' } as const
const way = { phone: '短信', email: '邮件' } as const

export interface ContactDialogProps {
  contact: Contact
  /** `prove` sends a code to the address on file, `change` to a new one. */
  intent: 'prove' | 'change'
  safety: AccountSafety
  close: () => void
}

/** A code goes to the address and comes back with the password; then the address counts. */
export function ContactDialog({ contact, intent, safety, close }: ContactDialogProps) {
  const [address, setAddress] = useState<string | null>(null)
  const [sent, setSent] = useState(false)
  const onFile = contact === 'phone' ? safety.phoneMasked : safety.emailMasked
  const asked = (given: string | null) => {
    setAddress(given)
    setSent(true)
  }
  return (
    <Dialog open close={close} title={`${intent === 'prove' ? '验证' : '更换'}${name[contact]}`}>
      {sent ? (
        <Prove contact={contact} address={address} shown={address ?? onFile} close={close} />
      ) : intent === 'prove' ? (
        <Send contact={contact} shown={onFile} sent={asked} />
      ) : (
        <NewAddress contact={contact} sent={asked} />
      )}
    </Dialog>
  )
}

const codeTo = (contact: Contact, address: string | null) => ({ body: { contact, address } })
type Sent = (address: string | null) => void

function Send({ contact, shown, sent }: { contact: Contact; shown: string; sent: Sent }) {
  const send = useMove(sendContactCode)
  const form = useFormOf(z.object({}), { start: {} })
  const submit = async () => {
    await send.mutateAsync(codeTo(contact, null))
    sent(null)
  }
  return (
    <Form form={form} submit={submit} label={`验证${name[contact]}`}>
      <p>{`将向 ${shown} 发送${way[contact]}验证码。`}</p>
      <FormActions>
        <SubmitButton>获取验证码</SubmitButton>
      </FormActions>
    </Form>
  )
}

const shapes = {
  phone: z.object({ address: phoneNumber }),
  email: z.object({ address: email }),
}

function NewAddress({ contact, sent }: { contact: Contact; sent: Sent }) {
  const send = useMove(sendContactCode)
  const form = useFormOf(shapes[contact], { start: { address: '' } })
  const submit = async ({ address }: { address: string }) => {
    try {
      await send.mutateAsync(codeTo(contact, address))
    } catch (error) {
      throw placed(error, { CONTACT_SAME: 'address' })
    }
    sent(address)
  }
  return (
    <Form form={form} submit={submit} label={`更换${name[contact]}`}>
      <TextField
        {...form.at('address')}
        label={`新${name[contact]}`}
        required
        type={contact === 'phone' ? 'tel' : 'email'}
        autoComplete={contact === 'phone' ? 'tel' : 'email'}
      />
      <FormActions>
        <SubmitButton>获取验证码</SubmitButton>
      </FormActions>
    </Form>
  )
}

const Proof = z.pick(proveContact.parts.body, { code: true, password: true })

function Prove({
  contact,
  address,
  shown,
  close,
}: {
  contact: Contact
  address: string | null
  shown: string
  close: () => void
}) {
  const send = useMove(sendContactCode)
  const prove = useMove(proveContact, { refresh: [readSafety] })
  const form = useFormOf(Proof, { start: { code: '', password: '' } })
  const submit = async (proof: z.output<typeof Proof>) => {
    try {
      await prove.mutateAsync({ body: { contact, ...proof } })
    } catch (error) {
      throw placed(error, { CODE_WRONG: 'code', PASSWORD_WRONG: 'password' })
    }
    close()
    toast(`${name[contact]}已验证`)
  }
  return (
    <Form form={form} submit={submit} label={`填写${way[contact]}验证码`}>
      <CodeField
        at={form.at('code')}
        hint={`已发送到 ${shown}，10 分钟内有效`}
        resend={async () => void (await send.mutateAsync(codeTo(contact, address)))}
      />
      <PasswordField
        {...form.at('password')}
        label="登录密码"
        required
        autoComplete="current-password"
      />
      <FormActions>
        <SubmitButton>确认</SubmitButton>
      </FormActions>
    </Form>
  )
}
