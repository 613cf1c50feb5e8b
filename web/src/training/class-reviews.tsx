import { categories } from '@xueshi/contract/ledger'
import { Day } from '@xueshi/contract/shapes'
import { type ClassRow, listClassReviews, reviewStates } from '@xueshi/contract/training/classes'
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
import { classStateText } from './class-text.ts'
import { useFilingKind } from './portal.ts'

const Search = z.object({
  // What waits is shown at first; all that was decided is a choice of its own.
  state: z.optional(z.enum(['decided', ...reviewStates])),
  name: z.optional(z.string()),
  institution: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  from: z.optional(Day),
  to: z.optional(Day),
})

function queryOf({ state = 'submitted', ...search }: z.infer<typeof Search>) {
  const given = Object.entries(search).filter(([, value]) => value)
  const asked =
    state === 'decided' ? { decided: '1' as const } : state === 'submitted' ? {} : { state }
  return { ...Object.fromEntries(given), ...asked }
}

/** 培训班审批: what waits at one's office, the longest waiting first. */
export default function ClassReviews() {
  const kind = useFilingKind()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { state = 'submitted', ...others } = search
  const isSearch = Object.values(others).some(Boolean)
  const list = useRead(
    listClassReviews,
    { query: { ...queryOf(search), ...(keyset.after && { after: keyset.after }) } },
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
        value={{ ...others, state }}
        set={setSearch}
        filters={[
          {
            name: 'state',
            label: '班级状态',
            all: null,
            options: [
              { value: 'submitted', text: classStateText.submitted },
              { value: 'decided', text: '已办理（全部）' },
              ...reviewStates
                .filter((value) => value !== 'submitted')
                .map((value) => ({ value, text: classStateText[value] })),
            ],
          },
          { name: 'name', label: '培训班名称' },
          { name: 'institution', label: '施教机构' },
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
          { name: 'from', label: '开班日期从', day: true },
          { name: 'to', label: '开班日期到', day: true },
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
                icon={isSearch ? 'search' : 'inbox'}
                title={
                  isSearch
                    ? '没有符合条件的培训班'
                    : state === 'submitted'
                      ? '没有等待审批的培训班'
                      : '没有这种状态的培训班'
                }
              >
                {state === 'submitted' && !isSearch
                  ? '施教机构提交后会出现在这里。'
                  : '可以换一个条件再查询。'}
              </Empty>
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
