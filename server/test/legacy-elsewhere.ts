import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { TestApp } from './app.ts'

/** Rows behind which the process stops for ever; its time, and its time zone. */
type Elsewhere = { stopAt?: number; at?: string; timeZone?: string }

/** Another process of the house does a task of past years. */
export const startElsewhere = (
  { database, platform }: TestApp,
  taskId: string,
  { stopAt = 0, at, timeZone }: Elsewhere = {},
): ChildProcess & { stdout: Readable } =>
  spawn(
    process.execPath,
    [
      '--max-old-space-size=1536', // as `npm start` starts the server
      join(import.meta.dirname, 'legacy-process.ts'),
      taskId,
      String(stopAt),
    ],
    {
      env: {
        ...process.env,
        DATABASE_URL: database.appUrl,
        DATA_DIR: platform.config.dataDir,
        ...(at !== undefined && { CLOCK_AT: at }),
        ...(timeZone !== undefined && { TZ: timeZone }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )

/** It does the task to its end; answers by how many megabytes it grew. */
export async function finishElsewhere(
  app: TestApp,
  taskId: string,
  given: Elsewhere = {},
): Promise<number> {
  const said = await text(startElsewhere(app, taskId, given).stdout)
  return Number(/^grew by (-?\d+) MB$/m.exec(said)?.[1])
}
