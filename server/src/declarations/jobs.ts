import type { Schedule, Tasks } from '../platform/jobs.ts'
import { escalate, remind } from './deadlines/service.ts'
import * as evidence from './evidence/store.ts'

const twoDays = 2 * 24 * 60 * 60 * 1000

/** Closes places for files that nobody filled while their ticket was good. */
export const declarationTasks: Tasks = {
  'evidence.sweep': async (_, { platform: { db, clock } }) =>
    evidence.removeAbandoned(db, new Date(clock.now().getTime() - twoDays)),
  'declarations.deadlines': async (_, { platform }) => {
    await remind(platform)
    await escalate(platform)
  },
}

export const declarationSchedule: Schedule = [
  { task: 'evidence.sweep', match: '27 3 * * *' },
  { task: 'uploads.sweep', match: '37 3 * * *' },
  // Early on every day in Guangdong.
  { task: 'declarations.deadlines', match: '23 17 * * *' },
]
