import { createHash } from 'node:crypto'
import { readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { type Embedded, startEmbedded } from '../src/platform/embedded.ts'
import { checkTrigrams } from '../src/platform/embedded-roles.ts'
import { migrate, migrationsFolder } from '../src/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { ownerUrl: string; appUrl: string; adminUrl: string; template: string }
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Debian's own PostgreSQL 15 when asked for: the oldest that the SQL must run on. */
const chosen = process.env.XUESHI_TEST_POSTGRES

/** One cluster a checkout and user, kept between runs: its making would cost more than the tests. */
const folder = join(
  tmpdir(),
  `xueshi-test-${process.getuid?.() ?? 0}-${digest(import.meta.dirname)}${chosen === undefined ? '' : `-${chosen}`}`,
)

const start = async () => {
  const native = chosen === undefined ? {} : { native: `/usr/lib/postgresql/${chosen}` }
  const options = { dataDir: folder, log: () => undefined, durable: false, ...native }
  try {
    return await startEmbedded(options)
  } catch {
    // Made without fsync, a cluster does not survive a power cut; nothing in it is worth keeping.
    await rm(folder, { recursive: true, force: true })
    return startEmbedded(options)
  }
}

const templateName = async () => {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).toSorted()
  const texts = await Promise.all(
    names.map(async (name) => `${name}\n${await readFile(join(migrationsFolder, name), 'utf8')}`),
  )
  return `template_${digest(texts.join('\n'))}`
}

const exists = async (admin: pg.Client, name: string) => {
  const found = await admin.query('select from pg_database where datname = $1', [name])
  return found.rows.length > 0
}

const dropLeftovers = async (admin: pg.Client, keep: string) => {
  const old = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(test|template)_' and datname <> $1`,
    [keep],
  )
  for (const { datname } of old.rows)
    await admin.query(`drop database if exists ${datname} with (force)`)
}

const makeTemplate = async (admin: pg.Client, ownerUrl: string, name: string) => {
  await admin.query(`select pg_advisory_lock(hashtext('xueshi template'))`)
  try {
    if (await exists(admin, name)) return
    const draft = `draft_${name}`
    await admin.query(`drop database if exists ${draft} with (force)`)
    await admin.query(`create database ${draft} owner xueshi_owner`)
    const url = new URL(ownerUrl)
    url.pathname = `/${draft}`
    await checkTrigrams(url.href)
    await migrate(url.href, { log: () => undefined })
    await admin.query(`alter database ${draft} rename to ${name}`)
    await admin.query(`alter database ${name} allow_connections false`)
  } finally {
    await admin.query(`select pg_advisory_unlock(hashtext('xueshi template'))`)
  }
}

const prepare = async (embedded: Embedded) => {
  const template = await templateName()
  const admin = new pg.Client({ connectionString: embedded.adminUrl })
  await admin.connect()
  try {
    if (!(await embedded.isShared())) await dropLeftovers(admin, template)
    await makeTemplate(admin, embedded.ownerUrl, template)
  } finally {
    await admin.end()
  }
  return template
}

/** Starts the tests' PostgreSQL once, with the migrated database that each file clones. */
export default async function setup(project: TestProject) {
  const embedded = await start()
  try {
    const { ownerUrl, appUrl, adminUrl } = embedded
    project.provide('postgres', { ownerUrl, appUrl, adminUrl, template: await prepare(embedded) })
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return () => embedded.stop()
}
