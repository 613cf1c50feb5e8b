import { listNominations } from '@xueshi/contract/training/nominations'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatDay } from '../ui/time.ts'
import { enrolmentStateText, enrolmentStateTone } from './enrolment-text.ts'
import { NominationTabs } from './nomination-tabs.tsx'

/** 提名记录: whom the unit has nominated, newest first. */
export default function NominationsMade() {
  const keyset = useKeyset()
  const list = useRead(
    listNominations,
    { query: { ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  return (
    <Page title="提名记录">
      <NominationTabs current="made" />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="提名记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => row.personName },
              { head: '培训班名称', cell: (row) => row.className },
              { head: '课程名称', cell: (row) => row.courseName },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              { head: '培训机构', cell: (row) => row.institutionName },
              { head: '计划开班日期', tight: true, cell: (row) => row.startsOn },
              { head: '提名日期', tight: true, cell: (row) => formatDay(row.appliedAt) },
              {
                head: '报名状态',
                tight: true,
                cell: (row) => (
                  <Status tone={enrolmentStateTone[row.state]}>
                    {enrolmentStateText[row.state]}
                  </Status>
                ),
              },
            ]}
            empty={
              <Empty
                title="还没有提名"
                actions={<ButtonLink to={paths.nominations()}>去提名</ButtonLink>}
              >
                提名后在这里查看每个人的报名状态。
              </Empty>
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
