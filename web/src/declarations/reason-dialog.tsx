import { returnDeclaration } from '@xueshi/contract/declarations'
import type { KeptDictionary } from '@xueshi/contract/settings'
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { useDictionary } from '../dictionary.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'

const Reason = z.pick(returnDeclaration.parts.body, { reason: true })

export interface ReasonDialogProps {
  open: boolean
  close: () => void
  title: string
  label: string
  verb: string
  danger?: boolean
  /** Sentences to click. */
  common: KeptDictionary
  decide: (reason: string) => Promise<unknown>
  /** True: the page deals with the refusal, and the dialog may close. */
  refused: (error: CallError) => boolean
}

/** 退回 or 不予认定, never without its reason. */
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
  const { kept, keep, close, label, verb, danger, common, decide, refused } = props
  const form = useFormOf(Reason, { start: { reason: kept } })
  const written = form.watch('reason')
  useEffect(() => keep(written), [keep, written])
  useEffect(() => form.setFocus('reason'), [form])
  return (
    <Form form={form} submit={({ reason }) => decide(reason)} refused={refused}>
      <TextArea
        {...form.at('reason')}
        label={label}
        hint="申报人会看到这段话，请写明问题和怎样改正。"
        required
        limit={500}
      />
      <CommonReasons
        of={common}
        add={(sentence) =>
          form.setValue('reason', joined(String(form.getValues('reason') ?? ''), sentence), {
            shouldDirty: true,
            shouldValidate: true,
          })
        }
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={danger ? 'danger' : 'primary'}>{verb}</SubmitButton>
      </Row>
    </Form>
  )
}

/** Common sentences, each one press away. */
export function CommonReasons({
  of,
  add,
}: {
  of: KeptDictionary
  add: (sentence: string) => void
}) {
  const offered = useDictionary(of).filter(({ retired }) => !retired)
  if (offered.length === 0) return null
  return (
    <div className="common-reasons" role="group" aria-label="常用原因">
      <span className="field-hint">常用原因，点击填入：</span>
      <ul>
        {offered.map(({ code, label }) => (
          <li key={code}>
            <button type="button" className="common-reason" onClick={() => add(label)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The sentence after what stands there; not twice. */
export function joined(text: string, sentence: string): string {
  return text.includes(sentence) ? text : `${text}${sentence}`
}
