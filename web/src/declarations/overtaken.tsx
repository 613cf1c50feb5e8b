import { TimelineItem } from '@xueshi/contract/declarations'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { Button } from '../ui/button.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { formatInstant } from '../ui/time.ts'
import { newestFirst } from './history.tsx'
import { actText } from './text.ts'

const Current = z.object({ timeline: z.array(TimelineItem) })

/** Somebody was quicker: who did what, and how to go on. Nothing of one's own was done. */
export function Overtaken({
  error,
  reload,
  onward,
}: {
  error: CallError
  reload: () => void
  onward: () => void
}) {
  const current = z.safeParse(Current, error.current)
  const [last] = current.success ? newestFirst(current.data.timeline) : []
  const done = last
    ? `${last.office ? `${last.office} ` : ''}${last.by} 已于 ${formatInstant(last.at)} ${actText[last.act]}${
        last.reason ? `，原因：${last.reason}` : ''
      }。`
    : errorText(error.code)
  return (
    <Notice
      tone="warn"
      live
      title={error.code === 'STALE' ? '这条记录刚刚有变化，您的操作没有执行' : '您的操作没有执行'}
      actions={
        <>
          <Button icon="refresh" onClick={reload}>
            查看最新内容
          </Button>
          <Button onClick={onward}>审核下一条</Button>
        </>
      }
    >
      {done}
    </Notice>
  )
}
