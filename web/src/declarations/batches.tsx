import { listBatches, type BatchRow, type BatchState } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { DateRange } from '../ui/dates.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Table, type Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'

export const batchStateText: Record<BatchState, string> = { draft: '草稿', sent: '已送审' }
export const batchStateTone: Record<BatchState, Tone> = { draft: 'neutral', sent: 'ok' }

/** 批量申报: the trainings that a unit declares for its people. */
export default function Batches() {
  const keyset = useKeyset()
  const list = useRead(
    listBatches,
    { query: keyset.after ? { after: keyset.after } : {} },
    { keep: true },
  )
  return (
    <Page
      title="批量申报"
      lead="单位内部培训等集体学习，由单位填写一次、附一份证明材料和人员名单，为每位参加者申报学时。"
    >
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to={paths.newBatch()}>
            添加
          </ButtonLink>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="批量申报"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={columns}
            empty={<Empty title="还没有批量申报">添加一次培训后，会列在这里。</Empty>}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const columns: readonly Column<BatchRow>[] = [
  {
    head: '课程名称',
    title: true,
    cell: (row) => <Link to={paths.batch(row.id)}>{row.name}</Link>,
  },
  {
    head: '学习时间',
    cell: ({ startOn, endOn }) => <DateRange from={startOn} to={endOn} />,
  },
  { head: '年度', tight: true, cell: (row) => row.year },
  { head: '拟申报学时', align: 'end', cell: (row) => formatHours(row.claimedTenths) },
  { head: '人数', align: 'end', cell: (row) => row.people ?? '—' },
  {
    head: '状态',
    tight: true,
    cell: ({ state }) => <Status tone={batchStateTone[state]}>{batchStateText[state]}</Status>,
  },
  { head: '经办人', tight: true, cell: (row) => row.byName },
  { head: '更新时间', tight: true, cell: (row) => formatInstant(row.updatedAt) },
]
