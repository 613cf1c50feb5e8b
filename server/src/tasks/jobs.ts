import * as z from 'zod/mini'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import * as tasks from './service.ts'

const Asked = z.object({ taskId: z.uuid() })

/** Long work; it runs beside the short jobs, one at a time in a process. */
export const taskRunner = (works: tasks.Works, actors: tasks.Actors): Tasks => ({
  'tasks.run': async (payload, { platform, signal }) =>
    tasks.runTask(platform, { works, actors }, Asked.parse(payload).taskId, signal),
})

/** The short jobs of this domain. */
export const taskJobs = (actors: tasks.Actors): Tasks => ({
  'tasks.sweep': async (_, { platform }) => tasks.sweep(actors.system(platform)),
})
export const taskSchedule: Schedule = [{ task: 'tasks.sweep', match: '41 19 * * *' }]

const lookMilliseconds = 5_000

/** Looks every few seconds for tasks whose process is gone, until stopped. */
export function keepTasks(platform: Platform, actors: tasks.Actors): { stop: () => Promise<void> } {
  let looking: Promise<unknown> = Promise.resolve()
  const look = () => {
    looking = looking
      .then(() => tasks.reviveLost(platform, actors))
      .catch((error: unknown) =>
        platform.log.warn({ err: error }, 'lost tasks were not looked for'),
      )
  }
  look()
  const timer = setInterval(look, lookMilliseconds)
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
