import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { mayEnter, serverAccount } from './embedded-account.ts'
import {
  enterableFolder,
  packagedBinaries,
  program,
  runnableBinaries,
} from './embedded-binaries.ts'
import type { Credentials } from './embedded-cluster.ts'
import {
  ensureCluster,
  freePort,
  isFree,
  makeCredentials,
  readCredentials,
  writeCredentials,
} from './embedded-cluster.ts'
import {
  clearTraces,
  halt,
  isAlive,
  launch,
  readPostmaster,
  untilReady,
} from './embedded-server.ts'
import { checkTrigrams, ensureRoles } from './embedded-roles.ts'

export interface EmbeddedOptions {
  /** The folder that holds the cluster and its passwords; made when missing. */
  dataDir: string
  log: (message: string) => void
  /** False trades safety against power loss for speed: for tests only. */
  durable?: boolean
  /** What the database holds is worth nothing: it is made anew, unless another process is at it. */
  anew?: boolean
  /** Another PostgreSQL ≥ 15, a folder with `bin`, instead of the packaged one. */
  native?: string
  /** Where to keep programs and data when the server's account cannot enter dataDir. */
  elsewhere?: readonly string[]
}

export interface Embedded {
  /** Owns the database and every table: migrations, backup, restore. */
  ownerUrl: string
  /** Owns nothing; may do what migrations granted. Leads to the server's socket where there is one. */
  appUrl: string
  /** Superuser, database `postgres`: for making and dropping databases in tests. */
  adminUrl: string
  /** The folder of the cluster. */
  cluster: string
  /** The postmaster's process id at the moment of starting. */
  pid: number
  /** True when the server was running already and was taken over. */
  adopted: boolean
  /** True when what it held was thrown away. */
  emptied: boolean
  /** Whether another process also keeps this server just now. */
  isShared: () => Promise<boolean>
  /** Ends the server, unless another process keeps it too. Close your own connections first. */
  stop: () => Promise<void>
}

const supervisorName = 'xueshi supervisor'

const urlFor = (user: string, password: string, port: number, database: string) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/** A socket spares each round trip the network's code: a tenth of what a short statement takes. */
const appUrlFor = ({ appPassword }: Credentials, port: number, cluster: string) => {
  const url = urlFor('xueshi_app', appPassword, port, 'xueshi')
  const socket = readPostmaster(cluster)?.socket
  return socket ? `${url}?host=${encodeURIComponent(socket)}` : url
}

