import { text } from '@xueshi/contract/text'
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { Button } from './button.tsx'
import { SubmitButton } from './form-actions.tsx'
import { Form, useFormOf } from './form.tsx'
import { Dialog, leaveText } from './overlay.tsx'
import { Row } from './page.tsx'
import { TextArea } from './text-area.tsx'

export interface ReasonDialogProps {
  open: boolean
  close: () => void
  title: string
  /** What the field is called: 退回原因. */
  label: string
  /** Who reads it, and what should stand in it. */
  hint: string
  /** The verb itself: 退回, 停用. */
  verb: string
  danger?: boolean
  /** What follows from it, said before. */
  warning?: string
  decide: (reason: string) => Promise<unknown>
  /** True: the page deals with the refusal, and the dialog may close. */
  refused?: (error: CallError) => boolean
}

const Reason = z.object({ reason: text({ min: 1, max: 500 }) })

/** A decision that is never taken without its reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { open, close, title } = props
  // Closed by mistake, it opens again with what was written.
  const [kept, keep] = useState('')
  return (
    <Dialog open={open} close={close} title={title}>
      {open && <ReasonForm {...props} kept={kept} keep={keep} />}
    </Dialog>
  )
}

function ReasonForm(props: ReasonDialogProps & { kept: string; keep: (text: string) => void }) {
  const { kept, keep, close, label, hint, verb, danger, warning, decide, refused } = props
  const form = useFormOf(Reason, { start: { reason: kept } })
  const written = form.watch('reason')
  useEffect(() => keep(written), [keep, written])
  useEffect(() => form.setFocus('reason'), [form])
  return (
    <Form
      form={form}
      label={verb}
      submit={async ({ reason }) => {
        await decide(reason)
        keep('')
      }}
      {...(refused ? { refused } : {})}
    >
      {warning && <p>{warning}</p>}
      <TextArea {...form.at('reason')} label={label} hint={hint} required limit={500} />
      <Row end>
        <Button onClick={close}>{leaveText(verb)}</Button>
        <SubmitButton look={danger ? 'danger' : 'primary'}>{verb}</SubmitButton>
      </Row>
    </Form>
  )
}
