import { readQueue } from '@xueshi/contract/declarations'
import { useState } from 'react'
import { useRead } from '../queries.ts'
import { spanText, waitingText } from './queue.ts'

/** How the office stands: what waits, since when, and how long its decisions take. */
export function QueueSummary() {
  const [now] = useState(() => Date.now())
  const summary = useRead(readQueue, {}, { keep: true })
  if (!summary.data) return '等待您审核的继续教育记录，先送审的排在前面。'
  const { waiting, more, oldestSince, medianHours } = summary.data
  const parts = [
    waiting === 0 ? '没有等待审核的记录' : `待审核 ${waiting}${more ? ' 条以上' : ' 条'}`,
    oldestSince && `最早的已${waitingText(oldestSince, now)}`,
    medianHours !== null && `审核用时中位数 ${spanText(medianHours)}`,
  ]
  return `${parts.filter(Boolean).join('，')}。`
}
