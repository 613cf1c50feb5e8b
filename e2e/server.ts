import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'

const main = join(import.meta.dirname, '..', 'server', 'src', 'main.ts')
const startSeconds = 300

/** Ports below the range that the system gives to outgoing connections. */
const firstPort = 20_000
const ports = 12_000

export async function freePort(): Promise<number> {
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * ports)
    const probe = createServer()
    const free = await new Promise<boolean>((answer) => {
      probe.once('error', () => answer(false))
      probe.listen(port, '127.0.0.1', () => answer(true))
    })
    if (!free) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

/** The whole house on a folder of its own, with the demo province; `stop` leaves nothing behind. */
export async function startServer(): Promise<{
  url: string
  dataDir: string
  stop: () => Promise<void>
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xueshi-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DEMO: '1',
      CAPTCHA_FIXED: 'ABCDE',
      LOG_LEVEL: 'warn',
      // Each visitor comes from an address of their own, so that no test uses up another's patience.
      TRUSTED_PROXY: '127.0.0.1,::1',
    },
  })
  const said: string[] = []
  let listen = (words: string) => void said.push(words)
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (words: string) => listen(words))
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    await rm(dataDir, { recursive: true, force: true })
  }
  const until = Date.now() + startSeconds * 1000
  while (!(await isReady(url))) {
    const isGone = child.exitCode !== null || child.signalCode !== null
    if (isGone || Date.now() > until) {
      await stop()
      const what = isGone ? 'The server ended as it started' : 'The server did not get ready'
      throw new Error(`${what}:\n${said.join('')}`)
    }
    await rest(100)
  }
  // From here on only what went wrong is worth a line: pino's levels from 50 are errors.
  listen = (words) => {
    if (/"level":[56]0/.test(words)) process.stderr.write(words)
  }
  return { url, dataDir, stop }
}
