import { randomUUID } from 'node:crypto'
import { seatHeader } from '@xueshi/contract/actor'
import type { Endpoint } from '@xueshi/contract/endpoint'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareJobs } from '../src/platform/jobs.ts'
import { testApp, type TestApp } from './app.ts'
import { isBattery } from './battery.ts'
import { lineOf, mayEnter } from './endpoints.ts'
import { ask, type Answer, type Caller, type Request, roles } from './personas.ts'
import { rowsOf } from './rows.ts'
import { idAt, slotsOf, withId, type Slot } from './slots.ts'
import { addressesShown, opensPlace, placesOpened, type Shown } from './tickets-shown.ts'
import { unguardedDatabase } from './unguarded-database.ts'

import { askerOf, isStranger, makeHouses, type Asker, type House } from './world.ts'

/** Three cities, three counties of each, three units in each; a few of every distance in `npm test`. */
const cities = {
  '440100': ['440106', '440105', '440103'],
  '440600': ['440604', '440605', '440606'],
  '441300': ['441302', '441303', '441322'],
}
const province = Object.entries(cities).flatMap(([city, counties]) =>
  counties.flatMap((county) => Array.from({ length: 3 }, () => ({ city, county }))),
)
const few = [
  { city: '440600', county: '440604' },
  { city: '440100', county: '440106' },
  { city: '440100', county: '440106' },
  { city: '440100', county: '440105' },
]
/** Of each slot and role, how many pairs of an asker and an owner. */
const pairsEach = isBattery ? 15 : 1

/** Places whose ids are everybody's to name, with what anybody may do with them. */
const open: Readonly<Record<string, string>> = {
  'GET /open-classes/:id params.id': 'look at a class that takes applications',
  'GET /open-classes/:id/candidates params.id': 'see which of one’s own people it would take',
  'POST /open-classes/:id/nominations params.id': 'send them there',
  'POST /enrolments body.classId': 'apply there',
  'POST /sign-ins body.sessionId': 'type the code that is shown there',
  'GET /catalogue/classes/:id params.id': 'read what is public',
  'GET /catalogue/classes/:id/draw params.id': 'repeat the draw',
  'GET /catalogue/courses/:id params.id': 'read what is public',
  'POST /units body.parentId': 'name the unit above; it accepts or refuses',
  'PUT /unit body.form.parentId': 'the same',
  'POST /unit/parent body.parentId': 'the same',
  'POST /profile body.form.unitId': 'name the employer; it confirms or returns',
  'POST /employments body.unitId': 'the same',
  'POST /classes body.sessions.[].id': 'bring days along, which a new class calls its own way',
  'PUT /classes/:id body.form.sessions.[].id': 'the same of a day that the class does not have',
  'POST /classes/:id/change body.form.sessions.[].id': 'the same',
  'POST /people/exports body.filter.departmentId': 'narrow an export of one’s own people',
  'POST /people/exports body.filter.subUnit': 'the same',
}
/** Of which kinds a house of these tests shows files that can be looked at. */
const kindsShown = [
  'batch',
  'case',
  'correction',
  'evidence',
  'exemption',
  'licence',
  'paper',
  'photo',
  'taskResult',
]
/** Lists that are public, or of what anybody looks for by its name. */
const isPublic = (line: string) =>
  mayEnter[line]?.includes('visitor') || /^GET \/(units|open-classes)$/.test(line)

let app: TestApp
let admin: pg.Client
let houses: House[]
/** What each asker's lists said when nothing stood but the houses made before theirs. */
const former = new Map<House, Record<string, string>>()
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
  const places = isBattery ? province : few
  let seen = 0
  houses = await makeHouses(app, places, async (house) => {
    // One unit of each county in the battery: that is twenty thousand lists already.
    if (!isBattery || seen++ % 3 === 0) former.set(house, await listsOf(house))
  })
}, 3_600_000)
afterAll(async () => {
  await admin.end()
  await app.close()
})

