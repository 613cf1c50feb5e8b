import type { Schedule, Tasks } from '../platform/jobs.ts'
import * as messages from './service.ts'

export const messageTasks: Tasks = {
  /** Codes and links that never went out are kept no longer than they are tried. */
  'messages.sweep': async (_, { platform }) => messages.sweep(platform),
}

export const messageSchedule: Schedule = [{ task: 'messages.sweep', match: '23 19 * * *' }]
