import type { Schedule, Tasks } from '../platform/jobs.ts'
import * as due from './due/service.ts'

/** What comes due by the clock: classes open, close and start, places kept for units end, and people are reminded. */
export const trainingTasks: Tasks = {
  'training.due': (_, { platform }) => due.moveAll(platform),
  'training.kept': async (_, { platform }) => {
    await due.warnOfKept(platform)
    await due.endAllKept(platform)
  },
  'training.remind': (_, { platform }) => due.remindAll(platform),
}

export const trainingSchedule: Schedule = [
  { task: 'training.due', match: '* * * * *' },
  { task: 'training.kept', match: '* * * * *' },
  { task: 'training.remind', match: '*/10 * * * *' },
]
