import {
  endStaff,
  leaveStaff,
  listStaff,
  setStaffLevel,
  staffed,
  type StaffRow,
} from '@xueshi/contract/orgs/staff'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePortalKind } from '../url.ts'
import { Absences } from './staff-absences.tsx'
import { Invitations } from './staff-invitations.tsx'
import { Joins } from './staff-joins.tsx'
import { levelText } from './text.ts'

type Act = StaffRow['open'][number]

/** 员工账号: who acts for the unit, who is asked to, who asks to, and who stands in for whom. */
export default function Staff() {
  const kind = usePortalKind()
  const desk = staffed.find((each) => each === kind)
  const list = useRead(listStaff, {})
  const { manages = false, inPerson = false, unitCode = '', items } = list.data ?? {}
  return (
    <Page
      title="员工账号"
      actions={
        desk &&
        (manages || desk === 'hrss') && (
          <ButtonLink to={paths.helpDesk(desk)}>协助找回账号</ButtonLink>
        )
      }
      lead="管理员可以增减员工，经办人办理日常业务。停用后立即不能再办理本单位的业务。"
    >
      <Card title="员工">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Rows rows={items} inPerson={inPerson} />
        )}
      </Card>
      {(kind === 'hrss' || kind === 'industry') && (
        <Card title="下级部门">
          <p>下级的人社部门和行业主管部门，由上级部门的管理员设立。</p>
          <Row>
            <ButtonLink to={paths.offices(kind)}>查看下级部门</ButtonLink>
          </Row>
        </Card>
      )}
      {manages && <Invitations inPerson={inPerson} />}
      {manages && (kind === 'employer' || kind === 'institution') && (
        <Joins code={unitCode} clerksOnly={!inPerson} />
      )}
      {items && <Absences staff={items} manages={manages} />}
    </Page>
  )
}

function Rows({ rows, inPerson }: { rows: StaffRow[] | undefined; inPerson: boolean }) {
  const [changing, setChanging] = useState<{ row: StaffRow; act: Act } | null>(null)
  const ask = (row: StaffRow, act: Act) => () => setChanging({ row, act })
  return (
    <>
      <Table
        caption="员工账号"
        numbered
        rows={rows}
        keyOf={(row) => row.id}
        empty={<Empty title="还没有员工" />}
        columns={[
          { head: '姓名', title: true, tight: true, cell: (row) => nameOf(row) },
          { head: '登录账号', cell: (row) => row.accountName },
          { head: '身份', tight: true, cell: (row) => <Tag>{levelText[row.level]}</Tag> },
          { head: '加入时间', tight: true, cell: (row) => formatInstant(row.since) },
          ...(inPerson || rows?.some(({ open }) => open.length > 0)
            ? [
                {
                  head: '操作',
                  tight: true,
                  cell: (row: StaffRow) => <Acts row={row} inPerson={inPerson} ask={ask} />,
                },
              ]
            : []),
        ]}
      />
      <Changing changing={changing} close={() => setChanging(null)} />
    </>
  )
}

function Acts({
  row,
  inPerson,
  ask,
}: {
  row: StaffRow
  inPerson: boolean
  ask: (row: StaffRow, act: Act) => () => void
}) {
  // To a manager in person all seats are open but that of the last manager.
  if (row.open.length === 0)
    return inPerson ? <span className="field-hint">唯一的管理员，不能停用</span> : '—'
  if (!row.open.includes('end'))
    return (
      <Button look="quiet" onClick={ask(row, 'leave')}>
        不再办理
      </Button>
    )
  return (
    <Row>
      <Button
        look="quiet"
        onClick={ask(row, 'level')}
        aria-label={`${otherLevel(row)} ${row.name}`}
      >
        {otherLevel(row)}
      </Button>
      <Button look="quiet" onClick={ask(row, 'end')} aria-label={`停用 ${row.name}`}>
        停用
      </Button>
    </Row>
  )
}

const nameOf = (row: StaffRow) => (row.own ? `${row.name}（本人）` : row.name)
const otherLevel = (row: StaffRow) => (row.level === 'manager' ? '设为经办人' : '设为管理员')

function Changing({
  changing,
  close,
}: {
  changing: { row: StaffRow; act: Act } | null
  close: () => void
}) {
  const refresh = [listStaff]
  const end = useMove(endStaff, { refresh, evenRefused: true })
  const level = useMove(setStaffLevel, { refresh, evenRefused: true })
  const leave = useMove(leaveStaff)
  const go = useGo()
  const row = changing?.row
  const isEnd = changing?.act === 'end'
  const isLeave = changing?.act === 'leave'
  const confirm = async () => {
    if (!row) return
    const params = { id: row.id }
    const to = row.level === 'manager' ? 'clerk' : 'manager'
    try {
      if (isLeave) {
        await leave.mutateAsync({ params, body: {} })
        go(paths.home())
        await renewSession()
        toast('已不再办理该单位的业务')
        return
      }
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
      title={
        isLeave
          ? '不再办理本单位的业务？'
          : isEnd
            ? '停用这个员工账号？'
            : `${row ? otherLevel(row) : ''}？`
      }
      verb={isLeave ? '不再办理' : isEnd ? '停用' : row ? otherLevel(row) : ''}
      danger={isEnd || isLeave}
      busy={end.isPending || level.isPending || leave.isPending}
      confirm={() => void confirm()}
    >
      <p>{row && `${nameOf(row)}，登录账号 ${row.accountName}`}</p>
      <p>
        {isLeave
          ? '确认后立即不能再办理本单位的业务，您的个人账号不受影响；需要时可以由管理员重新邀请。'
          : isEnd
            ? '停用后立即生效，其个人账号不受影响；需要时可以重新邀请。'
            : row?.level === 'manager'
              ? '设为经办人后，不能再增减员工、发出邀请、处理加入申请。'
              : '管理员可以增减员工、发出邀请、处理加入申请。'}
      </p>
    </Confirm>
  )
}
