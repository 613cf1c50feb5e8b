// `npm start`: builds the pages when their sources changed, and meanwhile starts the server.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { buildWeb } from './build.mjs'
import { findNode, nodeArguments, root } from './runtime.mjs'

// The database comes up and is filled while the pages are built; the server listens when it hears
// over its channel that they are there (server/src/platform/web-build.ts).
const server = spawn(
  findNode() ?? process.execPath,
  [...nodeArguments, join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      WEB_BUILD: 'running',
      // Node keeps what it made of each source, and makes it anew when the source has changed.
      NODE_COMPILE_CACHE:
        process.env.NODE_COMPILE_CACHE ??
        join(root, 'node_modules', '.cache', 'xueshi', 'compiled'),
    },
    // A session of its own: Ctrl+C reaches this process, which passes it on once.
    detached: process.platform !== 'win32',
  },
)

// The pages are compressed once people can use them: that takes longer than to build them.
let compressing
server.on('message', (message) => {
  if (message !== 'ready') return
  const build = join(root, 'scripts', 'build.mjs')
  compressing = spawn(process.execPath, [build, '--compress'], { cwd: root, stdio: 'inherit' })
  // Without it the pages are served as they are.
  compressing.on('error', (error) => console.error(`Cannot compress the pages: ${error.message}`))
})

let asked = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // npm passes a terminal's Ctrl+C on as well; a second one would cut the draining short.
    if (asked) return
    asked = true
    server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  })

const numbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
let buildFailed = false
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`)
  process.exit(1)
})
server.on('exit', (code, signal) => {
  compressing?.kill()
  process.exit(buildFailed ? 1 : (code ?? 128 + (numbers[signal] ?? 0)))
})

try {
  await buildWeb()
  if (server.connected) server.send('web built', () => undefined)
} catch (error) {
  buildFailed = true
  console.error(`The pages could not be built: ${String(error)}`)
  server.kill('SIGTERM')
}
