import { recogniseDeclaration, type Declaration } from '@xueshi/contract/declarations'
import type { Body } from '@xueshi/contract/endpoint'
import { formatHours } from '@xueshi/contract/hours'
import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf, type FormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { CommonReasons, joined } from './reason-dialog.tsx'

const Shape = z.omit(recogniseDeclaration.parts.body, { version: true })
export type Recognition = Omit<Body<typeof recogniseDeclaration>, 'version'>
export type RecognitionForm = FormOf<Recognition>

/** 认定学时 opens at 拟申报学时; fewer need a reason, more are not possible. */
export function useRecognition({ claimedTenths }: Declaration): RecognitionForm {
  return useFormOf(Shape, {
    start: { recognisedTenths: claimedTenths, reason: null },
    rules: ({ recognisedTenths, reason }) => {
      const issues: Record<string, string> = {}
      if (recognisedTenths === undefined) return issues
      if (recognisedTenths > claimedTenths) issues['recognisedTenths'] = 'HOURS_ABOVE_CLAIM'
      if (recognisedTenths < claimedTenths && !reason) issues['reason'] = 'REASON_REQUIRED'
      return issues
    },
  })
}

export function RecognitionFields({
  form,
  record,
  decide,
  refused,
  verb,
  children,
}: {
  form: RecognitionForm
  record: Declaration
  decide: (recognition: Recognition) => Promise<unknown>
  refused: (error: CallError) => boolean
  verb: string
  /** Other decisions, beside the button of this one. */
  children?: ReactNode
}) {
  const typed = useWatch({ control: form.control, name: 'recognisedTenths' })
  const lower = typeof typed === 'number' && typed < record.claimedTenths
  const submit = ({ recognisedTenths, reason }: Recognition) =>
    // A reason that was begun and is not needed any more is not sent.
    decide({ recognisedTenths, reason: lower ? reason : null })
  return (
    <Form form={form} submit={submit} refused={refused} label="审核意见">
      <HoursField
        {...form.at('recognisedTenths')}
        label="认定学时"
        hint={`拟申报 ${formatHours(record.claimedTenths)} 学时；少于时须写明原因`}
        required
      />
      {lower && (
        <>
          <TextArea
            {...form.at('reason')}
            label="少于拟申报学时的原因"
            required
            rows={3}
            limit={500}
          />
          <CommonReasons
            of="cutReasons"
            add={(sentence) =>
              form.setValue('reason', joined(form.getValues('reason') ?? '', sentence), {
                shouldDirty: true,
                shouldValidate: true,
              })
            }
          />
        </>
      )}
      <Row>
        <SubmitButton icon="check">{verb}</SubmitButton>
        {children}
      </Row>
    </Form>
  )
}
