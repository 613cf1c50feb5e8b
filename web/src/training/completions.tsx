import { formatHours } from '@xueshi/contract/hours'
import {
  type Completion,
  completionStates,
  listCompletions,
  rematchCompletion,
  reverseCompletion,
} from '@xueshi/contract/training/completions'
import { useState } from 'react'
import * as z from 'zod/mini'
import { InterfaceTabs } from '../orgs/interface-tabs.tsx'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { completionReasonText, completionStateText, completionStateTone } from './text.ts'
import './training.css'

const Search = z.object({
  reference: z.optional(z.string()),
  state: z.optional(z.enum(completionStates)),
  batch: z.optional(z.uuid()),
})
const refresh = [listCompletions]

/** 上报记录: what the unit's platforms reported, who it was matched with, and why not. */
export default function Completions() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const [reversing, setReversing] = useState<Completion | null>(null)
  const { reference, state, batch } = search
  const list = useRead(
    listCompletions,
    {
      query: {
        ...(reference && { reference }),
        ...(state && { state }),
        ...(batch && { batch }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const reverse = useMove(reverseCompletion, { refresh })
  return (
    <Page
      title="数据接口"
      lead="学习平台上报的结业记录：已入账的学时直接计入学员的年度，待匹配的每晚自动重新查找。"
    >
      <InterfaceTabs current="records" />
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'reference', label: '平台流水号' },
          {
            name: 'state',
            label: '处理结果',
            options: completionStates.map((value) => ({ value, text: completionStateText[value] })),
          },
        ]}
      />
      {batch && (
        <Notice
          title={`批次 ${batch}`}
          actions={
            <Button onClick={() => setSearch({ batch: undefined, after: undefined })}>
              查看全部上报记录
            </Button>
          }
        >
          以下是这一批次首次上报的记录；重复上报的，列在首次上报的批次中。
        </Notice>
      )}
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="上报记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              reference || state || batch ? (
                <Empty icon="search" title="没有符合条件的记录">
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty title="还没有上报记录">平台凭接口密钥上报后，每一条都列在这里。</Empty>
              )
            }
            columns={[
              { head: '平台流水号', tight: true, cell: (row) => row.reference },
              { head: '姓名', title: true, tight: true, cell: (row) => row.name || '（空）' },
              { head: '证件号码', tight: true, cell: (row) => row.numberMasked || '（空）' },
              { head: '课程', cell: (row) => row.courseName ?? '—' },
              { head: '年度', tight: true, cell: (row) => row.year ?? '—' },
              {
                head: '学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.hoursTenths),
              },
              { head: '上报时间', tight: true, cell: (row) => formatInstant(row.receivedAt) },
              { head: '处理结果', cell: (row) => <Outcome row={row} /> },
              {
                head: '操作',
                tight: true,
                cell: (row) =>
                  row.open.length === 0 ? (
                    '—'
                  ) : (
                    <Moves row={row} reverse={() => setReversing(row)} />
                  ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <ReasonDialog
        open={reversing !== null}
        close={() => setReversing(null)}
        title={`撤销入账：${reversing?.name ?? ''}`}
        label="撤销原因"
        hint="会告知学员本人，例如：学习时长核查不合格"
        verb="撤销入账"
        danger
        warning="学员的学时会被扣回；已因此达标的年度重新计算，证书随之撤销。"
        decide={async (reason) => {
          if (!reversing) return
          const { id, version } = reversing
          await reverse.mutateAsync({ params: { id }, body: { version, reason } })
          toast('已撤销入账，并告知学员')
          setReversing(null)
        }}
      />
    </Page>
  )
}

function Outcome({ row }: { row: Completion }) {
  const why = row.reason ? completionReasonText[row.reason] : row.reversedWhy
  return (
    <>
      <Status tone={completionStateTone[row.state]}>{completionStateText[row.state]}</Status>
      {why && <p className="why">{why}</p>}
    </>
  )
}

function Moves({ row, reverse }: { row: Completion; reverse: () => void }) {
  const rematch = useMove(rematchCompletion, { refresh })
  const go = async () => {
    try {
      const { id, version } = row
      const { state, reason } = await rematch.mutateAsync({ params: { id }, body: { version } })
      toast(reason ? completionReasonText[reason] : completionStateText[state])
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <Row>
      {row.open.includes('rematch') && (
        <Button
          look="quiet"
          busy={rematch.isPending}
          onClick={() => void go()}
          aria-label={`重新匹配 ${row.reference}`}
        >
          重新匹配
        </Button>
      )}
      {row.open.includes('reverse') && (
        <Button look="quiet" onClick={reverse} aria-label={`撤销入账 ${row.reference}`}>
          撤销入账
        </Button>
      )}
    </Row>
  )
}
