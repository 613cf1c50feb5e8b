import type { Attendee } from '@xueshi/contract/training/attendance'
import type { MarkChange } from '@xueshi/contract/training/enrolments'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { formatInstant } from '../ui/time.ts'
import { Timeline } from '../ui/timeline.tsx'
import { markSourceText, markText, markTone } from './enrolment-text.ts'

const changeText = ({ former, mark }: MarkChange) =>
  `由“${markText[former]}”改为“${markText[mark]}”`

/** One change in a sentence, where there is no room for a timeline. */
export const changeLine = (change: MarkChange) =>
  `${changeText(change)}，${formatInstant(change.at)}，${change.by}，原因：${change.reason}`

/** How often the mark of one was changed, and on asking from what, by whom and why. */
export function MarkChanges({ row: { name, changes } }: { row: Attendee }) {
  const [isOpen, setOpen] = useState(false)
  if (changes.length === 0) return '—'
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)} aria-label={`查看${name}的考勤更改`}>
        {`更改 ${changes.length} 次`}
      </Button>
      <Dialog open={isOpen} close={() => setOpen(false)} title={`${name}的考勤更改`}>
        <Timeline
          events={changes.toReversed().map((change) => ({
            at: change.at,
            what: `${changeText(change)}（原为${markSourceText[change.formerBy]}，${formatInstant(change.formerAt)}）`,
            who: change.by,
            why: change.reason,
            tone: markTone[change.mark],
          }))}
        />
      </Dialog>
    </>
  )
}
