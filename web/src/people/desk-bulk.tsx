import {
  assignDepartment,
  type Department,
  endEmployments,
  listPeople,
  type StaffPerson,
} from '@xueshi/contract/people/desk'
import { readHome } from '@xueshi/contract/insight'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { endReasonText } from './text.ts'

const refresh = [listPeople, readHome]
const chosenOf = (people: readonly StaffPerson[]) =>
  people.map(({ employmentId: id, version }) => ({ id, version }))
const namesOf = (people: readonly StaffPerson[]) =>
  people.length > 5
    ? `${people
        .slice(0, 5)
        .map(({ name }) => name)
        .join('、')} 等 ${people.length} 人`
    : people.map(({ name }) => name).join('、')

type BulkProps = { people: readonly StaffPerson[]; done: () => void }

/** What is done with the ticked people: 离职, 退休, 调整部门; all of them or none. */
export function BulkBar({
  people,
  departments,
  done,
}: BulkProps & { departments: readonly Department[] }) {
  const [open, setOpen] = useState<'end' | 'department' | null>(null)
  const close = () => setOpen(null)
  const finish = () => {
    close()
    done()
  }
  const isNone = people.length === 0
  return (
    <Row>
      <Button unavailable={isNone && '请先勾选人员'} onClick={() => setOpen('end')}>
        办理离职或退休
      </Button>
      <Button unavailable={isNone && '请先勾选人员'} onClick={() => setOpen('department')}>
        调整部门
      </Button>
      <span>{isNone ? '勾选人员后可以批量办理' : `已选 ${people.length} 人`}</span>
      <Dialog open={open === 'end'} close={close} title="办理离职或退休">
        <EndForm people={people} done={finish} />
      </Dialog>
      <Dialog open={open === 'department'} close={close} title="调整部门">
        <DepartmentForm people={people} departments={departments} done={finish} />
      </Dialog>
    </Row>
  )
}

const Ending = z.object({
  reason: z.enum(['left', 'retired', 'other']),
  endedOn: endEmployments.parts.body.shape.endedOn,
})

function EndForm({ people, done }: BulkProps) {
  const today = useSession()?.site.today ?? ''
  const end = useMove(endEmployments, { refresh })
  const form = useFormOf(Ending, {
    start: { reason: 'left', endedOn: today },
    rules: ({ endedOn }): Record<string, string> =>
      endedOn && endedOn > today ? { endedOn: 'DATE_IN_FUTURE' } : {},
  })
  return (
    <Form
      form={form}
      label="办理离职或退休"
      submit={async (values) => {
        await end.mutateAsync({ body: { employments: chosenOf(people), ...values } })
        toast(`已为 ${people.length} 人办理`)
        done()
      }}
    >
      <p>{`${namesOf(people)}。办理后本人会收到通知，其学时和证书不受影响。`}</p>
      <RadioGroup
        {...form.at('reason')}
        label="事项"
        required
        options={(['left', 'retired', 'other'] as const).map((value) => ({
          value,
          text: endReasonText[value],
        }))}
      />
      <DateField {...form.at('endedOn')} label="离开时间" required latest={today} />
      <FormActions>
        <SubmitButton busy={end.isPending}>办理</SubmitButton>
      </FormActions>
    </Form>
  )
}

const Assigning = z.object({ departmentId: z.nullable(z.uuid()) })

function DepartmentForm({
  people,
  departments,
  done,
}: BulkProps & { departments: readonly Department[] }) {
  const assign = useMove(assignDepartment, { refresh })
  const form = useFormOf(Assigning, { start: { departmentId: null } })
  return (
    <Form
      form={form}
      label="调整部门"
      submit={async ({ departmentId }) => {
        await assign.mutateAsync({ body: { employments: chosenOf(people), departmentId } })
        toast(`已调整 ${people.length} 人的部门`)
        done()
      }}
    >
      <p>{namesOf(people)}</p>
      <Select
        {...form.at('departmentId')}
        label="内设部门"
        hint="不选表示不属于任何部门"
        options={departments.map(({ id, name }) => ({ value: id, text: name }))}
        emptyIsNull
      />
      <FormActions>
        <SubmitButton busy={assign.isPending}>保存</SubmitButton>
      </FormActions>
    </Form>
  )
}
