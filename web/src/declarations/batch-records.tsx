import { type Batch, listBatchRecords } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { stateText, stateTone } from './text.ts'

/** The records that were sent, and where each stands. */
export function BatchRecords({ batch }: { batch: Batch }) {
  const keyset = useKeyset()
  const list = useRead(
    listBatchRecords,
    { params: { id: batch.id }, query: keyset.after ? { after: keyset.after } : {} },
    { keep: true },
  )
  return (
    <Card title="申报记录">
      <p>
        {`${batch.byName}于 ${formatInstant(batch.sentAt ?? batch.updatedAt)} 为 ${batch.people ?? 0} 人送审。`}
      </p>
      <Row>
        <ButtonLink to={paths.reviews('employer')}>去学时审核</ButtonLink>
      </Row>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="申报记录"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.declarationId}
          empty={null}
          columns={[
            { head: '姓名', title: true, cell: (row) => row.personName },
            { head: '拟申报学时', align: 'end', cell: (row) => formatHours(row.claimedTenths) },
            {
              head: '认定学时',
              align: 'end',
              cell: (row) =>
                row.recognisedTenths === null ? '—' : formatHours(row.recognisedTenths),
            },
            {
              head: '申报记录状态',
              tight: true,
              cell: ({ state }) => <Status tone={stateTone[state]}>{stateText[state]}</Status>,
            },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}
