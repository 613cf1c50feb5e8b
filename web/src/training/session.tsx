import {
  type Attendee,
  listAttendance,
  listResults,
  listSessions,
  markAttendance,
  previewFinish,
} from '@xueshi/contract/training/attendance'
import { printSignInSheet } from '@xueshi/contract/training/class-papers'
import { readClass } from '@xueshi/contract/training/classes'
import { type Mark, marks as allMarks } from '@xueshi/contract/training/enrolments'
import { useState } from 'react'
import { CallError } from '../call.ts'
import { Download } from '../download.tsx'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import './classes.css'
import { AttendanceImport } from './attendance-import.tsx'
import { SessionScans } from './attendance-scans.tsx'
import { classStateText } from './class-text.ts'
import { markSourceText, markText } from './enrolment-text.ts'
import { MarkChanges } from './mark-changes.tsx'

/** A mark that was chosen and not saved; `changes`: another one stands. */
type Edit = { mark: Mark; changes: boolean }
/** What becomes of those who are not marked; null: they stay so. */
type Rest = 'present' | 'absent' | null

/** 签到名单 of one session: who came, marked one by one or all that are left at once. */
export default function Session() {
  const id = usePathParam('id')
  const sessionId = usePathParam('sessionId')
  const keyset = useKeyset()
  const [edits, setEdits] = useState<ReadonlyMap<string, Edit>>(new Map())
  const [asked, setAsked] = useState<Rest | 'nobody'>('nobody')
  const held = useRead(readClass, { params: { id } })
  const sessions = useRead(listSessions, { params: { id } })
  const list = useRead(
    listAttendance,
    { params: { id, sessionId }, query: { ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  const save = useMove(markAttendance, {
    refresh: [listAttendance, listSessions, listResults, previewFinish],
  })
  const session = sessions.data?.items.find((one) => one.id === sessionId)
  const isOpen = held.data?.open.includes('mark') ?? false
  const marks = isOpen && (session?.begun ?? false)
  const standing = [...edits.values()].filter(({ changes }) => changes).length
  const send = async (unmarked: Rest, reason?: string) => {
    const marked = [...edits].map(([enrolmentId, { mark }]) => ({ enrolmentId, mark }))
    const body = { marks: marked, unmarked, ...(reason && { reason }) }
    const saved = await save.mutateAsync({ params: { id, sessionId }, body })
    setEdits(new Map())
    setAsked('nobody')
    toast(`已登记 ${saved.marked} 人`)
  }
  /** A mark that stands is changed only with a reason: it is asked for before anything is sent. */
  const press = (unmarked: Rest) => {
    if (standing > 0) setAsked(unmarked)
    else
      void send(unmarked).catch((error: unknown) => {
        // Somebody was marked while the page stood open.
        if (error instanceof CallError && error.code === 'REASON_REQUIRED') setAsked(unmarked)
        else toast(textOf(error), 'error')
        void list.refetch()
      })
  }
  const change = (row: Attendee, mark: Mark) => {
    const others = [...edits].filter(([enrolmentId]) => enrolmentId !== row.enrolmentId)
    const edit = { mark, changes: row.mark !== null }
    setEdits(new Map(mark === row.mark ? others : [...others, [row.enrolmentId, edit]]))
  }
  const reload = () => {
    setEdits(new Map())
    void list.refetch()
    void sessions.refetch()
  }
  const title = session
    ? `${formatInstant(session.from)}—${formatInstant(session.to).slice(11)}`
    : '签到名单'
  return (
    <Page
      title={title}
      back={{ to: paths.attendanceOf(id), text: held.data?.name ?? '考勤' }}
      actions={
        <>
          {session?.signsIn && (
            <ButtonLink look="primary" to={paths.signInCode(id, sessionId)}>
              显示签到二维码
            </ButtonLink>
          )}
          <Download
            icon="print"
            endpoint={printSignInSheet}
            input={{ params: { id, sessionId } }}
            fileName={`签到表-${title}.pdf`}
          >
            打印签到表
          </Download>
        </>
      }
      lead={
        session &&
        [session.subject, session.teacher, session.online ? '线上' : session.place]
          .filter(Boolean)
          .join('，')
      }
    >
      {isOpen && session && !session.begun && (
        <Notice title="这节课还没有开始签到">上课前 30 分钟起可以签到和登记考勤。</Notice>
      )}
      {held.data && !isOpen && (
        <Notice title={`培训班现在是“${classStateText[held.data.state]}”，不能登记考勤`} />
      )}
      <Card>
        {marks && (
          <Row>
            <Button
              look="primary"
              busy={save.isPending}
              unavailable={edits.size === 0 && '没有要保存的修改'}
              onClick={() => press(null)}
            >
              {edits.size > 0 ? `保存 ${edits.size} 人` : '保存'}
            </Button>
            <Button busy={save.isPending} onClick={() => press('present')}>
              未登记的记为出勤
            </Button>
            <Button busy={save.isPending} onClick={() => press('absent')}>
              未登记的记为缺勤
            </Button>
            <AttendanceImport id={id} sessionId={sessionId} changed={reload} />
          </Row>
        )}
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="签到名单"
            rows={list.data?.items}
            keyOf={(row) => row.enrolmentId}
            empty={<Empty title="这个培训班还没有录取的学员" />}
            columns={[
              { head: '报名序号', align: 'end', tight: true, cell: (row) => row.number },
              { head: '姓名', title: true, tight: true, cell: (row) => row.name },
              { head: '工作单位', cell: (row) => row.unitName },
              {
                head: '考勤',
                tight: true,
                cell: (row) =>
                  marks ? (
                    <MarkSelect
                      row={row}
                      mark={edits.get(row.enrolmentId)?.mark ?? row.mark}
                      change={change}
                    />
                  ) : row.mark ? (
                    markText[row.mark]
                  ) : (
                    '—'
                  ),
              },
              { head: '方式', tight: true, cell: (row) => (row.by ? markSourceText[row.by] : '—') },
              {
                head: '时间',
                tight: true,
                cell: (row) => (row.at ? formatInstant(row.at) : '—'),
              },
              { head: '更改记录', tight: true, cell: (row) => <MarkChanges row={row} /> },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      {session?.begun && <SessionScans id={id} sessionId={sessionId} />}
      <ReasonDialog
        open={asked !== 'nobody'}
        close={() => setAsked('nobody')}
        title={standing > 0 ? `更改 ${standing} 人的考勤` : '更改已有的考勤'}
        label="更改原因"
        hint="原来的考勤、更改人和原因都会保留，学员也能看到。"
        verb="更改考勤"
        decide={(reason) => send(asked === 'nobody' ? null : asked, reason)}
      />
    </Page>
  )
}

function MarkSelect({
  row,
  mark,
  change,
}: {
  row: Attendee
  mark: Mark | null
  change: (row: Attendee, mark: Mark) => void
}) {
  return (
    <select
      className="input mark-select"
      aria-label={`${row.name}的考勤`}
      value={mark ?? ''}
      onChange={(event) => {
        const picked = allMarks.find((one) => one === event.target.value)
        if (picked) change(row, picked)
      }}
    >
      {mark === null && <option value="">未登记</option>}
      {allMarks.map((value) => (
        <option key={value} value={value}>
          {markText[value]}
        </option>
      ))}
    </select>
  )
}
