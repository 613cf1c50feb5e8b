import { listOwnCases } from '@xueshi/contract/integrity'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { usePortalKind } from '../url.ts'
import { caseColumns } from './columns.tsx'

/** 失信信息查看: what holds or held against the person, or the unit, that looks. */
export default function OwnCases() {
  const kind = usePortalKind() ?? 'individual'
  const keyset = useKeyset()
  const list = useRead(listOwnCases, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page title="失信信息查看">
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="失信信息"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty icon="check" title="没有失信信息">
                主管部门登记并审定生效的失信信息会显示在这里。
              </Empty>
            }
            columns={caseColumns((row, text) => (
              <Link to={paths.ownCase(kind, row.id)}>{text}</Link>
            ))}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
