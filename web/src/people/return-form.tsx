import {
  listProfiles,
  type ProfileForm,
  readProfile,
  type ReturnFields,
  returnProfile,
} from '@xueshi/contract/people'
import { readHome } from '@xueshi/contract/insight'
import { useState } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { isOvertaken } from './overtaken.tsx'
import { fieldText } from './text.ts'

const refresh = [listProfiles, readProfile, readHome]
type Field = keyof ProfileForm
const offered = Object.keys(fieldText) as Field[] // the table's own keys
const Returned = z.object({
  reason: returnProfile.parts.body.shape.reason,
  fields: z.record(z.string(), z.string()),
})

/** 退回: a reason for the whole, and at each field that is to be changed what is wrong with it. */
export function ReturnForm({
  id,
  version,
  cancel,
  decided,
  overtaken,
}: {
  id: string
  version: number
  cancel: () => void
  decided: () => void
  /** Told when the profile is no longer as it is shown. */
  overtaken: (error: CallError) => void
}) {
  const send = useMove(returnProfile, { refresh })
  const form = useFormOf(Returned, { start: { reason: '', fields: {} } })
  const [named, setNamed] = useState<readonly Field[]>([])
  const toggle = (field: Field) =>
    setNamed(named.includes(field) ? named.filter((each) => each !== field) : [...named, field])
  return (
    <Form
      form={form}
      label="退回"
      refused={(error) => {
        if (isOvertaken(error)) overtaken(error)
        return isOvertaken(error)
      }}
      submit={async ({ reason, fields: typed }) => {
        const fields: ReturnFields = {}
        for (const field of named) {
          const text = typed[field]?.trim()
          if (text) fields[field] = text
        }
        await send.mutateAsync({ params: { id }, body: { version, reason, fields } })
        toast('已退回，对方会看到原因')
        decided()
      }}
    >
      <TextArea
        {...form.at('reason')}
        label="退回原因"
        required
        limit={500}
        hint="写明哪一项需要怎样修改"
      />
      <fieldset className="plain">
        <legend>需要修改的项目（可不选）</legend>
        <Row>
          {offered.map((field) => (
            <Button
              key={field}
              look="quiet"
              aria-pressed={named.includes(field)}
              onClick={() => toggle(field)}
            >
              {fieldText[field]}
            </Button>
          ))}
        </Row>
      </fieldset>
      {named.map((field) => (
        <TextField
          key={field}
          {...form.at(`fields.${field}`)}
          label={`${fieldText[field]}应怎样修改`}
          width="full"
        />
      ))}
      <FormActions>
        <SubmitButton busy={send.isPending}>退回</SubmitButton>
        <Button onClick={cancel}>取消</Button>
      </FormActions>
    </Form>
  )
}
