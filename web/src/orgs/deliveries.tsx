import {
  type Delivery,
  deliveryStates,
  listDeliveries,
  listWebhooks,
  replayDelivery,
} from '@xueshi/contract/orgs/webhooks'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import './orgs.css'
import { answerText, deliveryStateText, deliveryStateTone, eventText } from './text.ts'

/** What a test or a replay changes. */
export const refreshTold = [listDeliveries, listWebhooks]
const Search = z.object({ state: z.optional(z.enum(deliveryStates)) })

/** 通知记录: what was told, what came back, and what may be sent again. */
export function Deliveries() {
  const [{ state }, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const [looking, setLooking] = useState<Delivery | null>(null)
  const list = useRead(
    listDeliveries,
    { query: { ...(state && { state }), ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  return (
    <Card title="通知记录">
      <Filters
        value={{ state }}
        set={setSearch}
        filters={[
          {
            name: 'state',
            label: '发送状态',
            options: deliveryStates.map((value) => ({ value, text: deliveryStateText[value] })),
          },
        ]}
      />
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="通知记录"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={<Empty title="还没有通知">上报处理完毕后，这里会有记录。</Empty>}
          columns={[
            { head: '通知内容', title: true, tight: true, cell: (row) => eventText[row.event] },
            { head: '地址', cell: (row) => <span className="web-address">{row.url}</span> },
            { head: '发生时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
            { head: '已尝试', tight: true, cell: (row) => `${row.attempts} 次` },
            { head: '对方应答', tight: true, cell: answerText },
            {
              head: '状态',
              tight: true,
              cell: (row) => (
                <Status tone={deliveryStateTone[row.state]}>{deliveryStateText[row.state]}</Status>
              ),
            },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <Row>
                  <Button
                    look="quiet"
                    onClick={() => setLooking(row)}
                    aria-label={`查看 ${eventText[row.event]} ${formatInstant(row.createdAt)}`}
                  >
                    查看
                  </Button>
                  <Replay row={row} />
                </Row>
              ),
            },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
      <Dialog open={looking !== null} close={() => setLooking(null)} title="通知内容" wide>
        <pre className="payload">
          {looking && JSON.stringify(JSON.parse(looking.body), null, 2)}
        </pre>
      </Dialog>
    </Card>
  )
}

function Replay({ row }: { row: Delivery }) {
  const replay = useMove(replayDelivery, { refresh: refreshTold })
  if (!row.open.includes('replay')) return null
  const go = async () => {
    try {
      await replay.mutateAsync({ params: { id: row.id }, body: { version: row.version } })
      toast('已重新排队发送')
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <Button
      look="quiet"
      busy={replay.isPending}
      onClick={() => void go()}
      aria-label={`重新发送 ${eventText[row.event]} ${formatInstant(row.createdAt)}`}
    >
      重新发送
    </Button>
  )
}
