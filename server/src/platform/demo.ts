import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { newId } from './platform/ids.ts'
import type { Platform } from './platform/platform.ts'

const seedFile = new URL('../seed/run.ts', import.meta.url)
const loginsFile = new URL('../seed/logins.json', import.meta.url)

const DemoLogin = z.object({
  role: z.string(),
  account: z.string(),
  password: z.string(),
  unit: z.string(),
})

/** The audit row that says that the demo province is complete. */
const seeded = 'demo.seed'

/**
 * Fills an empty database with the demo province. A province that was begun and never completed
 * is told of, loudly: what it lacks cannot be told from what people did in it.
 */
export async function seedOnce(platform: Platform): Promise<void> {
  const { db, log, clock } = platform
  if (!existsSync(seedFile)) return log.warn('There is no demo province in this build')
  const used = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()
  if (used) {
    const done = await db
      .selectFrom('audit')
      .select('id')
      .where('act', '=', seeded)
      .limit(1)
      .execute()
    if (done.length === 0)
      log.warn(
        'The demo province is incomplete: its making was interrupted. Start with another DATA_DIR',
      )
    return
  }
  log.info('Making the demo province')
  const start = performance.now()
  const { seed } = (await import(seedFile.href)) as { seed: (platform: Platform) => Promise<void> } // its only export that we use
  await seed(platform)
  await db
    .insertInto('audit')
    .values({
      id: newId(clock.now()),
      at: clock.now(),
      act: seeded,
      actorKind: 'system',
      facts: '{}',
      requestId: 'start',
    })
    .execute()
  log.info(`Made the demo province in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

/** The demo's logins as lines of a table; none where there are no logins. */
export async function loginTable(): Promise<string[]> {
  if (!existsSync(loginsFile)) return []
  const logins = z.array(DemoLogin).parse(JSON.parse(await readFile(loginsFile, 'utf8')))
  const rows = logins.map(({ role, account, password, unit }) => [role, account, password, unit])
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
}

/** Columns of a terminal: a Han character takes two. */
const widthOf = (text: string) =>
  [...text].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0)
