// `node bench/start.ts`: how long `npm start` takes until /readyz says that it is ready, the first
// time (no data, no pages, nothing compiled) and the second. Dependencies are there.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../server/src/platform/embedded-cluster.ts'

const barSeconds = { cold: 8, warm: 3 }
const giveUpSeconds = 75
const root = join(import.meta.dirname, '..')

const isReady = async (port: number) => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}

/** Ends `npm start` as Ctrl+C does, and waits until nothing of it answers any more. */
async function stop(child: ChildProcess) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGINT')
  await ended
}

/** Starts, waits, stops; answers the seconds until it was ready. */
async function start(dataDir: string): Promise<number> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: root,
    // A group of its own, which Ctrl+C in a terminal would reach whole.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
  })
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
      if (performance.now() - begun > giveUpSeconds * 1000)
        throw new Error(`npm start was not ready within ${giveUpSeconds} s`)
      await delay(20)
    }
    return (performance.now() - begun) / 1000
  } finally {
    await stop(child)
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'xueshi-start-'))
await chmod(dataDir, 0o711)
try {
  console.log(
    `Machine: ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}, ` +
      `load of the last minute ${loadavg()[0]?.toFixed(1)}`,
  )
  // What a start keeps for the next one lies in these two.
  for (const kept of [join('web', 'dist'), join('node_modules', '.cache', 'xueshi')])
    await rm(join(root, kept), { recursive: true, force: true })
  for (const kind of ['cold', 'warm'] as const) {
    const took = await start(dataDir)
    const bar = barSeconds[kind]
    console.log(
      `${kind} start: ${took.toFixed(1)} s to ready; bar ${bar} s, ${(took / bar).toFixed(2)} of it${took > bar ? ' ABOVE' : ''}`,
    )
  }
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
