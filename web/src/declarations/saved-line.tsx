import { clockIn, todayIn } from '@xueshi/contract/year'
import { Status } from '../ui/status.tsx'
import type { Standing } from './draft.ts'

/** Where what was typed into a record stands, in a few calm words beside [保存]. */
export function SavedLine({ standing, savedAt }: { standing: Standing; savedAt: string }) {
  if (standing === 'overtaken') return null
  if (standing === 'saving') return <Status tone="waiting">正在保存</Status>
  if (standing === 'saved') return <Status tone="ok">{`已保存 ${timeText(savedAt)}`}</Status>
  return (
    <span role="status">
      <Status tone="attention">{heldText[standing]}</Status>
    </span>
  )
}

const heldText: Record<Exclude<Standing, 'saved' | 'saving' | 'overtaken'>, string> = {
  unfinished: '有内容未填好，填好后自动保存',
  silent: '网络不通，先存在本浏览器，恢复后自动保存',
  refused: '没有保存成功，请点“保存”查看原因',
}

/** The time of day; with the date where that is not today's. */
function timeText(instant: string): string {
  const day = todayIn(instant)
  const clock = clockIn(instant)
  return day === todayIn(Date.now()) ? clock : `${day} ${clock}`
}