/** The answer without what is of this request alone; a credential is signed anew each time. */
const bare = ({ status, text, problem }: Answer, sent: readonly string[] = []) => {
  const own = text.replace(problem.requestId ?? '·', '').replaceAll(/eyJ[\w-]+(\.[\w-]+){2}/g, '')
  return `${status} ${sent.reduce((left, id) => left.replaceAll(id, '·'), own)}`
}

/** Everything that the house's people and offices see without naming anything. */
async function listsOf(house: House): Promise<Record<string, string>> {
  const lists: Record<string, string> = {}
  for (const endpoint of app.served) {
    const line = lineOf(endpoint)
    if (!/^GET [^:]*$/.test(line) || isPublic(line) || endpoint.parts.media) continue
    const request = house.made.requests[line] ?? {}
    for (const { role, caller } of house.askers.filter((each) => enters(line, each)))
      lists[`${role} ${line}`] = bare(await ask(app, caller, endpoint, request))
  }
  return lists
}
const enters = (line: string, { role }: Asker) => mayEnter[line]?.includes(role) ?? false

/** One's own request with an id of the owner's in a slot, and with one that was never given. */
type Probe = { slot: Slot; foreign: Request; absent: Request; sent: string[] }
function probesOf(line: string, slots: readonly Slot[], asking: House, owner: House): Probe[] {
  const own = asking.made.requests[line] ?? {}
  const theirs = owner.made.requests[line] ?? {}
  const probes: Probe[] = []
  let whole: Request | null = theirs
  const swapped: string[] = []
  for (const slot of slots) {
    const fake = randomUUID()
    const id = idAt(theirs, slot)
    if (id !== undefined && whole) {
      whole = JSON.parse(JSON.stringify(whole).replaceAll(id, fake)) as Request // as it was
      swapped.push(id, fake)
    }
    if (`${line} ${slot}` in open) whole = null
    else {
      const foreign = id ?? owner.kin[slot.split('.').findLast((step) => step !== '[]') ?? '']
      const sent = [foreign ?? owner.personas.unitId, fake] as const
      const [given, never] = [withId(own, slot, sent[0]), withId(own, slot, sent[1])]
      probes.push({ slot, foreign: given, absent: never, sent: [...sent] })
    }
  }
  // All of it theirs: the version beside the id is right as well.
  if (whole && swapped.length > 0)
    probes.push({ slot: 'whole', foreign: theirs, absent: whole, sent: swapped })
  return probes
}

/** Who of the house may come in there, whoever alone has the right to its request among them. */
async function askersOf(line: string, house: House): Promise<Asker[]> {
  const special = house.made.callers[line]
  const askers = house.askers.filter((each) => enters(line, each))
  return special ? [...askers, await askerOf(app, 'visitor', special)] : askers
}

/** Each pair of an asking house and an owner, begun at another place for every endpoint and slot. */
function* pairs(at: number): Generator<[House, House]> {
  const { length } = houses
  for (let step = 0; step < length * length; step += 1) {
    // 7,919 shares no factor with the number of houses, so every pair comes once.
    const place = ((step + at) * 7_919) % (length * length)
    const [asking, owner] = [houses[Math.floor(place / length)], houses[place % length]]
    if (asking && owner && asking !== owner) yield [asking, owner]
  }
}

/**
 * Every id in every slot of every endpoint that the router serves. The slots come from the shapes that check
 * requests and the records from the table of endpoints, in which the matrix demands a row of each: whoever
 * adds an endpoint has it asked here.
 */
