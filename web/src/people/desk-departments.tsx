import {
  addDepartment,
  type Department,
  listDepartments,
  listPeople,
  removeDepartment,
  renameDepartment,
} from '@xueshi/contract/people/desk'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'

const refresh = [listDepartments, listPeople]

/** 内设部门: added, called otherwise, removed; the people of a removed one stay, without a department. */
export function Departments({ departments }: { departments: readonly Department[] }) {
  const [renaming, setRenaming] = useState<Department | null>(null)
  const [removing, setRemoving] = useState<Department | null>(null)
  const remove = useMove(removeDepartment, { refresh, evenRefused: true })
  const confirmRemoval = async () => {
    if (!removing) return
    const { id, version } = removing
    try {
      await remove.mutateAsync({ params: { id }, body: { version } })
      toast(`已删除 ${removing.name}`)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setRemoving(null)
  }
  return (
    <>
      <NameForm key={renaming?.id ?? 'new'} renaming={renaming} done={() => setRenaming(null)} />
      <Table
        caption="内设部门"
        numbered
        rows={departments}
        keyOf={(row) => row.id}
        empty={<Empty title="还没有内设部门" />}
        columns={[
          { head: '部门名称', title: true, cell: (row) => row.name },
          {
            head: '操作',
            tight: true,
            cell: (row) => (
              <Row>
                <Button
                  look="quiet"
                  onClick={() => setRenaming(row)}
                  aria-label={`修改 ${row.name}`}
                >
                  修改
                </Button>
                <Button
                  look="quiet"
                  onClick={() => setRemoving(row)}
                  aria-label={`删除 ${row.name}`}
                >
                  删除
                </Button>
              </Row>
            ),
          },
        ]}
      />
      <Confirm
        open={removing !== null}
        close={() => setRemoving(null)}
        title={`删除“${removing?.name ?? ''}”？`}
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() => void confirmRemoval()}
      >
        <p>部门里的人员仍是本单位人员，只是不再属于任何部门。</p>
      </Confirm>
    </>
  )
}

function NameForm({ renaming, done }: { renaming: Department | null; done: () => void }) {
  const add = useMove(addDepartment, { refresh })
  const rename = useMove(renameDepartment, { refresh })
  const form = useFormOf(addDepartment.parts.body, { start: { name: renaming?.name ?? '' } })
  const verb = renaming ? '保存' : '添加'
  return (
    <Form
      form={form}
      label="内设部门"
      submit={async ({ name }) => {
        if (renaming) {
          const { id, version } = renaming
          await rename.mutateAsync({ params: { id }, body: { version, name } })
        } else await add.mutateAsync({ body: { name } })
        form.reset({ name: '' })
        done()
      }}
    >
      <TextField
        {...form.at('name')}
        label={renaming ? `“${renaming.name}”的新名称` : '新部门名称'}
        required
      />
      <FormActions>
        <SubmitButton busy={add.isPending || rename.isPending}>{verb}</SubmitButton>
        {renaming && <Button onClick={done}>取消</Button>}
      </FormActions>
    </Form>
  )
}
