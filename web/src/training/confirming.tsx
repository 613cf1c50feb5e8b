import { listClasses } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { classColumns } from './class-columns.tsx'

const Search = z.object({ name: z.optional(z.string()) })

/** 报名确认: the classes whose places are being given out. */
export default function Confirming() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name } = search
  const list = useRead(
    listClasses,
    {
      query: {
        desk: 'confirming',
        ...(name && { name }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  return (
    <Page title="报名确认" lead="开放报名后到开班前的培训班；选择一个，办理它的报名。">
      <Filters value={search} set={setSearch} filters={[{ name: 'name', label: '培训班名称' }]} />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="可办理报名的培训班"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              ...classColumns((row) => paths.confirmingClass(row.id)),
              { head: '待确认', align: 'end', tight: true, cell: (row) => row.waiting },
            ]}
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
                <Empty title="现在没有要办理报名的培训班">开放报名后会出现在这里。</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
