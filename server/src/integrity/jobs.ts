import type { Schedule, Tasks } from '../platform/jobs.ts'
import { expire } from './decisions/service.ts'

export const integrityTasks: Tasks = {
  'integrity.expire': async (_, { platform }) => expire(platform),
}

/** Soon after midnight in Guangdong. */
export const integritySchedule: Schedule = [{ task: 'integrity.expire', match: '11 16 * * *' }]
