// `npm run bench`: what a request costs in processor time, application and database together.
// Waiting is not counted, so that a loaded machine tells nearly the same as a quiet one.
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { fill, type Ground, openGround } from './house.ts'
import { kinds, requestsAtOnce } from './plans.ts'
import { print } from './report.ts'
import { measure } from './rounds.ts'
import { isScale, scaleNames } from './scale.ts'

const { values: options } = parseArgs({
  options: {
    /** Which row counts the figures are for. */
    scale: { type: 'string', default: 'small' },
    /** Kinds of requests, with commas; all of them by default. */
    only: { type: 'string', default: kinds.join() },
    /** A folder for processor profiles of the measured rounds. */
    profiles: { type: 'string' },
  },
})

function wrong(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}
const scale = isScale(options.scale)
  ? options.scale
  : wrong(`There is no scale "${options.scale}": it is one of ${scaleNames.join(', ')}`)
const wanted = options.only
  .split(',')
  .map(
    (name) =>
      kinds.find((kind) => kind === name) ?? wrong(`"${name}" is none of ${kinds.join(', ')}`),
  )

const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`

async function printMachine({ admin }: Ground) {
  const { rows } = await admin.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  )
  const [cpu] = cpus()
  console.log(
    `Machine: ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
      `Node ${process.versions.node}, PostgreSQL ${rows[0]?.version} with fsync, load child apart`,
  )
}

async function bench(ground: Ground) {
  const begun = performance.now()
  await printMachine(ground)
  const rows = await fill(ground, scale)
  console.log(
    `Scale ${scale}, filled in ${seconds(begun)}: ${Object.entries(rows)
      .map(([table, count]) => `${table} ${count}`)
      .join(', ')}`,
  )
  const { lines, check } = await measure(ground, { kinds: wanted, profiles: options.profiles })
  console.log(
    `${requestsAtOnce} requests at once over HTTP; processor time a request until it is answered. "then": until its messages are delivered and its audit is sealed, which a second counts too. ` +
      'raw pg: the same statements, named, on a twin of the database.',
  )
  print(lines, check)
  console.log(`Whole bench: ${seconds(begun)}`)
}

const ground = await openGround()
const stopped = async () => {
  await ground.close().catch(() => undefined)
  process.exit(1)
}
process.once('SIGINT', () => void stopped())
process.once('SIGTERM', () => void stopped())
try {
  await bench(ground)
} finally {
  await ground.close()
}
