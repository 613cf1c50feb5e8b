import { listUnitReviews } from '@xueshi/contract/orgs/reviews'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { ReviewTabs } from './review-tabs.tsx'
import { natureOf } from './text.ts'

/** 单位审核: the units of the office's region that wait, oldest first. */
export default function UnitReviews() {
  const keyset = useKeyset()
  const list = useRead(listUnitReviews, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page title="单位审核" lead="核对单位信息与证照，通过后单位即可办理业务。">
      <ReviewTabs chosen="units" />
      <Card title="单位注册">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="等待审核的单位"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty icon="check" title="没有等待审核的单位">
                本地区有单位提交注册后，会出现在这里。
              </Empty>
            }
            columns={[
              { head: '单位名称', title: true, cell: (row) => row.name },
              { head: '统一社会信用代码', cell: (row) => row.code },
              { head: '单位性质', tight: true, cell: (row) => natureOf(row.nature) },
              { head: '所在地区', cell: (row) => row.regionPath },
              { head: '联系人', tight: true, cell: (row) => row.contactName },
              { head: '提交时间', tight: true, cell: (row) => formatInstant(row.submittedAt) },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <ButtonLink
                    look="quiet"
                    to={paths.unitReview(row.id)}
                    aria-label={`审核 ${row.name}`}
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
