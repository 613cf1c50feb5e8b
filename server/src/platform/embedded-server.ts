import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { chown, mkdir, open, readFile, rm } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Account, runAs } from './embedded-account.ts'
import { program } from './embedded-binaries.ts'

/** What PostgreSQL wrote into postmaster.pid, whether or not that process still lives. */
export interface Postmaster {
  pid: number
  port: number
  /** The folder of its socket; empty when it listens on TCP alone. */
  socket: string
  status: string
}

/** Reads postmaster.pid of a cluster; undefined when there is none or it is being written. */
export const readPostmaster = (cluster: string): Postmaster | undefined => {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    const [port, socket, , , status] = lines.slice(3).map((line) => line.trim())
    return { pid, port: Number(port ?? 0), socket: socket ?? '', status: status ?? 'starting' }
  } catch {
    return undefined
  }
}

/**
 * Whether that pid is a living server of this cluster. After a crash the number may belong to any
 * other program, so its working folder is looked at: PostgreSQL always stands in its cluster.
 */
export const isAlive = (pid: number, cluster: string) => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (process.platform === 'win32') return true
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    } catch {
      return false
    }
  }
  const listed = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  return listed.stdout.includes(cluster)
}

/** The kernel takes longer paths for no socket; some bytes of it are the file's name in the folder. */
const longestSocket = 107 - '/.s.PGSQL.65535'.length

const socketOf = (cluster: string) => `${cluster}-socket`

/**
 * Makes the folder of the cluster's socket, which the server's account alone may enter; its path, or
 * an empty one where there can be no socket: clients then come by TCP as all could.
 */
const ensureSocket = async (cluster: string, account: Account | undefined) => {
  const folder = socketOf(cluster)
  if (process.platform === 'win32' || Buffer.byteLength(folder) > longestSocket) return ''
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (account) await chown(folder, account.uid, account.gid)
  return folder
}

/** Forgets a server that is gone: its process file, and the socket whose lock may name a living process by now. */
export const clearTraces = async (cluster: string) => {
  await rm(socketOf(cluster), { recursive: true, force: true })
  await rm(join(cluster, 'postmaster.pid'), { force: true })
}

export interface Launch {
  native: string
  cluster: string
  port: number
  account: Account | undefined
  durable: boolean
  logFile: string
}

/** An eighth of what this process may have, between the server's own 128 MB and 2 GB. */
const bufferMegabytes = () => {
  const bound = process.constrainedMemory()
  const memory = bound > 0 ? Math.min(bound, totalmem()) : totalmem()
  return Math.round(Math.min(2048, Math.max(128, memory / 2 ** 23)))
}

const settings = (port: number, socket: string, durable: boolean) => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  `unix_socket_directories=${socket}`,
  'password_encryption=scram-sha-256',
  'log_timezone=UTC',
  'timezone=UTC',
  // The detail line of a broken constraint quotes the row: a person's data has no place in a log.
  'log_error_verbosity=terse',
  // Tests start many servers beside each other, with little in each.
  ...(durable
    ? [`shared_buffers=${bufferMegabytes()}MB`]
    : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
]

/** The wait for a server that replays its log after a crash. */
const readyTimeoutMilliseconds = 60_000

/** Waits until the server of that pid says that it is ready; throws when it ends or stays silent. */
export const untilReady = async (cluster: string, pid: number, ended: () => boolean) => {
  const deadline = Date.now() + readyTimeoutMilliseconds
  for (;;) {
    const found = readPostmaster(cluster)
    if (found?.pid === pid && found.status === 'ready') return
    if (ended()) throw new Error('PostgreSQL ended before it was ready')
    if (Date.now() > deadline) throw new Error('PostgreSQL was not ready within a minute')
    await delay(10)
  }
}

/**
 * Starts PostgreSQL and resolves to its pid once it accepts connections. It gets a session of its
 * own, so that Ctrl+C reaches only us and we can drain first, and a log file rather than a pipe,
 * so that it outlives us. On failure the error carries what the server said.
 */
export const launch = async (options: Launch) => {
  const { native, cluster, port, account, durable, logFile } = options
  const file = await open(logFile, 'a', 0o600)
  const from = (await file.stat()).size
  let ended = false
  try {
    const socket = await ensureSocket(cluster, account)
    const child = spawn(
      program(native, 'postgres'),
      ['-D', cluster, ...settings(port, socket, durable).flatMap((setting) => ['-c', setting])],
      { ...runAs(account), detached: true, stdio: ['ignore', file.fd, file.fd], env: {} },
    )
    child.on('error', () => (ended = true))
    child.on('exit', () => (ended = true))
    child.unref()
    await untilReady(cluster, child.pid ?? -1, () => ended)
    return child.pid ?? -1
  } catch (cause) {
    const said = (await readFile(logFile)).subarray(from).toString('utf8').trim()
    throw new Error(said === '' ? 'PostgreSQL did not start' : said, { cause })
  } finally {
    await file.close()
  }
}

/** Ends the server of the cluster: open transactions are rolled back, everything is flushed. */
export const halt = (native: string, cluster: string, account: Account | undefined) =>
  new Promise<void>((done, failed) => {
    const args = ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60', '-s']
    const child = spawn(program(native, 'pg_ctl'), args, { ...runAs(account), stdio: 'ignore' })
    child.on('error', failed)
    child.on('exit', (code) => {
      const left = readPostmaster(cluster)
      if (code === 0 || left === undefined || !isAlive(left.pid, cluster)) done()
      else failed(new Error(`PostgreSQL in ${cluster} did not stop`))
    })
  })
