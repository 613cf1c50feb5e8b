import { endStaff, listStaff, setStaffLevel, type StaffRow } from '@xueshi/contract/orgs/staff'
import { acceptJoin, type Join, listJoins, refuseJoin } from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { renewSession, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePortalKind } from '../url.ts'
import { levelText } from './text.ts'

/** 员工账号: who acts for the unit, and who asks to. Only a manager changes either. */
export default function Staff() {
  const kind = usePortalKind()
  const seat = useSession()?.seats.find((one) => one.kind === kind)
  const manages = seat?.level === 'manager'
  const list = useRead(listStaff, {})
  const [changing, setChanging] = useState<{ row: StaffRow; act: 'end' | 'level' } | null>(null)
  const act = (row: StaffRow, verb: 'end' | 'level') => () => setChanging({ row, act: verb })
  return (
    <Page
      title="员工账号"
      lead="管理员可以增减员工，经办人办理日常业务。停用后立即不能再办理本单位的业务。"
    >
      {manages && <Joins code={list.data?.unitCode ?? ''} />}
      <Card title="员工">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="员工账号"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有员工" />}
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => nameOf(row) },
              { head: '登录账号', cell: (row) => row.accountName },
              { head: '身份', tight: true, cell: (row) => <Tag>{levelText[row.level]}</Tag> },
              { head: '加入时间', tight: true, cell: (row) => formatInstant(row.since) },
              ...(manages
                ? [
                    {
                      head: '操作',
                      tight: true,
                      cell: (row: StaffRow) => (
                        <Row>
                          <Button
                            look="quiet"
                            onClick={act(row, 'level')}
                            aria-label={`${otherLevel(row)} ${row.name}`}
                          >
                            {otherLevel(row)}
                          </Button>
                          <Button
                            look="quiet"
                            onClick={act(row, 'end')}
                            aria-label={`停用 ${row.name}`}
                          >
                            停用
                          </Button>
                        </Row>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Card>
      <Changing changing={changing} close={() => setChanging(null)} />
    </Page>
  )
}

const nameOf = (row: StaffRow) => (row.own ? `${row.name}（本人）` : row.name)
const otherLevel = (row: StaffRow) => (row.level === 'manager' ? '设为经办人' : '设为管理员')

function Changing({
  changing,
  close,
}: {
  changing: { row: StaffRow; act: 'end' | 'level' } | null
  close: () => void
}) {
  const refresh = [listStaff]
  const end = useMove(endStaff, { refresh })
  const level = useMove(setStaffLevel, { refresh })
  const row = changing?.row
  const isEnd = changing?.act === 'end'
  const confirm = async () => {
    if (!row) return
    const params = { id: row.id }
    const to = row.level === 'manager' ? 'clerk' : 'manager'
    try {
      if (isEnd) await end.mutateAsync({ params, body: {} })
      else await level.mutateAsync({ params, body: { level: to } })
      toast(isEnd ? `已停用 ${row.name} 的员工账号` : `${row.name} 现在是${levelText[to]}`)
      if (row.own) await renewSession()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={changing !== null}
      close={close}
      title={isEnd ? '停用这个员工账号？' : `${row ? otherLevel(row) : ''}？`}
      verb={isEnd ? '停用' : row ? otherLevel(row) : ''}
      danger={isEnd}
      busy={end.isPending || level.isPending}
      confirm={() => void confirm()}
    >
      <p>{row && `${nameOf(row)}，登录账号 ${row.accountName}`}</p>
      <p>
        {isEnd
          ? '停用后立即生效，其个人账号不受影响；需要时可以重新申请加入。'
          : '管理员可以增减员工、处理加入申请。'}
      </p>
    </Confirm>
  )
}

function Joins({ code }: { code: string }) {
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
            <Empty icon="check" title="没有等待处理的申请">
              {`请要增加的员工用本人账号登录，在“注册”页的“单位用户注册”中填写本单位的统一社会信用代码（${code}），按提示申请加入。`}
            </Empty>
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
        {deciding?.accepts && <Accept join={deciding.join} close={() => setDeciding(null)} />}
        {deciding && !deciding.accepts && (
          <Refuse join={deciding.join} close={() => setDeciding(null)} />
        )}
      </Dialog>
    </Card>
  )
}

const refreshed = [listJoins, listStaff]

function Accept({ join, close }: { join: Join; close: () => void }) {
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
      <RadioGroup
        {...form.at('level')}
        label="身份"
        required
        options={[
          { value: 'clerk', text: '经办人', hint: '办理日常业务' },
          { value: 'manager', text: '管理员', hint: '还可以增减员工、处理加入申请' },
        ]}
      />
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
