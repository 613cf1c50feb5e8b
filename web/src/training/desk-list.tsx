import { type ClassRow, listClasses } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { classColumns } from './class-columns.tsx'

const Search = z.object({ name: z.optional(z.string()) })

interface DeskListProps {
  desk: 'confirming' | 'attending' | 'grading'
  title: string
  lead: string
  /** What is said where there is no class. */
  none: string
  to: (row: ClassRow) => string
  further?: readonly Column<ClassRow>[]
}

/** The classes that belong to one of the institution's desks; each leads to its own page. */
export function DeskList({ desk, title, lead, none, to, further = [] }: DeskListProps) {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name } = search
  const list = useRead(
    listClasses,
    { query: { desk, ...(name && { name }), ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  return (
    <Page title={title} lead={lead}>
      <Filters value={search} set={setSearch} filters={[{ name: 'name', label: '培训班名称' }]} />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption={title}
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[...classColumns(to), ...further]}
            empty={
              name ? (
                <Empty
                  icon="search"
                  title="没有符合条件的培训班"
                  actions={<Button onClick={() => setSearch({ name: undefined })}>查看全部</Button>}
                >
                  可以换一个名称再查询。
                </Empty>
              ) : (
                <Empty title="现在没有培训班">{none}</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
