import { listChanges } from '@xueshi/contract/orgs/changes'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { ReviewTabs } from './review-tabs.tsx'

/** 变更申请 of the office's region that wait, oldest first. */
export default function UnitChanges() {
  const keyset = useKeyset()
  const list = useRead(listChanges, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page title="单位审核" lead="核对变更内容与材料，同意后单位信息随即更新。">
      <ReviewTabs chosen="changes" />
      <Card title="变更申请">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="等待审核的变更申请"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty icon="check" title="没有等待审核的变更申请">
                本地区有单位申请变更信息后，会出现在这里。
              </Empty>
            }
            columns={[
              { head: '单位名称', title: true, cell: (row) => row.unitName },
              { head: '统一社会信用代码', cell: (row) => row.code },
              { head: '所在地区', cell: (row) => row.regionPath },
              { head: '申请时间', tight: true, cell: (row) => formatInstant(row.at) },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <ButtonLink
                    look="quiet"
                    to={paths.unitChange(row.id)}
                    aria-label={`审核 ${row.unitName} 的变更`}
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
