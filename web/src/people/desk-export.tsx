import { exportPeople, type PeopleFilter } from '@xueshi/contract/people/desk'
import { listTasks } from '@xueshi/contract/tasks'
import { lengthOf } from '@xueshi/contract/text'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { CheckBox } from '../ui/choice-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'

const Asked = z.object({ full: z.boolean(), reason: z.string() })

/** 导出人员: the list as it is filtered, masked unless a reason is given, which each person can see. */
export function ExportPeople({ filter }: { filter: PeopleFilter }) {
  const [taskId, setTaskId] = useState<string | null>(null)
  const isBelow = filter.subUnit !== undefined
  const begin = useMove(exportPeople, { refresh: [listTasks] })
  const form = useFormOf(Asked, {
    start: { full: false, reason: '' },
    rules: ({ full, reason }): Record<string, string> =>
      full && reason !== undefined && lengthOf(reason.trim()) < 5
        ? { reason: 'TEXT_TOO_SHORT' }
        : {},
  })
  return (
    <>
      <Form
        form={form}
        label="导出人员"
        submit={async ({ full, reason }) => {
          const body = { filter, unmaskedReason: full ? reason.trim() : null }
          const { id } = await begin.mutateAsync({ body })
          setTaskId(id)
        }}
      >
        <p>按当前的筛选条件导出为 Excel，完成后在这里和“任务”中下载。</p>
        {!isBelow && (
          <CheckBox
            {...form.at('full')}
            label="导出完整的证件号码和手机号码"
            hint="每位人员都能看到谁在什么时候因何查看"
          />
        )}
        {form.watch('full') ? (
          <TextField {...form.at('reason')} label="查看原因" required width="full" />
        ) : (
          <Notice tone="info">证件号码和手机号码以掩码显示。</Notice>
        )}
        <FormActions>
          <SubmitButton busy={begin.isPending}>开始导出</SubmitButton>
        </FormActions>
      </Form>
      {taskId && <TaskProgress key={taskId} id={taskId} />}
    </>
  )
}
