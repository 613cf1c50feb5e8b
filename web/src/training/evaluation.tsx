import {
  type Enrolment,
  evaluateClass,
  EvaluationForm,
  readEnrolment,
} from '@xueshi/contract/training/enrolments'
import { useMove } from '../queries.ts'
import { Select } from '../ui/choice-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Card, Columns } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'

const grades = [
  { value: '5', text: '5 分 很好' },
  { value: '4', text: '4 分 好' },
  { value: '3', text: '3 分 一般' },
  { value: '2', text: '2 分 较差' },
  { value: '1', text: '1 分 很差' },
]

/** 评价, once, by somebody who was there. */
export function Evaluation({ mine }: { mine: Enrolment }) {
  const send = useMove(evaluateClass, { refresh: [readEnrolment] })
  const form = useFormOf(EvaluationForm, { start: { comment: null } })
  return (
    <Card title="评价培训班">
      <Form
        form={form}
        label="评价培训班"
        submit={async (body) => {
          await send.mutateAsync({ params: { id: mine.id }, body })
          toast('感谢您的评价')
        }}
      >
        <p className="field-hint">只能评价一次；施教机构看到的是汇总和意见，不显示姓名。</p>
        <Columns>
          <Select {...form.at('content')} label="课程内容" required numeric options={grades} />
          <Select {...form.at('teaching')} label="教学水平" required numeric options={grades} />
          <Select {...form.at('organisation')} label="组织服务" required numeric options={grades} />
        </Columns>
        <TextArea {...form.at('comment')} label="意见和建议" limit={500} emptyIsNull />
        <FormActions>
          <SubmitButton>提交评价</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}
