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
import { Download } from '../download.tsx'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { AttendanceImport } from './attendance-import.tsx'
import { classStateText } from './class-text.ts'
import { markText } from './enrolment-text.ts'

const sourceText = { qr: '扫码签到', list: '登记', sheet: '签到表导入' } as const

/** 签到名单 of one session: who came, marked one by one or all that are left at once. */
export default function Session() {
  const id = usePathParam('id')
  const sessionId = usePathParam('sessionId')
  const keyset = useKeyset()
  const [edits, setEdits] = useState<ReadonlyMap<string, Mark>>(new Map())
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
  const send = async (unmarked: Mark | null) => {
    try {
      const body = {
        marks: [...edits].map(([enrolmentId, mark]) => ({ enrolmentId, mark })),
        unmarked,
      }
      const { marked } = await save.mutateAsync({ params: { id, sessionId }, body })
      setEdits(new Map())
      toast(`已登记 ${marked} 人`)
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  const change = (row: Attendee, mark: Mark) =>
    setEdits(new Map([...edits, [row.enrolmentId, mark]]))
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
              onClick={() => void send(null)}
            >
              {edits.size > 0 ? `保存 ${edits.size} 人` : '保存'}
            </Button>
            <Button busy={save.isPending} onClick={() => void send('present')}>
              未登记的记为出勤
            </Button>
            <Button busy={save.isPending} onClick={() => void send('absent')}>
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
                      mark={edits.get(row.enrolmentId) ?? row.mark}
                      change={change}
                    />
                  ) : row.mark ? (
                    markText[row.mark]
                  ) : (
                    '—'
                  ),
              },
              { head: '方式', tight: true, cell: (row) => (row.by ? sourceText[row.by] : '—') },
              {
                head: '时间',
                tight: true,
                cell: (row) => (row.at ? formatInstant(row.at) : '—'),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
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
