import type { CallError } from '../call.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Somebody saved in between: what stands now is one press away, and nothing typed was saved. */
export function Overtaken({ reload }: { reload: () => void }) {
  return (
    <Notice
      tone="warn"
      live
      title="刚刚有人保存过修改"
      actions={<Button onClick={reload}>载入最新内容</Button>}
    >
      您填写的内容还没有保存。载入最新内容后，请核对并重新修改。
    </Notice>
  )
}

/**
 * For the `refused` of a form or a move: `deal` is called when the record is no longer as the page
 * shows it, because somebody else was quicker; all other refusals are the form's to show.
 */
export const whenOvertaken =
  (deal: (error: CallError) => void) =>
  (error: CallError): boolean => {
    const isOvertaken = error.code === 'STALE' || error.code === 'WRONG_STATE'
    if (isOvertaken) deal(error)
    return isOvertaken
  }
