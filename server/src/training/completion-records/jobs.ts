import { systemActor } from '../../orgs/service.ts'
import type { Schedule, Tasks } from '../../platform/jobs.ts'
import { rematchAll } from './service.ts'

export const completionTasks: Tasks = {
  'completions.rematch': async (_, { platform }) => rematchAll(systemActor(platform)),
}
/** Half past two in Asia/Shanghai. */
export const completionSchedule: Schedule = [{ task: 'completions.rematch', match: '30 18 * * *' }]
