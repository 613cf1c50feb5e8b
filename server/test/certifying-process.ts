// A process of its own that certifies, for the test that kills it: node certifying-process.ts TASK_ID,
// with DATABASE_URL and DATA_DIR. It certifies two people a step, and at the end of its second step it
// says so and waits, with everything done and the transaction open.
import { once } from 'node:events'
import * as certification from '../src/ledger/certification/service.ts'
import { type Run, runTask } from '../src/tasks/service.ts'
import { actors } from './factories/tasks.ts'
import { createAppPlatform } from './task-work.ts'

const [, , taskId = ''] = process.argv
const { platform } = await createAppPlatform(process.env)
let steps = 0
const work = (run: Run) =>
  certification.run(
    {
      ...run,
      step: (checkpoint, act) =>
        run.step(checkpoint, async (tx) => {
          await act?.(tx)
          steps += 1
          if (steps < 2) return
          process.stdout.write('at the end of the second step\n')
          await once(process, 'never')
        }),
    },
    2,
  )
await runTask(platform, { actors, works: { 'years.certify': work } }, taskId)
