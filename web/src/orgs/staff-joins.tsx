import { acceptJoin, type Join, listJoins, refuseJoin } from '@xueshi/contract/orgs/joins'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { LevelChoice } from './level-choice.tsx'

/** 加入申请: who asks for a seat at the unit. */
export function Joins({ code, clerksOnly }: { code: string; clerksOnly: boolean }) {
  const list = useRead(listJoins, {}, { refetchSeconds: 60 })
  const [deciding, setDeciding] = useState<{ join: Join; accepts: boolean } | null>(null)
  const ask = (join: Join, accepts: boolean) => () => setDeciding({ join, accepts })
  return (
    <Card title="加入申请">
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="加入申请"
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={
            <p>
              没有等待处理的申请。
              {`也可以请要增加的员工用本人账号登录，在“注册”页的“单位用户注册”中填写本单位的统一社会信用代码（${code}），按提示申请加入。`}
            </p>
          }
          columns={[
            { head: '姓名', title: true, tight: true, cell: (row) => row.name },
            { head: '登录账号', cell: (row) => row.accountName },
            { head: '申请时间', tight: true, cell: (row) => formatInstant(row.at) },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <Row>
                  <Button onClick={ask(row, true)} aria-label={`同意 ${row.name}`}>
                    同意
                  </Button>
                  <Button look="quiet" onClick={ask(row, false)} aria-label={`不同意 ${row.name}`}>
                    不同意
                  </Button>
                </Row>
              ),
            },
          ]}
        />
      )}
      <Dialog
        open={deciding !== null}
        close={() => setDeciding(null)}
        title={deciding?.accepts ? '同意加入' : '不同意加入'}
      >
        {deciding?.accepts && (
          <Accept join={deciding.join} clerksOnly={clerksOnly} close={() => setDeciding(null)} />
        )}
        {deciding && !deciding.accepts && (
          <Refuse join={deciding.join} close={() => setDeciding(null)} />
        )}
      </Dialog>
    </Card>
  )
}

const refreshed = [listJoins, listStaff]

function Accept({
  join,
  clerksOnly,
  close,
}: {
  join: Join
  clerksOnly: boolean
  close: () => void
}) {
  const send = useMove(acceptJoin, { refresh: refreshed })
  const form = useFormOf(acceptJoin.parts.body, {
    start: { version: join.version, level: 'clerk' },
  })
  return (
    <Form
      form={form}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: join.id }, body })
        toast(`${join.name} 已加入`)
        close()
      }}
    >
      <p>{`${join.name}，登录账号 ${join.accountName}。请先确认是本单位的人员。`}</p>
      <LevelChoice at={form.at('level')} clerksOnly={clerksOnly} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>同意加入</SubmitButton>
      </Row>
    </Form>
  )
}

function Refuse({ join, close }: { join: Join; close: () => void }) {
  const send = useMove(refuseJoin, { refresh: refreshed })
  const form = useFormOf(refuseJoin.parts.body, { start: { version: join.version, reason: '' } })
  return (
    <Form
      form={form}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: join.id }, body })
        toast('已答复，对方会看到原因')
        close()
      }}
    >
      <p>{`${join.name}，登录账号 ${join.accountName}`}</p>
      <TextArea {...form.at('reason')} label="原因" required limit={500} hint="对方会看到这段话" />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>不同意加入</SubmitButton>
      </Row>
    </Form>
  )
}
