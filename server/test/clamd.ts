import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the scanner of the tests knows as a virus; harmless, and in no other signature database. */
export const planted = 'XUESHI-PLANTED-TEST-SIGNATURE-2026'

const answers = (path: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })

/**
 * Debian's clamd in a folder of its own with one signature, ours: nothing of the network's database is
 * needed. `stop` ends it and removes the folder; `pause` ends the daemon alone.
 */
export async function startClamd() {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-clamd-'))
  const database = join(folder, 'database')
  const socket = join(folder, 'clamd.sock')
  await mkdir(database)
  // Where we are root it works as its own user, who must be able to pass.
  for (const each of [folder, database]) await chmod(each, 0o777)
  await writeFile(
    join(database, 'planted.ndb'),
    `Xueshi.Planted.Test:0:*:${Buffer.from(planted).toString('hex')}\n`,
  )
  const configuration = join(folder, 'clamd.conf')
  await writeFile(
    configuration,
    [
      `DatabaseDirectory ${database}`,
      `LocalSocket ${socket}`,
      `LogFile ${join(folder, 'clamd.log')}`,
      'Foreground true',
      'StreamMaxLength 25M',
      'MaxThreads 2',
      'ConcurrentDatabaseReload no',
      '',
    ].join('\n'),
  )
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn('clamd', ['--config-file', configuration], { stdio: 'ignore' })
    let hasEnded = false
    child.once('exit', () => (hasEnded = true)).once('error', () => (hasEnded = true))
    while (!(await answers(socket)))
      if (hasEnded) throw new Error('clamd did not start: is clamav-daemon installed?')
  }
  const pause = async () => {
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    await rm(socket, { force: true })
  }
  await start()
  return {
    address: { path: socket },
    start,
    pause,
    async stop() {
      await pause()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
