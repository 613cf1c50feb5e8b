import { categoryText } from '@xueshi/contract/dictionaries/categories'
import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { listInstitutions, taught } from '@xueshi/contract/orgs/accreditations'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { seriesOf, taughtOf } from './text.ts'

const Sought = z.object({
  search: z.optional(z.string()),
  region: z.optional(z.string()),
  category: z.optional(z.enum(taught)),
})
const cities = guangdong
  .childrenOf(guangdong.guangdongCode)
  .map(({ code, label }) => ({ value: code, text: label }))

/** 施教机构名录: who may teach today, for everybody. */
export default function Institutions() {
  const keyset = useKeyset()
  const [sought, seek] = useUrlState(Sought)
  const query = { ...sought, after: keyset.after }
  const list = useRead(listInstitutions, { query }, { keep: true })
  const goesOn = Boolean(list.data?.next)
  return (
    <Page title="施教机构名录" lead="经省人社部门批准、目前在有效期内的施教机构。">
      <Filters
        value={sought}
        set={seek}
        filters={[
          { name: 'search', label: '机构名称' },
          { name: 'region', label: '所在市', options: cities },
          {
            name: 'category',
            label: '课程类型',
            options: taught.map((value) => ({ value, text: categoryText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="施教机构"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.number}
            empty={
              <Empty title={goesOn ? '这一页没有符合的机构' : '没有符合的机构'}>
                {goesOn ? '请点击“下一页”继续查找。' : '请换一个条件查询。'}
              </Empty>
            }
            columns={[
              { head: '机构名称', title: true, cell: (row) => row.name },
              { head: '资质编号', tight: true, cell: (row) => row.number },
              { head: '所在地区', cell: (row) => row.regionPath },
              { head: '课程类型', cell: (row) => taughtOf(row.categories) },
              { head: '专业系列', cell: (row) => seriesOf(row.series) },
              { head: '培训地点', cell: (row) => row.address || '—' },
              { head: '有效期至', tight: true, cell: (row) => row.validTo },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
