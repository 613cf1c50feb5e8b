import type { LegacyBatch } from '@xueshi/contract/legacy'
import { isUnderWay } from '@xueshi/contract/tasks'
import { Status } from '../ui/status.tsx'
import { legacyStateText, legacyStateTone } from './text.ts'

/** How a batch stands; one whose file was not read to its end says so. */
export function BatchStatus({ batch: { state, taskState, wrongCount } }: { batch: LegacyBatch }) {
  if (state === 'checking' && !isUnderWay(taskState)) return <Status tone="bad">核对未完成</Status>
  if (state === 'checked' && isUnderWay(taskState)) return <Status tone="waiting">导入中</Status>
  if (state === 'committed' && isUnderWay(taskState)) return <Status tone="waiting">撤销中</Status>
  if (state === 'checked' && wrongCount > 0) return <Status tone="bad">核对有误</Status>
  return <Status tone={legacyStateTone[state]}>{legacyStateText[state]}</Status>
}
