import { categories } from '@xueshi/contract/ledger'
import { type ClassRow, listClassReviews } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import type { Column } from '../ui/table.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { classColumns } from './class-columns.tsx'
import { useFilingKind } from './portal.ts'

const Search = z.object({
  decided: z.optional(z.enum(['1'])),
  category: z.optional(z.enum(categories)),
})

/** 培训班审批: what waits at one's office, the longest waiting first. */
export default function ClassReviews() {
  const kind = useFilingKind()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { decided, category } = search
  const list = useRead(
    listClassReviews,
    {
      query: {
        ...(decided && { decided }),
        ...(category && { category }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const submitted: Column<ClassRow> = {
    head: '提交时间',
    tight: true,
    cell: (row) => (row.submittedAt ? formatInstant(row.submittedAt) : '—'),
  }
  return (
    <Page title="培训班审批" lead="等待最久的排在前面；不能审批自己任职机构的培训班。">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'decided',
            label: '办理情况',
            all: '待审批',
            options: [{ value: '1', text: '已办理' }],
          },
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
            caption="培训班审批"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              ...classColumns((row) => paths.classReview(kind, row.id), {
                institution: true,
                places: false,
              }),
              submitted,
            ]}
            empty={
              <Empty
                icon={category ? 'search' : 'inbox'}
                title={decided ? '没有已办理的培训班' : '没有等待审批的培训班'}
              >
                {category ? '可以换一个条件再查询。' : '施教机构提交后会出现在这里。'}
              </Empty>
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
