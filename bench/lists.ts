// `npm run bench:lists`: my list, a unit's queue and the yearly view: processor time a request, and how
// long nineteen in twenty wait when eight ask at once. `-- --scale town,city` compares scales.
import { parseArgs } from 'node:util'
import { startAsking } from './asking.ts'
import { fill, openGround, openHouse, withPlatform } from './house.ts'
import { plans } from './plans.ts'
import { type Kind, makeRequests } from './requests.ts'
import { isScale, scaleNames, type ScaleName } from './scale.ts'

const atOnce = 8
const mostMilliseconds = 20
/** How much longer the last scale may take than the first. */
const mostTimes = 1.5
const measured = ['list', 'queue', 'year'] as const satisfies readonly Kind[]
const warm = 1_500
const rounds = 3_000

const { values } = parseArgs({ options: { scale: { type: 'string', default: 'town,small' } } })
const scales = values.scale.split(',').map((name) => {
  if (isScale(name)) return name
  console.error(`There is no scale "${name}": it is one of ${scaleNames.join(', ')}`)
  return process.exit(2)
})

/** Measures a scale; answers how long nineteen in twenty waited, by kind. */
async function measure(scale: ScaleName): Promise<Map<Kind, number>> {
  const ground = await openGround()
  const waited = new Map<Kind, number>()
  try {
    const begun = performance.now()
    const { people, declarations, ledger_entries: entries } = await fill(ground, scale)
    console.log(
      `Scale ${scale}: ${people} people, ${declarations} declarations, ${entries} entries, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
    )
    const count = (kind: Kind) => (measured.some((one) => one === kind) ? warm + rounds : 0)
    const asked = await withPlatform(ground, (platform) => makeRequests(platform, count))
    const house = await openHouse(ground)
    const asking = startAsking(ground.config.port, ground.database.pid)
    try {
      for (const kind of measured) {
        await asking.round(asked[kind].splice(0, warm), atOnce)
        const round = await asking.round(asked[kind], atOnce)
        const { spent, requests, medianMilliseconds, p95Milliseconds } = round
        const each = (spent.application + spent.database) / requests / 1000
        const { title, barMilliseconds } = plans[kind]
        const isOver = each > barMilliseconds || p95Milliseconds > mostMilliseconds
        if (isOver) process.exitCode = 1
        waited.set(kind, p95Milliseconds)
        console.log(
          `${title.padEnd(18)} ${each.toFixed(2)} ms CPU (database ${(spent.database / requests / 1000).toFixed(2)}; at most ${barMilliseconds}), ${atOnce} at once: median ${medianMilliseconds.toFixed(1)} ms, p95 ${p95Milliseconds.toFixed(1)} ms (at most ${mostMilliseconds})${isOver ? ' ABOVE' : ''}`,
        )
      }
    } finally {
      await asking.stop()
      await house.close()
    }
  } finally {
    await ground.close()
  }
  return waited
}

const found = []
for (const scale of scales) found.push(await measure(scale))
const [first] = found
const last = found.at(-1)
if (first && last && found.length > 1)
  for (const kind of measured) {
    const times = (last.get(kind) ?? 0) / (first.get(kind) ?? 1)
    if (times > mostTimes) process.exitCode = 1
    console.log(
      `${plans[kind].title}: p95 ${times.toFixed(2)} times that of ${scales[0]} (at most ${mostTimes})${times > mostTimes ? ' ABOVE' : ''}`,
    )
  }
