import { enrolmentStates, listEnrolments } from '@xueshi/contract/training/enrolments'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatDay } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { enrolmentStateText, enrolmentStateTone } from './enrolment-text.ts'

const Search = z.object({
  name: z.optional(z.string()),
  state: z.optional(z.enum(enrolmentStates)),
})

/** 培训班报名情况查看: one's own, newest first. */
export default function Enrolments() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name, state } = search
  const list = useRead(
    listEnrolments,
    {
      query: {
        ...(name && { name }),
        ...(state && { state }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  return (
    <Page title="培训班报名情况查看">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'name', label: '培训班名称' },
          {
            name: 'state',
            label: '报名状态',
            options: enrolmentStates.map((value) => ({ value, text: enrolmentStateText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="培训班报名情况"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              {
                head: '培训班名称',
                title: true,
                cell: (row) => <Link to={paths.enrolment(row.id)}>{row.className}</Link>,
              },
              { head: '课程名称', cell: (row) => row.courseName },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              { head: '培训机构', cell: (row) => row.institutionName },
              { head: '计划开班日期', tight: true, cell: (row) => row.startsOn },
              { head: '报名日期', tight: true, cell: (row) => formatDay(row.appliedAt) },
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
              name || state ? (
                <Empty
                  icon="search"
                  title="没有符合条件的报名"
                  actions={<Button onClick={() => setSearch(nothing)}>查看全部报名</Button>}
                >
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty
                  title="还没有报名培训班"
                  actions={<ButtonLink to={paths.openClasses()}>去报名</ButtonLink>}
                >
                  报名后在这里查看结果、上课安排和结业情况。
                </Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const nothing = { name: undefined, state: undefined, after: undefined }
