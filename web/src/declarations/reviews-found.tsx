import { findRecords } from '@xueshi/contract/declarations'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useReviewKind, useUrlState } from '../url.ts'
import { recordColumns } from './record-columns.tsx'

const Search = z.object({ receipt: z.optional(z.string()), person: z.optional(z.uuid()) })

/** 查询记录 by 受理编号, or of the person whose page led here. */
export function FoundRecords() {
  const kind = useReviewKind()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { receipt, person } = search
  const query = {
    ...(receipt ? { receipt } : person && { personId: person }),
    ...(keyset.after && { after: keyset.after }),
  }
  const asked = Boolean(receipt || person)
  const list = useRead(findRecords, { query }, { enabled: asked, keep: true })
  return (
    <>
      <Filters value={search} set={setSearch} filters={[{ name: 'receipt', label: '受理编号' }]} />
      <Card>
        {!asked ? (
          <Empty icon="search" title="请输入受理编号后查询">
            可以查到本部门审核过的记录
            {kind === 'employer' ? '。' : '，以及管辖范围内已认定的记录。'}
          </Empty>
        ) : list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="查询到的记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.declarationId}
            empty={
              <Empty icon="search" title="没有查到记录">
                请核对受理编号。
              </Empty>
            }
            columns={[
              ...recordColumns(kind),
              {
                head: '审核时间',
                tight: true,
                cell: (row) => (row.reviewedAt ? formatInstant(row.reviewedAt) : '—'),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </>
  )
}
