import { readHome } from '@xueshi/contract/insight'
import {
  confirmApplication,
  listApplications,
  refuseApplication,
} from '@xueshi/contract/people/employments'
import type { Reply } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Pager, useOwnKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'

const refresh = [listApplications, readHome]
type Application = Reply<typeof listApplications>['items'][number]

/** 兼职申请: those who ask to work here beside their own unit; nothing is shown while there are none. */
export function Applications() {
  const keyset = useOwnKeyset()
  const list = useRead(listApplications, { query: { after: keyset.after } }, { keep: true })
  const [refusing, setRefusing] = useState<Application | null>(null)
  const confirm = useMove(confirmApplication, { refresh })
  if (list.error)
    return (
      <Card title="兼职申请">
        <Failed error={list.error} retry={() => void list.refetch()} />
      </Card>
    )
  if (!list.data || (list.data.items.length === 0 && keyset.page === 1)) return null
  const accept = ({ id, version, name }: Application) =>
    confirm.mutate(
      { params: { id }, body: { version } },
      {
        onSuccess: () => toast(`已同意 ${name} 在本单位兼职`),
        onError: (error) => toast(textOf(error), 'error'),
      },
    )
  return (
    <Card title="兼职申请">
      <Table
        caption="兼职申请"
        numbered
        rows={list.data.items}
        keyOf={(row) => row.id}
        empty={null}
        columns={[
          { head: '姓名', title: true, tight: true, cell: (row) => row.name },
          { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
          { head: '主要工作单位', cell: (row) => row.mainUnitName ?? '' },
          { head: '专业技术任职资格', cell: (row) => row.title },
          { head: '申请时间', tight: true, cell: (row) => formatInstant(row.appliedAt) },
          {
            head: '操作',
            tight: true,
            cell: (row) => (
              <Row>
                {row.open.includes('confirm') && (
                  <Button onClick={() => accept(row)} aria-label={`同意 ${row.name} 兼职`}>
                    同意
                  </Button>
                )}
                {row.open.includes('refuse') && (
                  <Button
                    look="quiet"
                    onClick={() => setRefusing(row)}
                    aria-label={`不同意 ${row.name} 兼职`}
                  >
                    不同意
                  </Button>
                )}
              </Row>
            ),
          },
        ]}
      />
      <Pager keyset={keyset} next={list.data.next} />
      <Dialog open={refusing !== null} close={() => setRefusing(null)} title="不同意兼职申请">
        {refusing && <RefuseForm application={refusing} done={() => setRefusing(null)} />}
      </Dialog>
    </Card>
  )
}

function RefuseForm({ application, done }: { application: Application; done: () => void }) {
  const { id, version } = application
  const refuse = useMove(refuseApplication, { refresh })
  const form = useFormOf(refuseApplication.parts.body, { start: { version, reason: '' } })
  return (
    <Form
      form={form}
      label="不同意兼职申请"
      submit={async (body) => {
        await refuse.mutateAsync({ params: { id }, body })
        toast('已告知对方')
        done()
      }}
    >
      <TextArea
        {...form.at('reason')}
        label="原因"
        required
        limit={500}
        hint="对方会看到这段文字"
      />
      <FormActions>
        <SubmitButton busy={refuse.isPending}>不同意</SubmitButton>
      </FormActions>
    </Form>
  )
}
