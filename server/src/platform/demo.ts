import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { Config } from './config.ts'
import { newId } from './ids.ts'
import type { Platform } from './platform.ts'

const loginsFile = new URL('../../seed/logins.json', import.meta.url)

const DemoLogin = z.object({
  role: z.string(),
  account: z.string(),
  password: z.string(),
  unit: z.string(),
  totp: z.optional(z.string()),
})

/** The audit row that says that the demo province is complete. */
const seeded = 'demo.seed'

/** Lies in the data folder while the province is being made in the embedded database. */
const markIn = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'province.unfinished')

/** Whether the making of the province was cut off, and nobody has been served since. */
export const isUnfinished = (config: Pick<Config, 'dataDir'>): boolean => existsSync(markIn(config))

/**
 * Fills a database in which nothing has ever happened with the demo province. In the embedded database
 * one that was cut off begins anew with the next start; in another it is told of, loudly: what it lacks
 * cannot be told from what people did in it.
 * The platform need not wait for the disk: the row that says it is complete waits for all before it.
 */
export async function seedOnce(
  platform: Platform,
  seed: (platform: Platform) => Promise<void>,
): Promise<void> {
  const { db, log, clock, config } = platform
  const acts = db.selectFrom('audit').select('id').limit(1)
  if (await acts.executeTakeFirst()) {
    if (!(await acts.where('act', '=', seeded).executeTakeFirst()))
      log.warn('The demo province is incomplete: its making was cut off. Use another DATA_DIR')
    return
  }
  log.info('Making the demo province')
  const start = performance.now()
  const mark = config.databaseUrl === undefined ? markIn(config) : null
  if (mark) await writeFile(mark, '')
  await seed(platform)
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL synchronous_commit = on`.execute(tx)
    const row = { id: newId(clock.now()), at: clock.now(), act: seeded, actorKind: 'system' }
    await tx
      .insertInto('audit')
      .values({ ...row, facts: '{}', requestId: 'start' })
      .execute()
  })
  // Nobody is served before it is gone: with it here, the next start would take what they did away.
  if (mark) await rm(mark)
  log.info(`Made the demo province in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

/** The demo's logins as lines of a table, and how some go on; none where there are no logins. */
export async function loginTable(): Promise<string[]> {
  if (!existsSync(loginsFile)) return []
  const logins = z.array(DemoLogin).parse(JSON.parse(await readFile(loginsFile, 'utf8')))
  const rows = logins.map(({ role, account, password, unit }) => [role, account, password, unit])
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
  return logins.some(({ totp }) => totp !== undefined) ? [...lines, secondFactorLine] : lines
}

const secondFactorLine =
  "Authorities and administrators: the page fills in the second factor's code too; for an authenticator, totp in server/seed/logins.json"

/** Columns of a terminal: a Han character takes two. */
const widthOf = (text: string) =>
  [...text].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0)
