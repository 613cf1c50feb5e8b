import { type ClaimRow, listClaimsAt } from '@xueshi/contract/insight/claims'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import { claimColumns } from './claim-columns.tsx'

const Search = z.object({ queue: z.optional(z.enum(['answered'])) })

/** 缺失学时 that the desk is asked for: what waits, and what it has answered. */
export default function ClaimsDesk() {
  const kind = usePortalKind() ?? 'hrss'
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const queue = search.queue ?? 'open'
  const list = useRead(listClaimsAt, { query: { queue, after: keyset.after } }, { keep: true })
  return (
    <Page
      title="缺失学时"
      lead="有人反映学时缺失，记录停在本部门。请核对后答复；不归本部门办理的，转人社部门。"
      back={{ to: paths.portalHome(kind), text: '首页' }}
    >
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'queue',
            label: '状态',
            options: [{ value: 'answered', text: '已答复' }],
            all: '待答复',
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="缺失学时"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty icon="check" title={queue === 'open' ? '没有等待答复的' : '还没有答复过'}>
                新的缺失学时会出现在这里。
              </Empty>
            }
            columns={[
              {
                head: '名称',
                title: true,
                cell: (row) => <Link to={paths.claim(kind, row.id)}>{row.name}</Link>,
              } satisfies Column<ClaimRow>,
              { head: '姓名', tight: true, cell: (row) => row.personName },
              ...claimColumns,
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
