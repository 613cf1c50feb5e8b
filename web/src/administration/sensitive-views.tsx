import { type AuditRow, listSensitiveViews } from '@xueshi/contract/administration/audit'
import { useRead } from '../queries.ts'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { actorText } from './audit.tsx'
import { actName } from './text.ts'

const fact = ({ facts }: AuditRow, name: string) => {
  const value = facts[name]
  return typeof value === 'string' ? value : ''
}

/** 敏感信息查看记录: who saw what is masked for others, and why. */
export default function SensitiveViews() {
  const keyset = useKeyset()
  const list = useRead(listSensitiveViews, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page title="敏感信息查看记录" lead="查看过被隐去的个人信息的人、时间和原因。">
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="敏感信息查看记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有人查看过敏感信息" />}
            columns={[
              { head: '查看人', title: true, cell: (row) => actorText(row) },
              { head: '时间', tight: true, cell: (row) => formatInstant(row.at) },
              { head: '查看内容', cell: (row) => `审计日志：${actName(fact(row, 'of'))}` },
              { head: '原因', cell: (row) => fact(row, 'reason') },
              { head: '来源地址', tight: true, cell: (row) => row.address || '—' },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
