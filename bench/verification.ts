import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyByCode } from '@xueshi/contract/certificates'
import { startAsking } from './asking.ts'
import { type Ground, openHouse } from './house.ts'
import type { Asked } from './load.ts'

const [warm, turns, aTurn, atOnce] = [600, 5, 1200, 16]
/** What one address may verify in its ten minutes is less: strangers come from everywhere. */
const from = (at: number) => `10.${(at >> 8) & 255}.${at & 255}.7`

/**
 * Certificates verified in a second, and files of the same length given out in a second by the same
 * server, turn by turn; answers both, the middle turn of each.
 */
export async function compareVerification(
  ground: Ground,
  codes: readonly string[],
): Promise<{ verified: number; files: number; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-bench-pages-'))
  const config = { ...ground.config, trustedProxies: ['127.0.0.1'] }
  const house = await openHouse({ ...ground, config }, folder)
  const asking = startAsking(config.port, ground.database.pid)
  try {
    const address = `/api${verifyByCode.path.replace(':code', codes[0] ?? '')}`
    const reply = await fetch(`http://127.0.0.1:${config.port}${address}`)
    const bytes = Buffer.from(await reply.arrayBuffer())
    if (!reply.ok) throw new Error(`verification answered ${reply.status}`)
    await writeFile(join(folder, 'as-long.json'), bytes)
    const many = (count: number, path: (at: number) => string): Asked[] =>
      Array.from({ length: count }, (_, at) => ({
        method: 'GET',
        path: path(at),
        headers: { 'x-forwarded-for': from(at) },
      }))
    const ways = [
      (count: number) =>
        many(
          count,
          (at) => `/api${verifyByCode.path.replace(':code', codes[at % codes.length] ?? '')}`,
        ),
      (count: number) => many(count, () => '/as-long.json'),
    ]
    const rates: number[][] = [[], []]
    for (const way of ways) await asking.round(way(warm), atOnce)
    for (let turn = 0; turn < turns; turn += 1)
      for (const [at, way] of ways.entries())
        rates[at]?.push((await asking.round(way(aTurn), atOnce)).perSecond)
    const [verified = 0, files = 0] = rates.map(
      (each) => each.toSorted((one, other) => one - other)[Math.floor(turns / 2)] ?? 0,
    )
    return { verified, files, bytes: bytes.length }
  } finally {
    await asking.stop()
    await house.close()
    await rm(folder, { recursive: true, force: true })
  }
}
