import { withdrawCase } from '@xueshi/contract/integrity'
import { useEffect } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'

const Reason = z.pick(withdrawCase.parts.body, { reason: true })

interface ReasonProps {
  close: () => void
  title: string
  label: string
  danger: boolean
  send: (reason: string) => Promise<void>
  /** True: the page has dealt with the refusal. */
  refused: (error: CallError) => boolean
}

/** A decision that is not taken without its reason. */
export function ReasonDialog({ open, ...props }: ReasonProps & { open: boolean }) {
  return (
    <Dialog open={open} close={props.close} title={props.title}>
      {open && <ReasonForm {...props} />}
    </Dialog>
  )
}

function ReasonForm({ close, title, label, danger, send, refused }: ReasonProps) {
  const form = useFormOf(Reason, { start: { reason: '' } })
  useEffect(() => form.setFocus('reason'), [form])
  return (
    <Form form={form} label={title} submit={({ reason }) => send(reason)} refused={refused}>
      <TextArea {...form.at('reason')} label={label} required limit={500} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={danger ? 'danger' : 'primary'}>{title}</SubmitButton>
      </Row>
    </Form>
  )
}