describe('T02: what is somebody else’s does not exist', { timeout: 3_600_000 }, () => {
  /** What went wrong at these endpoints: an answer that differs, a table that changed. */
  async function probe(endpoints: readonly Endpoint[], most: number) {
    // How often somebody tried and what was answered to whom is kept; an effect shows elsewhere too.
    const untold = async () => {
      const { attempts: _, audit: __, idempotency_keys: ___, ...rest } = await rowsOf(admin)
      return rest
    }
    let before = await untold()
    let [probed, missed, at] = [0, 0, 0]
    const told: string[] = []
    for (const endpoint of endpoints) {
      const line = lineOf(endpoint)
      const slots = slotsOf(endpoint)
      if (slots.length === 0) continue
      const askers = new Map<House, Asker[]>()
      for (const house of houses) askers.set(house, await askersOf(line, house))
      const done: Record<string, number> = {}
      for (const [asking, owner] of pairs((at += 1))) {
        for (const asker of askers.get(asking) ?? []) {
          const { role, caller } = asker
          if ((done[role] ?? 0) >= most || !isStranger(asker, owner, line)) continue
          done[role] = (done[role] ?? 0) + 1
          for (const { slot, foreign, absent, sent } of probesOf(line, slots, asking, owner)) {
            const given = await ask(app, caller, endpoint, foreign)
            const never = await ask(app, caller, endpoint, absent)
            const [answer, other] = [bare(given, sent), bare(never, sent)]
            if (answer !== other || given.status >= 500)
              told.push(
                `${role} ${line} ${slot}: ${answer.slice(0, 200)}, not ${other.slice(0, 200)}`,
              )
            probed += 1
            if ([403, 404].includes(given.status)) missed += 1
          }
        }
      }
      if (endpoint.method === 'GET') continue
      const after = await untold()
      for (const [table, rows] of Object.entries(after))
        if (rows !== before[table]) told.push(`${line} changed ${table}`)
      before = after
    }
    return { told, probed, missed }
  }

  test('a foreign id in any slot answers as one that was never given, and changes nothing', async () => {
    const { told, probed, missed } = await probe(app.served, pairsEach)
    process.stdout.write(`T02: ${probed} probes, ${missed} of them refused as 403 or 404\n`)
    expect(told).toEqual([])
    expect(missed).toBeGreaterThan(isBattery ? 20_000 : 1_000)
  })

  test('lists hold nothing of theirs, and count nothing of theirs', async () => {
    let held = 0
    const told: string[] = []
    for (const [house, lists] of former) {
      const later = houses.slice(houses.indexOf(house) + 1)
      for (const [name, text] of Object.entries(await listsOf(house))) {
        const asker = house.askers.find(({ role }) => name.startsWith(`${role} `))
        if (!asker) continue
        // As if the houses made since were not there.
        if (later.every((each) => isStranger(asker, each, name)) && text !== lists[name])
          told.push(`${name}: ${text.slice(0, 500)}, and was ${lists[name]?.slice(0, 500)}`)
        const others = houses.filter((each) => each !== house && isStranger(asker, each, name))
        for (const id of others.flatMap(({ made }) => made.ids))
          if (text.includes(id)) told.push(`${name} has ${id}`)
        held += 1
      }
    }
    expect(told).toEqual([])
    expect(held).toBeGreaterThan(isBattery ? 1_000 : 200)
  })

  test('a foreign id in a list beside one’s own: whatever becomes of these, that one stays as it was', async () => {
    const [owner, asking] = houses
    if (!owner || !asking) throw new Error('there are no houses')
    let mixed = 0
    for (const endpoint of app.served) {
      const line = lineOf(endpoint)
      for (const slot of slotsOf(endpoint).filter((each) => each.includes('[]'))) {
        const id = idAt(owner.made.requests[line] ?? {}, slot)
        const [asker] = (await askersOf(line, asking)).toReversed()
        if (id === undefined || !asker || `${line} ${slot}` in open) continue
        const before = await rowsNaming(id)
        const request = withId(asking.made.requests[line] ?? {}, slot, id, true)
        const { status } = await ask(app, asker.caller, endpoint, request)
        expect([line, slot, status < 500]).toEqual([line, slot, true])
        expect([line, slot, await rowsNaming(id)]).toEqual([line, slot, before])
        mixed += 1
      }
    }
    expect(mixed).toBeGreaterThan(5)
  })

  /** Every row of every table that names the id. */
  const rowsNaming = async (id: string): Promise<string[]> => {
    const { rows: tables } = await admin.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    )
    const parts = tables.map(({ name }) => `SELECT '${name} ' || t::text AS row FROM ${name} t`)
    const { rows } = await admin.query<{ row: string }>(
      `SELECT row FROM (${parts.join(' UNION ALL ')}) every WHERE row LIKE $1 ORDER BY row`,
      [`%${id}%`],
    )
    return rows.map(({ row }) => row)
  }

  test('a ticket to look at a file is good for the login that it was given to, and no other', async () => {
    const [owner, asking] = houses
    if (!owner || !asking) throw new Error('there are no houses')
    const look = async (ticket: string, { cookies, seatId }: Caller) => {
      const headers = seatId === undefined ? {} : { [seatHeader]: seatId }
      const url = `/api/files/${ticket}`
      return (await app.server.inject({ method: 'GET', url, cookies, headers })).statusCode
    }
    const seen = new Set<string>()
    const told: string[] = []
    for (const { caller, line, kind, ticket } of await addressesShown(app, owner)) {
      if ((await look(ticket, caller)) === 200) seen.add(kind)
      for (const [role, other] of othersThan(caller, owner, asking)) {
        const status = await look(ticket, other)
        if (status !== (other.accountId === null ? 401 : 404))
          told.push(`${role} looked at a ${kind} of ${line}: ${status}`)
      }
    }
    expect(told).toEqual([])
    // They were good: of these kinds the house shows files that are there.
    expect([...seen].sort()).toEqual(kindsShown)
  })

  test('nor does a ticket to send a file take a byte from any other', async () => {
    const [owner, asking] = houses
    if (!owner || !asking) throw new Error('there are no houses')
    const send = async (method: 'POST' | 'HEAD' | 'PATCH', { ticket, id }: Shown, by: Caller) => {
      const { statusCode } = await app.server.inject({
        method,
        url: method === 'POST' ? '/api/uploads' : `/api/uploads/${id}`,
        cookies: by.cookies,
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': '10',
          'upload-offset': '0',
          'x-upload-ticket': ticket,
          ...(method === 'PATCH' && { 'content-type': 'application/offset+octet-stream' }),
          ...(by.seatId !== undefined && { [seatHeader]: by.seatId }),
        },
        ...(method === 'PATCH' && { payload: 'ten bytes!' }),
      })
      return statusCode
    }
    const places = await placesOpened(app, owner)
    const before = await rowsOf(admin)
    const told: string[] = []
    for (const place of places)
      for (const [role, other] of othersThan(place.caller, owner, asking))
        for (const method of ['POST', 'HEAD', 'PATCH'] as const) {
          const status = await send(method, place, other)
          if (status !== (other.accountId === null ? 401 : 404))
            told.push(`${role} ${method} by a ticket of ${place.line}: ${status}`)
        }
    expect(told).toEqual([])
    expect(await rowsOf(admin)).toEqual(before)
    // Every endpoint that opens a place was asked, and its ticket is good for whom it was given to.
    expect(places.map(({ line }) => line)).toEqual(app.served.filter(opensPlace).map(lineOf))
    for (const place of places)
      expect([place.line, await send('POST', place, place.caller)]).not.toContain(404)
  })

  /** Everybody of these houses who has another login, or none. */
  const othersThan = ({ accountId }: Caller, ...these: House[]) =>
    these.flatMap(({ personas }) =>
      roles
        .filter((role) => role !== 'pending' && role !== 'disabled')
        .map((role): [string, Caller] => [role, personas[role]])
        .filter(([, other]) => other.accountId !== accountId),
    )

  // Last, for it changes what is somebody else's.
  test('with one condition taken out of the statements, it would be seen', async () => {
    const renaming = app.served.filter((each) => lineOf(each) === 'POST /departments/:id')
    const { db } = app.platform
    const bareDb = unguardedDatabase(app.database.appUrl, (statement) =>
      statement.includes('"departments"')
        ? statement.replaceAll(/ and "unit_id" = (\$\d+)/g, ' and $1::uuid is not null')
        : statement,
    )
    app.platform.db = bareDb.db
    try {
      const { told } = await probe(renaming, 1)
      expect(told).toContain('POST /departments/:id changed departments')
    } finally {
      app.platform.db = db
      await bareDb.close()
    }
    expect((await probe(renaming, 1)).told).toEqual([])
  })
})
