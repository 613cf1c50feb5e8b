import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Works } from '../tasks/service.ts'
import * as batches from './batches/service.ts'
import * as documents from './documents/service.ts'
import * as seals from './seals/service.ts'

export const certificateTasks: Tasks = {
  /** Files of certificates that nobody asks for any more. */
  'certificates.sweep': async (_, { platform }) => {
    while ((await documents.sweep(platform)) > 0);
  },
  'certificates.sweepSeals': async (_, { platform }) => seals.sweep(platform),
}

export const certificateSchedule: Schedule = [
  { task: 'certificates.sweep', match: '41 18 * * *' },
  { task: 'certificates.sweepSeals', match: '57 3 * * *' },
]

export const certificateWorks: Works = { 'certificates.print': (run) => batches.run(run) }
