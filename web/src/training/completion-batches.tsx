import { listBatches } from '@xueshi/contract/training/completions'
import { InterfaceTabs } from '../orgs/interface-tabs.tsx'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'

/** 上报批次: one row a call of the unit's programs, whose numbers add up to what came. */
export default function CompletionBatches() {
  const keyset = useKeyset()
  const list = useRead(
    listBatches,
    { query: { ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  return (
    <Page
      title="数据接口"
      lead="平台每调用一次接口为一个批次；四项之和等于收到的条数。点开一个批次，逐条查看处理结果。"
    >
      <InterfaceTabs current="batches" />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="上报批次"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有上报批次" />}
            columns={[
              {
                head: '上报时间',
                title: true,
                tight: true,
                cell: (row) => (
                  <Link to={paths.completions(row.id)}>{formatInstant(row.receivedAt)}</Link>
                ),
              },
              { head: '接口密钥', cell: (row) => row.keyName },
              { head: '收到', align: 'end', tight: true, cell: (row) => row.itemCount },
              { head: '已入账', align: 'end', tight: true, cell: (row) => row.credited },
              { head: '待匹配', align: 'end', tight: true, cell: (row) => row.unmatched },
              { head: '不予入账', align: 'end', tight: true, cell: (row) => row.refused },
              { head: '重复', align: 'end', tight: true, cell: (row) => row.repeated },
              { head: '批次号', cell: (row) => <code>{row.id}</code> },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
