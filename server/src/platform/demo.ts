import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { newId } from './ids.ts'
import type { Platform } from './platform.ts'

const loginsFile = new URL('../../seed/logins.json', import.meta.url)

const DemoLogin = z.object({
  role: z.string(),
  account: z.string(),
  password: z.string(),
  unit: z.string(),
})

/** The audit row that says that the demo province is complete. */
const seeded = 'demo.seed'

/**
 * Fills a database in which nothing has ever happened with the demo province. One that was begun
 * and never completed is told of, loudly: what it lacks cannot be told from what people did in it.
 * The platform need not wait for the disk: the row that says it is complete waits for all before it.
 */
export async function seedOnce(
  platform: Platform,
  seed: (platform: Platform) => Promise<void>,
): Promise<void> {
  const { db, log, clock } = platform
  const acts = db.selectFrom('audit').select('id').limit(1)
  if (await acts.executeTakeFirst()) {
    if (!(await acts.where('act', '=', seeded).executeTakeFirst()))
      log.warn('The demo province is incomplete: its making was cut off. Use another DATA_DIR')
    return
  }
  log.info('Making the demo province')
  const start = performance.now()
  await seed(platform)
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL synchronous_commit = on`.execute(tx)
    const row = { id: newId(clock.now()), at: clock.now(), act: seeded, actorKind: 'system' }
    await tx
      .insertInto('audit')
      .values({ ...row, facts: '{}', requestId: 'start' })
      .execute()
  })
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
