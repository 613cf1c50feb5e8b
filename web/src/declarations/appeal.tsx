import {
  appealDays,
  appealDeclaration,
  listDeclarations,
  readDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { addDays, todayIn } from '@xueshi/contract/year'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'

const Shape = z.pick(appealDeclaration.parts.body, { reason: true })

/** [申诉] against a rejection or a cut, with what the person has to say. */
export function Appeal({ record }: { record: Declaration }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button icon="returned" onClick={() => setAsking(true)}>
        申诉
      </Button>
      <Dialog open={asking} close={() => setAsking(false)} title="对审核决定提出申诉">
        {asking && <AppealForm record={record} close={() => setAsking(false)} />}
      </Dialog>
    </>
  )
}

function AppealForm({ record, close }: { record: Declaration; close: () => void }) {
  const { id, version, recognisedTenths, claimedTenths, reviewedAt } = record
  const appeal = useMove(appealDeclaration, { refresh: [readDeclaration, listDeclarations] })
  const form = useFormOf(Shape, { start: { reason: '' } })
  const submit = async ({ reason }: z.infer<typeof Shape>) => {
    await appeal.mutateAsync({ params: { id }, body: { version, reason } })
    close()
    toast('申诉已提交，可以补充附件')
  }
  const last = reviewedAt && addDays(todayIn(reviewedAt), appealDays - 1)
  return (
    <Form form={form} submit={submit} label="申诉">
      <p>
        {recognisedTenths === null
          ? '原决定：不予认定。'
          : `原决定：认定 ${formatHours(recognisedTenths)} 学时（拟申报 ${formatHours(claimedTenths)} 学时）。`}
        {`由上一级部门审理，每条记录只能申诉一次${last ? `，请在 ${last} 前提出` : ''}。`}
        {recognisedTenths !== null && '审理期间已认定的学时照常有效。'}
      </p>
      <TextArea
        {...form.at('reason')}
        label="申诉理由"
        hint="请写明不同意的地方和依据；提交后还可以补充附件。"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>提交申诉</SubmitButton>
      </Row>
    </Form>
  )
}
