import {
  listDecided,
  listReviews,
  readDeclaration,
  readQueue,
  undoDecision,
  type Declaration,
} from '@xueshi/contract/declarations'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.tsx'
import { newestFirst } from './history.tsx'
import { rememberDecision } from './last-decision.tsx'
import { actText } from './text.ts'

/** A record that this office has nothing to decide of: decided, withdrawn, or somebody else's. */
export function Closed({
  record,
  onward,
  back,
}: {
  record: Declaration
  onward: () => void
  back: { to: string; text: string }
}) {
  const undo = useMove(undoDecision, {
    refresh: [readDeclaration, listReviews, listDecided, readQueue],
  })
  const [last] = newestFirst(record.timeline)
  const { id, version, open } = record
  const takeBack = async () => {
    try {
      await undo.mutateAsync({ params: { id }, body: { version } })
      rememberDecision(null)
      toast('已撤销，记录恢复为待审核')
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <Notice
      title="这条记录现在不需要您审核"
      actions={
        <>
          {(open.includes('undo') || open.includes('undoHigher')) && (
            <Button icon="returned" busy={undo.isPending} onClick={() => void takeBack()}>
              撤销我的操作
            </Button>
          )}
          <Button onClick={onward}>审核下一条</Button>
          <ButtonLink look="quiet" to={back.to}>
            {`返回${back.text}`}
          </ButtonLink>
        </>
      }
    >
      {last && `${last.office ?? ''} ${last.by}：${actText[last.act]}`}
    </Notice>
  )
}
