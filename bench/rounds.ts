import * as orgs from '../server/src/orgs/service.ts'
import { hashPassword, verifyPassword } from '../server/src/platform/passwords.ts'
import { relayOnce } from '../server/src/platform/relay.ts'
import { sealOnce } from '../server/src/platform/seals.ts'
import { type Asking, startAsking } from './asking.ts'
import { type Ground, type House, makeTwin, openHouse, withPlatform } from './house.ts'
import type { Asked } from './load.ts'
import { plans, requestsAtOnce } from './plans.ts'
import { meter, together, watchOthers } from './processor.ts'
import { profiled } from './profile.ts'
import type { Hash, Line } from './report.ts'
import { type Kind, makeRequests } from './requests.ts'
import { benchPassword } from './scale-people.ts'
import { type Recorded, record, replay } from './statements.ts'

/** Recorded requests that are given to raw `pg` before it is measured. */
const warmAtMost = 400

/** One request after another, each with the statements that it came to. */
async function recordEach(house: House, asking: Asking, asked: Asked[]): Promise<Recorded[]> {
  const statements = record(house.pool)
  const recorded: Recorded[] = []
  for (const one of asked) {
    await asking.round([one], 1)
    recorded.push(statements.take())
  }
  statements.stop()
  return recorded
}

/** Does what acts leave behind for later: their messages are delivered, their audit is sealed. */
async function settle({ platform }: House) {
  while ((await relayOnce(platform.db)) > 0);
  await sealOnce(platform)
}

/** The hash of one password, as many at once as logins come. */
async function measureHash(postmaster: number): Promise<Hash> {
  const hashed = await hashPassword(benchPassword)
  const each = 16
  const end = meter(postmaster)
  const begun = performance.now()
  const worker = async () => {
    for (let turn = 0; turn < each; turn += 1) await verifyPassword(hashed, benchPassword)
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, worker))
  const count = each * requestsAtOnce
  const perSecond = (count * 1000) / (performance.now() - begun)
  return { microseconds: end().application / count, perSecond }
}

const between = (one: Hash, other: Hash): Hash => ({
  microseconds: (one.microseconds + other.microseconds) / 2,
  perSecond: (one.perSecond + other.perSecond) / 2,
})

/** Microseconds of processor time to find out who a login's token stands for, application and database. */
async function checkMicroseconds({ platform }: House, asked: Asked[], postmaster: number) {
  const tokens = asked.map(({ headers }) => headers['cookie']?.replace('xueshi-login=', '') ?? '')
  const request = { id: 'bench', address: '127.0.0.1', userAgent: '', key: null }
  const turns = async (count: number) => {
    const worker = async () => {
      for (let turn = 0; turn < count / requestsAtOnce; turn += 1) {
        const token = tokens[turn % tokens.length] ?? ''
        const actor = await orgs.resolveActor(platform, { token, seatId: null, request })
        if (actor.accountId === null) throw new Error('a login was not found')
      }
    }
    await Promise.all(Array.from({ length: requestsAtOnce }, worker))
  }
  await turns(2000)
  const end = meter(postmaster)
  const count = 4000
  await turns(count)
  const { application, database } = end()
  return (application + database) / count
}

export type Wanted = {
  kinds: readonly Kind[]
  /** Where to leave a processor profile of each measured round, which then costs more; undefined: none. */
  profiles: string | undefined
}

/**
 * Each kind of request measured on a filled database, and its statements alone on a twin of it. Also
 * what a login check takes without HTTP, in microseconds.
 */
export async function measure(
  ground: Ground,
  { kinds, profiles }: Wanted,
): Promise<{ lines: Line[]; check: number | null }> {
  const postmaster = ground.database.pid
  const countOf = (kind: Kind) =>
    kinds.includes(kind) ? plans[kind].recorded + plans[kind].warm + plans[kind].measured : 0
  const asked = await withPlatform(ground, (platform) => makeRequests(platform, countOf))
  const twinUrl = await makeTwin(ground)

  const house = await openHouse(ground)
  const asking = startAsking(ground.config.port, postmaster)
  const rounds: Omit<Line, 'raw' | 'rawPerSecond' | 'rawRequests' | 'statements'>[] = []
  const recorded = new Map<Kind, Recorded[]>()
  let check: number | null = null
  try {
    for (const kind of kinds) {
      const first = asked[kind].splice(0, plans[kind].recorded)
      recorded.set(kind, await recordEach(house, asking, first))
    }
    for (const kind of kinds) {
      await asking.round(asked[kind].splice(0, plans[kind].warm), requestsAtOnce)
      await settle(house)
      const hashBefore = plans[kind].hashes ? await measureHash(postmaster) : null
      const round = await profiled(profiles, kind, async () => {
        const othersOf = watchOthers()
        const askingBefore = asking.spent()
        const end = meter(postmaster)
        const atOnce = plans[kind].alone ? 1 : requestsAtOnce
        const round = await asking.round(asked[kind], atOnce)
        const begun = performance.now()
        const spent = end()
        await settle(house)
        // What is left for later has to be done as well before the next ones can go on for ever.
        const seconds = round.requests / round.perSecond + (performance.now() - begun) / 1000
        const all = end()
        const ours = together(all) + asking.spent() - askingBefore
        const after = together(all) - together(spent)
        return {
          ...round,
          spent,
          after,
          perSecond: round.requests / seconds,
          others: othersOf(ours),
        }
      })
      const hash = hashBefore && between(hashBefore, await measureHash(postmaster))
      rounds.push({ kind, ...round, hash })
      if (kind === 'check') check = await checkMicroseconds(house, asked.check, postmaster)
    }
  } finally {
    await asking.stop()
    await house.close()
  }

  const lines: Line[] = []
  for (const round of rounds) {
    const statements = recorded.get(round.kind) ?? []
    const warm = Math.min(warmAtMost, Math.floor((statements.length * 2) / 3))
    const { spent: raw, perSecond: rawPerSecond } = await replay(twinUrl, statements, {
      warm,
      atOnce: requestsAtOnce,
      postmaster,
    })
    lines.push({
      ...round,
      raw,
      rawPerSecond,
      rawRequests: statements.length - warm,
      statements: statements.flat().length / statements.length,
    })
  }
  return { lines, check }
}
