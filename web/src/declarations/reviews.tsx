import { listReviews } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { categories } from '@xueshi/contract/ledger'
import { categoryText } from '../ledger/text.ts'
import type { ReviewPortal } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useReviewKind, useUrlState } from '../url.ts'
import { QueueSearch, queueQuery, reviewPath } from './queue.ts'
import { learningFormText } from './text.ts'

/** What the queue is called in each portal. */
export const queueText: Record<ReviewPortal, string> = {
  employer: '学时审核',
  industry: '学时复核',
  hrss: '学时复核',
}

/** The queue of an office, oldest first. */
export default function Reviews() {
  const kind = useReviewKind()
  const [search, setSearch] = useUrlState(QueueSearch)
  const keyset = useKeyset()
  const list = useRead(listReviews, { query: queueQuery(search) }, { keep: true })
  const filtered = Boolean(search.category || search.person)
  return (
    <Page title={queueText[kind]} lead="等待您审核的继续教育记录，先送审的排在前面。">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
          { name: 'person', label: '姓名' },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="待审核记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.declarationId}
            empty={
              filtered ? (
                <Empty
                  icon="search"
                  title="没有符合条件的记录"
                  actions={
                    <Button onClick={() => setSearch({ category: undefined, person: undefined })}>
                      查看全部待审核记录
                    </Button>
                  }
                />
              ) : (
                <Empty icon="checkCircle" title="没有等待审核的记录">
                  有新的记录送审时，会出现在这里。
                </Empty>
              )
            }
            columns={[
              {
                head: '姓名',
                title: true,
                tight: true,
                cell: (row) => (
                  <Link to={reviewPath(kind, row.declarationId, search)}>{row.personName}</Link>
                ),
              },
              { head: '工作单位', cell: (row) => row.unitName },
              { head: '课程名称', cell: (row) => row.name },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              { head: '学习形式', tight: true, cell: (row) => learningFormText(row.form) },
              { head: '拟申报学时', align: 'end', cell: (row) => formatHours(row.claimedTenths) },
              { head: '送审时间', tight: true, cell: (row) => formatInstant(row.submittedAt) },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <ButtonLink
                    look="quiet"
                    to={reviewPath(kind, row.declarationId, search)}
                    aria-label={`审核 ${row.personName}：${row.name}`}
                  >
                    审核
                  </ButtonLink>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
