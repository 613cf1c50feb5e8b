import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { formatHours } from '@xueshi/contract/hours'
import { listTopicCatalogue } from '@xueshi/contract/training/topics'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { DateRange } from '../ui/dates.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { CatalogueTabs } from './catalogue-tabs.tsx'
import { useYears } from './portal.ts'

const Search = z.object({
  year: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  region: z.optional(z.string()),
})

/** 公需课目录 of a year, for anybody. */
export default function TopicCatalogue() {
  const { thisYear, all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { region } = search
  const year = search.year ?? String(thisYear)
  const list = useRead(
    listTopicCatalogue,
    {
      query: { year, ...(region && { region }), ...(keyset.after && { after: keyset.after }) },
    },
    { keep: true },
  )
  return (
    <Page
      title="公需课目录"
      lead="当年的公需课选题，任选完成规定学时；在所列平台学习，学时自动记入。"
    >
      <CatalogueTabs current="topics" />
      <Filters
        value={{ year, region }}
        set={setSearch}
        filters={[
          {
            name: 'year',
            label: '年度',
            all: null,
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
          {
            name: 'region',
            label: '所在地区',
            all: '全省',
            options: guangdong
              .childrenOf(guangdong.guangdongCode)
              .map(({ code, label }) => ({ value: code, text: label })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption={`${year} 年公需课目录`}
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title={`${year} 年的公需课还没有公布`}>一般在每年 4 月底前公布。</Empty>}
            columns={[
              { head: '选题', title: true, cell: (row) => row.title },
              {
                head: '学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.hoursTenths),
              },
              {
                head: '学习平台',
                cell: (row) =>
                  row.url ? (
                    <a href={row.url} rel="noopener noreferrer" target="_blank">
                      {row.platform}
                      <span className="unseen">（新窗口打开）</span>
                    </a>
                  ) : (
                    row.platform
                  ),
              },
              {
                head: '开放时间',
                tight: true,
                cell: (row) => <DateRange from={row.openFrom} to={row.openTo} />,
              },
              { head: '适用地区', cell: (row) => row.office.regionPath },
              { head: '发布部门', cell: (row) => row.office.name },
              { head: '说明', cell: (row) => row.note ?? '—' },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
