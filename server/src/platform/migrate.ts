import { fileURLToPath } from 'node:url'
import { readdir } from 'node:fs/promises'
import pg from 'pg'

/** The role that the application works as; it owns nothing, and migrations grant to it. */
export const appRole = 'xueshi_app'

/** The table that remembers which migrations have run. */
export const migrationsTable = 'pgmigrations'

/** The migrations of this build: plain numbered SQL, `0001-name.sql`. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

export interface MigrateOptions {
  log: (message: string) => void
  folder?: string
  /** At most so many of those that have not run; all of them by default. */
  count?: number
}

/** The names of the migrations in a folder, in the order in which they run. */
export const migrationNames = async (folder: string) => {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted()
}

/** The names of the migrations that have run in this database, in their order. */
export const migrationsRun = async (client: pg.Client) => {
  const found = await client.query<{ present: boolean }>(
    'select to_regclass($1) is not null as present',
    [migrationsTable],
  )
  if (found.rows[0]?.present !== true) return []
  const rows = await client.query<{ name: string }>(
    `select name from ${migrationsTable} order by id`,
  )
  return rows.rows.map((row) => row.name)
}

/**
 * Makes the application's role where it is missing and lets the caller act as it. A database
 * whose owner may not create roles needs one statement from its administrator first; the error
 * says which, because starting without the role would let the application change what it may not.
 */
const ensureAppRole = async (client: pg.Client) => {
  const state = await client.query<{ present: boolean; member: boolean; user: string }>(
    `select exists (select from pg_roles where rolname = $1) as present,
            exists (select from pg_roles r where r.rolname = $1
                    and pg_has_role(current_user, r.oid, 'member')) as member,
            current_user as user`,
    [appRole],
  )
  const { present, member, user } = state.rows[0] ?? { present: false, member: false, user: '' }
  const owner = pg.escapeIdentifier(user)
  const statements = [
    ...(present ? [] : [`create role ${appRole} nologin`]),
    ...(member && present ? [] : [`grant ${appRole} to ${owner}`]),
  ]
  for (const statement of statements) {
    try {
      await client.query(statement)
    } catch (cause) {
      // Two first starts at once: the other one made it between our look and our statement.
      const code = cause instanceof pg.DatabaseError ? cause.code : undefined
      if (code === '42710' || code === '23505') continue
      if (code !== '42501') throw cause
      throw new Error(
        `The database user may not prepare the role of the application. As an administrator run: ${statements.join('; ')}`,
        { cause },
      )
    }
  }
}

/** Needs no write: for a process that connects as the application's role itself. */
const checkOnly = async (client: pg.Client, folder: string) => {
  const run = new Set(await migrationsRun(client))
  const missing = (await migrationNames(folder)).filter((name) => !run.has(name))
  if (missing.length > 0)
    throw new Error(
      `Migrations have not run: ${missing.join(', ')}. Run npm run migrate as the database owner`,
    )
}

const runMissing = async (
  client: pg.Client,
  { log, folder, count }: Required<MigrateOptions>,
): Promise<{ name: string }[]> => {
  const { runner } = await import('node-pg-migrate')
  const quiet = () => undefined
  return runner({
    dbClient: client,
    dir: folder,
    ignorePattern: '(?!.*\\.sql$).*',
    migrationsTable,
    direction: 'up',
    count,
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: { debug: quiet, info: quiet, warn: quiet, error: log },
  })
}

/**
 * Brings the database to this build's schema and resolves to the names of the migrations that
 * ran, in order. All run in one transaction under an advisory lock: processes that start together
 * wait, then find nothing to do. Connected as the application's role it changes nothing and throws
 * when a migration is missing.
 */
export const migrate = async (ownerUrl: string, options: MigrateOptions): Promise<string[]> => {
  const { log, folder = migrationsFolder, count = Number.POSITIVE_INFINITY } = options
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const who = await client.query<{ user: string }>('select current_user as user')
    if (who.rows[0]?.user === appRole) {
      await checkOnly(client, folder)
      return []
    }
    await client.query('set client_min_messages = warning')
    await ensureAppRole(client)
    const run = await migrationsRun(client)
    const names = await migrationNames(folder)
    // Most starts find nothing to do, and need not read the package that would do it.
    const isCurrent = names.every((name, at) => run[at] === name)
    const ran = isCurrent ? [] : await runMissing(client, { log, folder, count })
    await client.query(`grant select on ${migrationsTable} to ${appRole}`)
    for (const { name } of ran) log(`Migrated ${name}`)
    return ran.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/**
 * The URL by which the application connects where one DATABASE_URL serves for owner and
 * application: each session starts as `xueshi_app`. Unchanged when it names that role already, as
 * it must behind a pool that refuses session options.
 */
export const appUrlOf = (databaseUrl: string) => {
  const url = new URL(databaseUrl)
  if (decodeURIComponent(url.username) === appRole) return databaseUrl
  const options = url.searchParams.get('options')
  url.searchParams.set('options', `${options === null ? '' : `${options} `}-c role=${appRole}`)
  // A plus would reach PostgreSQL as a plus: the URL form writes spaces so, a connection string not.
  url.search = url.search.replaceAll('+', '%20')
  return url.href
}
