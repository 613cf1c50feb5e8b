import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import * as z from 'zod/mini'
import type { BackupReport } from './backup.ts'
import { poolFigures } from './database.ts'
import { newId } from './ids.ts'
import type { Platform } from './platform.ts'
import { relayLagSeconds } from './relay.ts'
import { SigningOut } from './signing.ts'

const startedAt = new Date(Date.now() - process.uptime() * 1000)
const packageFile = new URL('../../../package.json', import.meta.url)

const About = z.object({ version: z.string() })

type Figures = {
  database: string
  waiting: number
  retrying: number
  failed: number
  lastSealAt: Date | null
  backupAt: Date | null
  backupRows: number | null
  backupFiles: number | null
}

/** How the house is: figures of this process and of the database that all processes share. */
export async function houseState(platform: Platform) {
  const { db, clock, config } = platform
  // Before the queries below take connections of their own.
  const pool = poolFigures(db)
  const [figures, signing, lag, about] = await Promise.all([
    readFigures(platform),
    signingState(platform),
    relayLagSeconds(platform),
    readFile(packageFile, 'utf8'),
  ])
  const { version } = About.parse(JSON.parse(about))
  const { backupAt, backupRows, backupFiles, lastSealAt } = figures
  return {
    at: clock.now().toISOString(),
    startedAt: startedAt.toISOString(),
    versions: {
      application: version,
      node: process.versions.node,
      database: figures.database,
    },
    pool,
    relayLagSeconds: Math.round(lag * 10) / 10,
    jobs: { waiting: figures.waiting, retrying: figures.retrying, failed: figures.failed },
    lastSealAt: lastSealAt?.toISOString() ?? null,
    lastBackup:
      backupAt === null
        ? null
        : { at: backupAt.toISOString(), rows: backupRows ?? 0, files: backupFiles ?? 0 },
    demo: config.demo,
    signing,
  }
}

/** Who signs certificates just now. Why nobody can stands in the log: it names files of the server. */
async function signingState({ signing }: Platform) {
  try {
    const signer = await signing.signer()
    if (!signer) return { state: 'off' as const, subject: null, until: null }
    const { demo, subject, validTo } = signer
    const state = demo ? ('demo' as const) : ('signs' as const)
    return { state, subject, until: validTo.toISOString() }
  } catch (error) {
    if (!(error instanceof SigningOut)) throw error
    return { state: 'out' as const, subject: null, until: null }
  }
}

async function readFigures({ db, clock }: Platform): Promise<Figures> {
  const { rows } = await sql<Figures>`
    SELECT current_setting('server_version') AS database,
      (SELECT count(*) FILTER (WHERE attempts = 0)::int FROM graphile_worker._private_jobs
        WHERE run_at <= ${clock.now()}) AS waiting,
      (SELECT count(*)::int FROM graphile_worker._private_jobs
        WHERE attempts > 0 AND attempts < max_attempts) AS retrying,
      (SELECT count(*)::int FROM graphile_worker._private_jobs
        WHERE attempts >= max_attempts) AS failed,
      (SELECT at FROM audit_seals ORDER BY id DESC LIMIT 1) AS last_seal_at,
      b.at AS backup_at, b.row_count AS backup_rows, b.file_count AS backup_files
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT at, row_count, file_count FROM backups ORDER BY id DESC LIMIT 1) b ON true
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error('the database answered nothing')
  return row
}

/** A backup was written whole: the owner's command says so, and the page of how the house is shows it. */
export async function noteBackup(
  ownerUrl: string,
  { tables, files }: Pick<BackupReport, 'tables' | 'files'>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    await client.query(
      'INSERT INTO backups (id, at, row_count, file_count) VALUES ($1, now(), $2, $3)',
      [newId(), rows, files],
    )
  } finally {
    await client.end()
  }
}
