import type { Schedule, Tasks } from '../platform/jobs.ts'
import * as documents from './documents/service.ts'

export const certificateTasks: Tasks = {
  /** Files of certificates that nobody asks for any more. */
  'certificates.sweep': async (_, { platform }) => {
    while ((await documents.sweep(platform)) > 0);
  },
}

export const certificateSchedule: Schedule = [{ task: 'certificates.sweep', match: '41 18 * * *' }]
