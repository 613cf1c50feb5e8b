import { categories } from '@xueshi/contract/ledger'
import { classStates, listClasses } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { classColumns } from './class-columns.tsx'
import { classStateText } from './class-text.ts'
import { useYears } from './portal.ts'

const Search = z.object({
  year: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  state: z.optional(z.enum(classStates)),
})

/** 培训班管理: the classes of one's own institution, newest first. */
export default function Classes() {
  const { all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { year, name, category, state } = search
  const list = useRead(
    listClasses,
    {
      query: {
        ...(year && { year }),
        ...(name && { name }),
        ...(category && { category }),
        ...(state && { state }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const filtered = Boolean(year || name || category || state)
  return (
    <Page title="培训班管理" lead="按已备案的课程开班；批准后到报名开始时间自动开放报名。">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'name', label: '培训班名称' },
          {
            name: 'state',
            label: '班级状态',
            options: classStates.map((value) => ({ value, text: classStateText[value] })),
          },
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
          {
            name: 'year',
            label: '年度',
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
        ]}
      />
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to={paths.newClass()}>
            新建培训班
          </ButtonLink>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="培训班"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={classColumns((row) => paths.class(row.id))}
            empty={
              filtered ? (
                <Empty
                  icon="search"
                  title="没有符合条件的培训班"
                  actions={<Button onClick={() => setSearch(nothing)}>查看全部培训班</Button>}
                >
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty
                  title="还没有培训班"
                  actions={
                    <ButtonLink icon="plus" to={paths.newClass()}>
                      新建第一个培训班
                    </ButtonLink>
                  }
                >
                  先选一门已备案的课程，再填写时间、地点和招生人数。
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
  year: undefined,
  name: undefined,
  category: undefined,
  state: undefined,
  after: undefined,
}