const majorOf = async (cluster: string) =>
  (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()

/** How long a start is tried again while processes of a killed server still let go of its memory. */
const retryMilliseconds = 2_000

interface Place {
  dataDir: string
  native: string
  cluster: string
  account: ReturnType<typeof serverAccount>
  durable: boolean
  log: (message: string) => void
}

/** Makes the folder; others may pass through it, so that the server's account reaches its cluster. */
const ensureDataDir = async (folder: string) => {
  const dataDir = resolve(folder)
  const made = await mkdir(dataDir, { recursive: true })
  if (made !== undefined) await chmod(dataDir, 0o711)
  return dataDir
}

const settle = async (options: EmbeddedOptions) => {
  const dataDir = await ensureDataDir(options.dataDir)
  const account = serverAccount()
  const known = await readCredentials(dataDir)
  let home = known?.home
  if (home === undefined || !existsSync(home)) {
    home = dataDir
    if (account && !mayEnter(account, dataDir)) {
      const name = `xueshi-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
      const folders = options.elsewhere ?? ['/var/lib', '/var/tmp', tmpdir()]
      home = await enterableFolder(
        account,
        folders.map((folder) => join(folder, name)),
      )
      options.log(`${account.name} cannot enter ${dataDir}; the database is kept in ${home}`)
    }
  }
  const credentials = known ? { ...known, home } : await makeCredentials(dataDir, home)
  const packaged = options.native ?? packagedBinaries()
  const native = await runnableBinaries(packaged, credentials.home, account, options.log)
  const cluster = join(credentials.home, 'postgres')
  const durable = options.durable ?? true
  const place: Place = { dataDir, native, cluster, account, durable, log: options.log }
  await ensureCluster({ ...place, adminPassword: credentials.adminPassword })
  return { place, credentials }
}

const connectAdmin = async (credentials: Credentials, port: number) => {
  const client = new pg.Client({
    connectionString: urlFor('postgres', credentials.adminPassword, port, 'postgres'),
    application_name: supervisorName,
    connectionTimeoutMillis: 5_000,
  })
  await client.connect()
  return client
}

/** Takes over a living server of this cluster, clears the trace of a dead one, or starts anew. */
const bringUp = async (place: Place, credentials: Credentials) => {
  const { cluster, log } = place
  let giveUpAt: number | undefined
  for (;;) {
    const found = readPostmaster(cluster)
    try {
      if (found && isAlive(found.pid, cluster)) {
        await untilReady(cluster, found.pid, () => !isAlive(found.pid, cluster))
        const admin = await connectAdmin(credentials, found.port)
        const shown = await admin.query<{ fsync: string }>('show fsync')
        if (shown.rows[0]?.fsync === (place.durable ? 'on' : 'off'))
          return { admin, pid: found.pid, port: found.port, adopted: true }
        await admin.end()
        log('A running PostgreSQL has other durability settings; restarting it')
        await halt(place.native, cluster, place.account)
      } else if (found) {
        log(`Clearing the process file of a PostgreSQL that is gone (${found.pid})`)
        await clearTraces(cluster)
      }
      const port = (await isFree(credentials.port)) ? credentials.port : await freePort()
      if (port !== credentials.port) {
        log(`Port ${credentials.port} is taken; PostgreSQL listens on ${port}`)
        credentials.port = port
        await writeCredentials(place.dataDir, credentials)
      }
      const logFile = join(place.dataDir, 'postgres.log')
      const pid = await launch({ ...place, port, logFile })
      return { admin: await connectAdmin(credentials, port), pid, port, adopted: false }
    } catch (error) {
      giveUpAt ??= Date.now() + retryMilliseconds
      if (Date.now() > giveUpAt) throw error
      log(`PostgreSQL did not start, trying again: ${error instanceof Error ? error.message : ''}`)
      await delay(100)
    }
  }
}

/**
 * Starts the PostgreSQL that comes with the application, or takes over one that a killed process
 * left running. True afterwards: it listens on loopback alone with passwords, the roles
 * `xueshi_owner` and `xueshi_app` and the database `xueshi` exist, and Chinese trigrams work.
 * Should it die, it is started again. Throws when it cannot be made to run, with its own words.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const { place, credentials } = await settle(options)
  const { cluster, log } = place
  let stopping = false
  let current = await bringUp(place, credentials).catch(async (cause: unknown) => {
    const major = await majorOf(cluster)
    const message = `The embedded database in ${cluster} (version ${major}) does not start with ${program(place.native, 'postgres')}`
    throw new Error(message, { cause })
  })

  const watch = () => {
    const { admin } = current
    admin.on('error', () => undefined)
    admin.on('end', () => {
      if (stopping || current.admin !== admin) return
      log('The connection to the embedded database was lost; bringing it up again')
      bringUp(place, credentials)
        .then((again) => {
          current = again
          if (stopping) return again.admin.end()
          log('The embedded database is up again')
          watch()
          return undefined
        })
        .catch((error: unknown) => log(`The embedded database is gone: ${String(error)}`))
    })
  }
  watch()

  const { port, pid, adopted } = current
  const ownerUrl = urlFor('xueshi_owner', credentials.ownerPassword, port, 'xueshi')
  const isShared = async () => {
    const others = await current.admin.query(
      'select from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
      [supervisorName],
    )
    return others.rows.length > 0
  }
  const stop = async () => {
    if (stopping) return
    stopping = true
    const shared = await isShared().catch(() => false)
    await current.admin.end().catch(() => undefined)
    if (shared) log('Another process uses the embedded database too; it is left running')
    else await halt(place.native, cluster, place.account)
  }

  let emptied = false
  try {
    if (options.anew && !(await isShared())) {
      await current.admin.query('drop database if exists xueshi with (force)')
      emptied = true
    }
    await ensureRoles(current.admin, credentials)
    await checkTrigrams(ownerUrl)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    ownerUrl,
    appUrl: appUrlFor(credentials, port, cluster),
    adminUrl: urlFor('postgres', credentials.adminPassword, port, 'postgres'),
    cluster,
    pid,
    adopted,
    emptied,
    isShared,
    stop,
  }
}
