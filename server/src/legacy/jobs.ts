import * as orgs from '../orgs/service.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Works } from '../tasks/service.ts'
import * as checking from './checking/service.ts'
import * as committing from './committing/service.ts'
import * as legacy from './service.ts'

export const legacyWorks: Works = {
  'legacy.check': checking.run,
  'legacy.commit': committing.run,
  'legacy.undo': committing.runUndo,
}

export const legacyTasks: Tasks = {
  'legacy.sweep': async (_, { platform }) => legacy.sweep(orgs.systemActor(platform)),
}
export const legacySchedule: Schedule = [{ task: 'legacy.sweep', match: '23 19 * * *' }]
