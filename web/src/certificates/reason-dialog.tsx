import { withdrawCertificate } from '@xueshi/contract/certificates/register'
import { useEffect } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'

const Reason = z.pick(withdrawCertificate.parts.body, { reason: true })

interface ReasonProps {
  close: () => void
  title: string
  /** What comes of it. */
  note: string
  /** Who reads the reason. */
  hint: string
  danger: boolean
  send: (reason: string) => Promise<void>
  /** True: the page has dealt with the refusal. */
  refused: (error: CallError) => boolean
}

/** What is done to a certificate by hand is not done without its reason. */
export function ReasonDialog({ open, ...props }: ReasonProps & { open: boolean }) {
  return (
    <Dialog open={open} close={props.close} title={props.title}>
      {open && <ReasonForm {...props} />}
    </Dialog>
  )
}

function ReasonForm({ close, title, note, hint, danger, send, refused }: ReasonProps) {
  const form = useFormOf(Reason, { start: { reason: '' } })
  useEffect(() => form.setFocus('reason'), [form])
  return (
    <Form form={form} label={title} submit={({ reason }) => send(reason)} refused={refused}>
      <p>{note}</p>
      <TextArea {...form.at('reason')} label="原因" hint={hint} required limit={200} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={danger ? 'danger' : 'primary'}>{title}</SubmitButton>
      </Row>
    </Form>
  )
}
