// A process of its own that runs one task, for the test that kills it: node task-process.ts TASK_ID,
// with DATABASE_URL and DATA_DIR. It writes five rows a step, and in its third step it says so and
// waits, with the transaction open.
import { once } from 'node:events'
import { createAppPlatform, works } from './task-work.ts'
import { runTask } from '../src/tasks/service.ts'
import { actors } from './factories/tasks.ts'

const [, , taskId = ''] = process.argv
const { platform } = await createAppPlatform(process.env)
await runTask(
  platform,
  {
    actors,
    works: works(async (step) => {
      if (step !== 3) return
      process.stdout.write('in the third step\n')
      await once(process, 'never')
    }),
  },
  taskId,
)
