import {
  bulkReview,
  listDecided,
  listReviews,
  mostAtOnce,
  readDeclaration,
  readQueue,
  type ReviewRow,
} from '@xueshi/contract/declarations'
import type { Reply } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { errorText, textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { rememberDecision } from './last-decision.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

type Result = Reply<typeof bulkReview>['results'][number]
type Act = 'accept' | 'return'

/** Buttons for the ticked records, and what became of each one that was refused. */
export function BulkBar({ chosen, done }: { chosen: readonly ReviewRow[]; done: () => void }) {
  const [asking, setAsking] = useState<Act | null>(null)
  const [refused, setRefused] = useState<readonly { name: string; words: string }[]>([])
  const review = useMove(bulkReview, {
    refresh: [listReviews, readQueue, listDecided, readDeclaration],
  })
  const flagged = chosen.some(({ flags }) => flags.length > 0)
  const send = async (act: Act, reason: string | null) => {
    const items = chosen.map(({ declarationId, version }) => ({ id: declarationId, version }))
    const { results } = await review.mutateAsync({ body: { act, items, reason } })
    setAsking(null)
    settle(act, results)
    done()
  }
  const settle = (act: Act, results: readonly Result[]) => {
    const nameOf = (id: string) => {
      const row = chosen.find(({ declarationId }) => declarationId === id)
      return row ? `${row.personName}：${row.name}` : ''
    }
    const done = results.flatMap(({ id, refused: code, version }) =>
      code === null && version !== null ? [{ id, version }] : [],
    )
    setRefused(
      results.flatMap(({ id, refused: code }) =>
        code === null ? [] : [{ name: nameOf(id), words: errorText(code) }],
      ),
    )
    if (done.length > 0)
      rememberDecision({
        words: act === 'accept' ? `已通过 ${done.length} 条` : `已退回 ${done.length} 条`,
        about: done.length === 1 ? nameOf(done[0]?.id ?? '') : '',
        items: done,
      })
  }
  const none =
    chosen.length === 0
      ? '请先勾选记录'
      : chosen.length > mostAtOnce && `一次最多 ${mostAtOnce} 条，请减少勾选`
  return (
    <>
      {refused.length > 0 && (
        <Notice
          tone="warn"
          live
          title={`${refused.length} 条没有办成，仍在待审核中`}
          actions={<Button onClick={() => setRefused([])}>知道了</Button>}
        >
          <ul className="plain-list">
            {refused.map(({ name, words }) => (
              <li key={name}>{`${name}：${words}`}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Row>
        <Button
          look="primary"
          icon="check"
          unavailable={none || (flagged && '勾选中有系统提示的记录，请打开逐条审核')}
          onClick={() => setAsking('accept')}
        >
          批量认定
        </Button>
        <Button icon="returned" unavailable={none} onClick={() => setAsking('return')}>
          批量退回
        </Button>
        {chosen.length > 0 && <span>{`已勾选 ${chosen.length} 条`}</span>}
      </Row>
      <Confirm
        open={asking === 'accept'}
        close={() => setAsking(null)}
        title={`认定 ${chosen.length} 条记录？`}
        verb="批量认定"
        busy={review.isPending}
        confirm={() =>
          void send('accept', null).catch((error: unknown) => toast(textOf(error), 'error'))
        }
      >
        <p>
          按拟申报学时全额认定；还须上级审核的，通过并转上级。每条都会再次检查，有提示的不会通过。
        </p>
        <ul className="plain-list">
          {chosen.map(({ declarationId, personName, name }) => (
            <li key={declarationId}>{`${personName}：${name}`}</li>
          ))}
        </ul>
      </Confirm>
      <ReasonDialog
        open={asking === 'return'}
        close={() => setAsking(null)}
        title={`退回 ${chosen.length} 条记录`}
        label="退回原因"
        verb="批量退回"
        common="returnReasons"
        refused={() => false}
        decide={(reason) => send('return', reason)}
      />
    </>
  )
}
