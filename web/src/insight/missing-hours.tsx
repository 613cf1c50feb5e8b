import { type ClaimRow, listClaims } from '@xueshi/contract/insight/claims'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { claimColumns } from './claim-columns.tsx'

/** 缺失学时 of the person: what was asked of whom, and what came of it. */
export default function MissingHours() {
  const keyset = useKeyset()
  const list = useRead(listClaims, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page
      title="缺失学时"
      lead="学过的内容没有计入学时的，先查卡在哪一步，再请负责的单位办理。"
      back={{ to: paths.portalHome('individual'), text: '我的年度' }}
    >
      <Card>
        <Row>
          <ButtonLink look="primary" icon="search" to={paths.newMissingHours()}>
            查找缺失学时
          </ButtonLink>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="反映过的缺失学时"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="没有反映过缺失学时">提交后可以在这里查看答复。</Empty>}
            columns={[
              {
                head: '名称',
                title: true,
                cell: (row) => <Link to={paths.missingHoursClaim(row.id)}>{row.name}</Link>,
              } satisfies Column<ClaimRow>,
              ...claimColumns,
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
