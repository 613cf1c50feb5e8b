import { listDecided, declarationStates } from '@xueshi/contract/declarations'
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
import { stateText } from './text.ts'

const Search = z.object({
  person: z.optional(z.string()),
  state: z.optional(z.enum(declarationStates)),
})

/** 已审核: what the office has decided, the latest first. */
export function DecidedReviews() {
  const kind = useReviewKind()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { person, state } = search
  const query = {
    ...(person && { person }),
    ...(state && { state }),
    ...(keyset.after && { after: keyset.after }),
  }
  const list = useRead(listDecided, { query }, { keep: true })
  return (
    <>
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'person', label: '姓名（可用拼音）' },
          {
            name: 'state',
            label: '申报记录状态',
            options: declarationStates
              .filter((value) => value !== 'draft')
              .map((value) => ({ value, text: stateText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="已审核记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => `${row.declarationId}${row.decidedAt}`}
            empty={<Empty icon="file" title="没有审核过的记录" />}
            columns={[
              ...recordColumns(kind),
              { head: '审核人', tight: true, cell: (row) => row.decidedBy },
              { head: '审核时间', tight: true, cell: (row) => formatInstant(row.decidedAt) },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </>
  )
}
