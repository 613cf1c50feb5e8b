import { formatHours } from '@xueshi/contract/hours'
import { listLegacyTotals } from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { useRead } from '../queries.ts'
import { figure } from '../tasks/text.ts'
import { Filters } from '../ui/filters.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useOwnKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { differenceText, originOf } from './control-lines.ts'

const Search = z.object({ differing: z.optional(z.literal('1')) })

/** 分单位合计: what each unit's rows come to, beside the books. */
export function UnitTotals({ id }: { id: string }) {
  const [search, setSearch] = useUrlState(Search)
  return (
    <Card title="分单位合计">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'differing',
            label: '台账合计',
            options: [{ value: '1', text: '只看不一致的' }],
            all: '全部',
          },
        ]}
      />
      <Lines key={search.differing ?? ''} id={id} differing={search.differing} />
    </Card>
  )
}

function Lines({ id, differing }: { id: string; differing: '1' | undefined }) {
  const keyset = useOwnKeyset()
  const query = { after: keyset.after, differing }
  const list = useRead(listLegacyTotals, { params: { id }, query }, { keep: true })
  return (
    <>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="分单位合计"
          rows={list.data?.items}
          keyOf={({ unitName, year, category }) => `${unitName} ${year} ${category}`}
          empty={<p>{differing ? '没有不一致的行。' : '没有可以导入的行。'}</p>}
          columns={[
            { head: '工作单位', title: true, cell: ({ unitName }) => unitName },
            { head: '培训年度', tight: true, cell: ({ year }) => `${year} 年` },
            { head: '课目类型', tight: true, cell: ({ category }) => categoryText[category] },
            { head: '行数', align: 'end', cell: ({ rowCount }) => figure(rowCount) },
            {
              head: '文件合计学时',
              align: 'end',
              cell: ({ hoursTenths }) => formatHours(hoursTenths),
            },
            {
              head: '台账合计学时',
              align: 'end',
              cell: ({ control }) => (control ? formatHours(control.hoursTenths) : '—'),
            },
            {
              head: '差额',
              align: 'end',
              cell: ({ control, hoursTenths }) => differenceText(control, hoursTenths),
            },
            { head: '台账合计来源', cell: ({ control }) => originOf(control) },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </>
  )
}
