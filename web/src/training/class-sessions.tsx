import { listSessions } from '@xueshi/contract/training/attendance'
import { readClass } from '@xueshi/contract/training/classes'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam } from '../url.ts'
import { classStateText } from './class-text.ts'

/** 考勤 of one class: its sessions and how many came. */
export default function ClassSessions() {
  const id = usePathParam('id')
  const held = useRead(readClass, { params: { id } })
  const list = useRead(listSessions, { params: { id } })
  const starts = held.data && !held.data.open.includes('mark')
  return (
    <Page
      title={held.data?.name ?? '考勤'}
      back={{ to: paths.attending(), text: '考勤' }}
      {...(list.data && { lead: `学员 ${list.data.trainees} 人` })}
    >
      {starts && held.data && (
        <Notice title={`培训班现在是“${classStateText[held.data.state]}”`}>
          {held.data.state === 'finished' ? '已结业，考勤不能再改。' : '开班后才能签到和登记考勤。'}
        </Notice>
      )}
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="各节考勤"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty icon="calendar" title="这个培训班没有安排课程时间" />}
            columns={[
              {
                head: '时间',
                title: true,
                cell: (row) => (
                  <Link to={paths.sessionOf(id, row.id)}>
                    {`${formatInstant(row.from)}—${formatInstant(row.to).slice(11)}`}
                  </Link>
                ),
              },
              { head: '科目', cell: (row) => row.subject ?? '—' },
              { head: '地点', cell: (row) => (row.online ? '线上' : (row.place ?? '—')) },
              { head: '出勤', align: 'end', tight: true, cell: (row) => row.present },
              { head: '迟到', align: 'end', tight: true, cell: (row) => row.late },
              { head: '缺勤', align: 'end', tight: true, cell: (row) => row.absent },
              { head: '请假', align: 'end', tight: true, cell: (row) => row.leave },
              { head: '扫描件', align: 'end', tight: true, cell: (row) => row.scans || '—' },
              {
                head: '签到',
                tight: true,
                cell: (row) =>
                  row.signsIn ? (
                    <Status tone="ok">正在签到</Status>
                  ) : (
                    <Status tone="past">未开放</Status>
                  ),
              },
            ]}
          />
        )}
      </Card>
    </Page>
  )
}
