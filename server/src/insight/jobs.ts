import type { Schedule, Tasks } from '../platform/jobs.ts'
import * as deadlines from './claim-deadlines/service.ts'

export const insightTasks: Tasks = {
  'claims.deadlines': async (_, { platform }) => {
    await deadlines.remind(platform)
    await deadlines.escalate(platform)
  },
}
// Early on every day in Guangdong.
export const insightSchedule: Schedule = [{ task: 'claims.deadlines', match: '37 17 * * *' }]
