import { categories } from '@xueshi/contract/ledger'
import { courseStates, listFilings } from '@xueshi/contract/training/courses'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { courseColumns } from './course-columns.tsx'
import { FilingTabs } from './filing-tabs.tsx'
import { useFilingKind, useYears } from './portal.ts'
import { courseStateText } from './text.ts'

const states = courseStates.filter((state) => state !== 'draft')
const Search = z.object({
  // 全部 is a choice of its own: the list opens at what waits.
  state: z.optional(z.enum(['all', ...states])),
  year: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
})

/** 课程备案: what was submitted to the office, at first what waits, the oldest first. */
export default function Filings() {
  const kind = useFilingKind()
  const { all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { year, name, category } = search
  const state = search.state ?? 'submitted'
  const list = useRead(
    listFilings,
    {
      query: {
        ...(state !== 'all' && { state }),
        ...(year && { year }),
        ...(name && { name }),
        ...(category && { category }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const filtered = Boolean(year || name || category || state !== 'submitted')
  return (
    <Page title="课程备案" lead="核对课程的科目、学时和授课老师；备案后，主办单位才能按它开班。">
      <FilingTabs kind={kind} current="filings" />
      <Filters
        value={{ state, year, name, category }}
        set={setSearch}
        filters={[
          {
            name: 'state',
            label: '课程状态',
            all: null,
            options: [
              ...states.map((value) => ({ value, text: courseStateText[value] })),
              { value: 'all', text: '全部' },
            ],
          },
          {
            name: 'year',
            label: '年度',
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
          { name: 'name', label: '课程名称' },
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="课程备案"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={courseColumns((row) => paths.filing(kind, row.id), { organiser: true })}
            empty={
              filtered ? (
                <Empty
                  icon="search"
                  title="没有符合条件的课程"
                  actions={<Button onClick={() => setSearch(nothing)}>查看待备案的课程</Button>}
                >
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty icon="check" title="没有等待备案的课程">
                  有课程提交到本部门后，会出现在这里。
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

const nothing = {
  state: undefined,
  year: undefined,
  name: undefined,
  category: undefined,
  after: undefined,
}
