import { pino } from 'pino'
import { systemClock } from '../src/platform/clock.ts'
import * as audit from '../src/platform/audit.ts'
import { loadConfig } from '../src/platform/config.ts'
import { createBlindIndexes, createCipher } from '../src/platform/crypto.ts'
import { createDatabase } from '../src/platform/database.ts'
import { createLocker } from '../src/platform/files.ts'
import { loadKeys } from '../src/platform/keys.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { Works } from '../src/tasks/service.ts'
import { testSigning } from './signing.ts'

/** A platform beside that of a test, on its database and its files: another process of the house. */
export async function createAppPlatform(env: NodeJS.ProcessEnv) {
  const config = loadConfig({
    DATABASE_URL: env['DATABASE_URL'],
    DATA_DIR: env['DATA_DIR'],
    LOG_LEVEL: 'silent',
    DEMO: '0',
  })
  const keys = await loadKeys(config)
  const { db, close } = createDatabase(config.databaseUrl ?? '', {
    connections: 4,
    namedStatements: true,
    onError: () => undefined,
  })
  const platform: Platform = {
    db,
    clock: systemClock,
    keys,
    cipher: createCipher(keys),
    indexes: createBlindIndexes(keys),
    locker: createLocker({ driver: 'fs', directory: `${config.dataDir}/files` }, systemClock),
    log: pino({ level: 'silent' }),
    config,
    signing: testSigning(systemClock),
    buildId: 'test',
  }
  return { platform, close }
}

export const workRows = 25
const rowsInStep = 5

/**
 * Work that leaves one audit row a row of its own, an error at every fifth and a count of all, in
 * steps; `within` is called in the middle of each step, with its number.
 */
export const works = (within: (step: number) => Promise<void>): Works => ({
  'people.export': async (run) => {
    const from = Number(run.checkpoint?.['row'] ?? 0)
    run.progress(from, workRows)
    for (let first = from + 1; first <= workRows; first += rowsInStep) {
      const last = first + rowsInStep - 1
      await run.step({ row: last }, async (tx) => {
        for (let row = first; row <= last; row += 1) {
          await audit.record(tx, run.actor, { act: 'test.row', recordId: null, facts: { row } })
          run.count('rows')
        }
        run.issue(last, 'name', 'REQUIRED')
        run.progress(last)
        // What the act leaves is written at its end: one statement stands for it here.
        await tx.selectFrom('tasks').select('id').where('id', '=', run.taskId).execute()
        await within(last / rowsInStep)
      })
    }
  },
})
