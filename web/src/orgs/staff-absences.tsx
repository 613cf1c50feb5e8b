import {
  type Absence,
  AbsenceForm,
  absenceIssues,
  endAbsence,
  listAbsences,
  nameDeputy,
} from '@xueshi/contract/orgs/absences'
import type { StaffRow } from '@xueshi/contract/orgs/staff'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { renewSession, useSession } from '../session.ts'
import { DateRange } from '../ui/dates.tsx'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import './text.ts'

const refresh = [listAbsences]

/** 代办安排: who is away, and which colleague stands in; seen by everyone at the desk. */
export function Absences({ staff, manages }: { staff: StaffRow[]; manages: boolean }) {
  const list = useRead(listAbsences, {})
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState<Absence | null>(null)
  return (
    <Card
      title="代办安排"
      actions={
        <Button
          icon="plus"
          unavailable={staff.length < 2 && '还没有可以代办的同事'}
          onClick={() => setAsking(true)}
        >
          指定代办人
        </Button>
      }
    >
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="代办安排"
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={
            <p>
              近期没有代办安排。请假、出差前，可以指定一位同事在这段时间代办；代办管理员业务的，可以处理加入申请、邀请经办人。
            </p>
          }
          columns={[
            { head: '不在岗', title: true, tight: true, cell: (row) => nameOf(row, 'away') },
            { head: '代办人', tight: true, cell: (row) => nameOf(row, 'deputy') },
            {
              head: '日期',
              tight: true,
              cell: (row) => <DateRange from={row.fromOn} to={row.toOn} />,
            },
            {
              head: '状态',
              tight: true,
              cell: (row) => (
                <Status tone={row.isNow ? 'ok' : 'waiting'}>
                  {row.isNow ? '代办中' : '未开始'}
                </Status>
              ),
            },
            {
              head: '操作',
              tight: true,
              cell: (row) =>
                row.open.includes('end') ? (
                  <Button
                    look="quiet"
                    onClick={() => setEnding(row)}
                    aria-label={`结束 ${row.name} 的代办`}
                  >
                    结束代办
                  </Button>
                ) : (
                  '—'
                ),
            },
          ]}
        />
      )}
      <Dialog open={asking} close={() => setAsking(false)} title="指定代办人">
        {asking && <NameDeputy staff={staff} manages={manages} close={() => setAsking(false)} />}
      </Dialog>
      <EndAbsence absence={ending} close={() => setEnding(null)} />
    </Card>
  )
}

function nameOf(row: Absence, side: 'away' | 'deputy'): string {
  const name = side === 'away' ? row.name : row.deputyName
  return row.own === side ? `${name}（本人）` : name
}

function NameDeputy({
  staff,
  manages,
  close,
}: {
  staff: StaffRow[]
  manages: boolean
  close: () => void
}) {
  const send = useMove(nameDeputy, { refresh })
  const today = useSession()?.site.today ?? ''
  const own = staff.find((row) => row.own)
  const form = useFormOf(AbsenceForm, {
    start: { seatId: own?.id ?? '', deputySeatId: '', fromOn: today, toOn: '' },
    rules: (values) => absenceIssues(values, today),
  })
  const optionOf = (row: StaffRow) => ({
    value: row.id,
    text: row.own ? `${row.name}（本人）` : `${row.name}（${row.accountName}）`,
  })
  const away = form.watch('seatId')
  return (
    <Form
      form={form}
      label="指定代办人"
      submit={async (body) => {
        await send.mutateAsync({ body })
        await renewSession()
        toast('已指定代办人，双方都会收到通知')
        close()
      }}
    >
      <Select
        {...form.at('seatId')}
        label="不在岗人员"
        required
        options={staff.filter((row) => manages || row.own).map(optionOf)}
      />
      <Select
        {...form.at('deputySeatId')}
        label="代办人"
        hint="本单位办理同类业务的同事"
        required
        options={staff.filter((row) => row.id !== away).map(optionOf)}
      />
      <DateField {...form.at('fromOn')} label="开始日期" required earliest={today} />
      <DateField {...form.at('toOn')} label="结束日期" required earliest={today} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>指定代办人</SubmitButton>
      </Row>
    </Form>
  )
}

function EndAbsence({ absence, close }: { absence: Absence | null; close: () => void }) {
  const send = useMove(endAbsence, { refresh, evenRefused: true })
  const confirm = async () => {
    if (!absence) return
    try {
      await send.mutateAsync({ params: { id: absence.id }, body: {} })
      await renewSession()
      toast('代办已结束')
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={absence !== null}
      close={close}
      title="结束这项代办？"
      verb="结束代办"
      busy={send.isPending}
      confirm={() => void confirm()}
    >
      <p>{`${absence?.deputyName ?? ''} 不再代办 ${absence?.name ?? ''} 的业务，双方都会收到通知。`}</p>
    </Confirm>
  )
}
