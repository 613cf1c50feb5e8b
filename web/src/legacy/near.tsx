import {
  acceptLegacyNear,
  type LegacyDetail,
  type LegacyNear,
  listLegacyNear,
  type NearMove,
  refuseLegacyNear,
  reopenLegacyNear,
  takeBackLegacyNear,
} from '@xueshi/contract/legacy'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Card, Row } from '../ui/page.tsx'
import { Pager, useOwnKeyset } from '../ui/pager.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Failed } from '../ui/states.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { legacyReads } from './reads.ts'
import { nearDecisionText, nearReasonText } from './text.ts'

/** A colleague, or an import that has begun, may have come first. */
const moving = { refresh: legacyReads, evenRefused: true }

/** 疑似同一人 who wait for a clerk, and below those about whom one has decided. */
export function Near({ batch }: { batch: LegacyDetail }) {
  const { id, state, nearCount, decidedCount } = batch
  return (
    <>
      {state === 'checked' && nearCount > 0 && <Waiting id={id} count={nearCount} />}
      {decidedCount > 0 && state !== 'discarded' && <Decided id={id} count={decidedCount} />}
    </>
  )
}

const columns: Column<LegacyNear>[] = [
  { head: '文件中的姓名', title: true, cell: ({ name }) => name },
  { head: '文件中的号码', tight: true, cell: ({ numberMasked }) => numberMasked },
  { head: '登记的姓名', cell: ({ nameOnRecord }) => nameOnRecord },
  { head: '登记的号码', tight: true, cell: ({ numberOnRecordMasked }) => numberOnRecordMasked },
  { head: '登记的单位', cell: ({ unitOnRecord }) => unitOnRecord ?? '—' },
  { head: '原因', cell: ({ reason }) => nearReasonText[reason] },
  { head: '行号', tight: true, cell: ({ row }) => `第 ${row} 行` },
]

function Waiting({ id, count }: { id: string; count: number }) {
  return (
    <Card title={`疑似同一人，等待确认（${count}）`}>
      <p>
        证件号码属于另一姓名的，不是同一人时请改正文件后重新上传；号码在系统中没有、姓名相近的，不是同一人时按新人员建立档案。
      </p>
      <People id={id} caption="疑似同一人" />
    </Card>
  )
}

function Decided({ id, count }: { id: string; count: number }) {
  return (
    <Card title={`已确认的疑似同一人（${count}）`}>
      <People id={id} caption="已确认的疑似同一人" isDecided />
    </Card>
  )
}

function People({
  id,
  caption,
  isDecided = false,
}: {
  id: string
  caption: string
  isDecided?: boolean
}) {
  const keyset = useOwnKeyset()
  const query = { after: keyset.after, ...(isDecided && { decided: '1' as const }) }
  const list = useRead(listLegacyNear, { params: { id }, query }, { keep: true })
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  return (
    <>
      <Table
        caption={caption}
        rows={list.data?.items}
        keyOf={(row) => row.id}
        empty={null}
        columns={[
          ...columns,
          ...(isDecided
            ? [
                {
                  head: '结果',
                  cell: ({ decision, decidedBy }: LegacyNear) =>
                    decision ? `${nearDecisionText[decision]}（${decidedBy ?? ''}）` : '—',
                },
              ]
            : []),
          { head: '操作', tight: true, cell: (row) => <Acts id={id} row={row} /> },
        ]}
      />
      <Pager keyset={keyset} next={list.data?.next} />
    </>
  )
}

function Acts({ id, row }: { id: string; row: LegacyNear }) {
  const [asking, setAsking] = useState(false)
  const accept = useMove(acceptLegacyNear, moving)
  const refuse = useMove(refuseLegacyNear, moving)
  const reopen = useMove(reopenLegacyNear, moving)
  const takeBack = useMove(takeBackLegacyNear, { refresh: legacyReads })
  const input = { params: { id, nearId: row.id }, body: {} }
  const moves = [
    { name: 'accept', text: '是同一人', move: accept },
    { name: 'refuse', text: '不是同一人', move: refuse },
    { name: 'reopen', text: '重新确认', move: reopen },
  ] as const satisfies { name: NearMove; text: string; move: unknown }[]
  if (row.open.length === 0) return '—'
  return (
    <Row>
      {moves
        .filter(({ name }) => row.open.includes(name))
        .map(({ name, text, move }) => (
          <Button
            key={name}
            busy={move.isPending}
            aria-label={`${row.name} ${text}`}
            onClick={() =>
              move.mutate(input, { onError: (error) => toast(textOf(error), 'error') })
            }
          >
            {text}
          </Button>
        ))}
      {row.open.includes('takeBack') && (
        <Button look="danger" aria-label={`${row.name} 撤销认定`} onClick={() => setAsking(true)}>
          撤销认定
        </Button>
      )}
      <ReasonDialog
        open={asking}
        close={() => setAsking(false)}
        title={`撤销“${row.name}”的同一人认定？`}
        label="撤销原因"
        hint={`由此计入${row.nameOnRecord}的学时全部冲销，证书撤销；改正文件后可以再次导入。验证证书的任何人都会看到原因，请不要写个人信息。`}
        verb="撤销认定"
        danger
        decide={async (reason) => {
          await takeBack.mutateAsync({ params: input.params, body: { reason } })
          setAsking(false)
          toast('已撤销认定')
        }}
      />
    </Row>
  )
}
