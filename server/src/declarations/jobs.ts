import * as z from 'zod/mini'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { escalate, remind, remindDue } from './deadlines/service.ts'
import { places as batchFiles } from './batch-files/store.ts'
import * as evidence from './evidence/store.ts'
import { followPerson } from './following/service.ts'

const Moved = z.object({
  personId: z.uuid(),
  fromUnitId: z.uuid(),
  toUnitId: z.uuid(),
  pendingPolicy: z.enum(['follow', 'finish']),
})
const twoDays = 2 * 24 * 60 * 60 * 1000

export const declarationTasks: Tasks = {
  // People have told where somebody went, as they know no records.
  'declarations.employmentMoved': async (payload, { platform }) =>
    followPerson(platform, Moved.parse(payload)),
  // Places for files that nobody filled while their ticket was good.
  'evidence.sweep': async (_, { platform: { db, clock } }) => {
    const before = new Date(clock.now().getTime() - twoDays)
    await evidence.removeAbandoned(db, before)
    await batchFiles.removeAbandoned(db, before)
  },
  'declarations.deadlines': async (_, { platform }) => {
    await remind(platform)
    await remindDue(platform)
    await escalate(platform)
  },
}

export const declarationSchedule: Schedule = [
  { task: 'evidence.sweep', match: '27 3 * * *' },
  { task: 'uploads.sweep', match: '37 3 * * *' },
  // Early on every day in Guangdong.
  { task: 'declarations.deadlines', match: '23 17 * * *' },
]
