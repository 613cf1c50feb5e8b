import { applyToUnit, type PendingPolicy } from '@xueshi/contract/people/employments'
import { transferWorkingDays } from '@xueshi/contract/people/transfers'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { toast } from '../ui/toast.tsx'
import { findUnits } from './find-units.ts'
import { refreshed } from './refreshed.ts'
import { pendingPolicyText } from './text.ts'

const Asked = z.object({
  unitId: z.uuid(),
  kind: z.enum(['main', 'partTime']),
  pendingPolicy: z.enum(['follow', 'finish']),
})

const policies: PendingPolicy[] = ['follow', 'finish']

/** 更换工作单位, 兼职: to which unit, and who goes on with what waits at the former one. */
export function ApplyForm({
  close,
  formerName,
}: {
  close: () => void
  formerName: string | undefined
}) {
  const apply = useMove(applyToUnit, { refresh: refreshed })
  const form = useFormOf(Asked, { start: { kind: 'main', pendingPolicy: 'follow' } })
  const isMove = form.watch('kind') === 'main'
  return (
    <Card title="申请加入单位">
      <Form
        form={form}
        label="申请加入单位"
        submit={async ({ unitId, kind, pendingPolicy }) => {
          const body = { unitId, partTime: kind === 'partTime', pendingPolicy }
          await apply.mutateAsync({ body })
          toast('申请已提交，等待单位确认')
          close()
        }}
      >
        <SearchField
          {...form.at('unitId')}
          label="单位"
          required
          hint="按名称、拼音、首字母或统一社会信用代码查找；自由职业、待业、退休人员可选择人才服务机构挂靠"
          search={findUnits}
          nothingFound="没有找到。该单位需要先在本系统注册。"
        />
        {formerName !== undefined && (
          <>
            <RadioGroup
              {...form.at('kind')}
              label="申请事项"
              required
              options={[
                { value: 'main', text: '更换工作单位', hint: `从 ${formerName} 转出` },
                { value: 'partTime', text: '兼职', hint: '原工作单位不变' },
              ]}
            />
            {isMove && (
              <>
                <RadioGroup
                  {...form.at('pendingPolicy')}
                  label="原单位尚未审完的继续教育记录"
                  required
                  options={policies.map((value) => ({ value, text: pendingPolicyText[value] }))}
                />
                <Notice tone="info">
                  {`提交后通知 ${formerName}，它有 ${transferWorkingDays} 个工作日可以提出异议，到期没有答复即视为同意。`}
                </Notice>
              </>
            )}
          </>
        )}
        <FormActions>
          <SubmitButton busy={apply.isPending}>提交申请</SubmitButton>
          <Button onClick={close}>取消</Button>
        </FormActions>
      </Form>
    </Card>
  )
}
