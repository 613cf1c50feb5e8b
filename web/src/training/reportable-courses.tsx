import { formatHours } from '@xueshi/contract/hours'
import { listOwnReportable } from '@xueshi/contract/training/completions'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { InterfaceTabs } from '../orgs/interface-tabs.tsx'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { useYears } from './portal.ts'
import { reportableKindText } from './text.ts'

const Search = z.object({ year: z.optional(z.string().check(z.regex(/^\d{4}$/))) })

/** 可上报的课程, with the ids that platforms report them by. */
export default function ReportableCourses() {
  const { thisYear, all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const year = search.year ?? String(thisYear)
  const list = useRead(listOwnReportable, { query: { year } }, { keep: true })
  return (
    <Page
      title="数据接口"
      lead="上报时用课程编号指明学的是哪门课：本单位已公布的课程、允许共用的课程，以及公需课目录中指定本单位平台的选题。"
    >
      <InterfaceTabs current="courses" />
      <Filters
        value={{ year }}
        set={setSearch}
        filters={[
          {
            name: 'year',
            label: '年度',
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="可上报的课程"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty title="该年度没有可上报的课程">
                课程备案并公布后列入这里；公需课由人社部门在目录中指定平台。
              </Empty>
            }
            columns={[
              { head: '课程', title: true, cell: (row) => row.name },
              { head: '来源', tight: true, cell: (row) => reportableKindText[row.kind] },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              {
                head: '学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.hoursTenths),
              },
              { head: '课程编号', cell: (row) => <code>{row.id}</code> },
            ]}
          />
        )}
      </Card>
    </Page>
  )
}
