import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import * as orgs from '../src/orgs/service.ts'
import type { Reach } from '../src/platform/scope.ts'
import type { TestApp } from './app.ts'
import { makeAll } from './endpoints.ts'
import type { Made } from './endpoints/rows.ts'
import { makeStaff, makeUnit, standIn, type Place } from './factories/orgs.ts'
import { makePersonas, type Caller, type Offices, type Personas, type Role } from './personas.ts'

/** A unit with its people, the offices above it, and one of everything that is theirs. */
export type House = {
  place: Place
  personas: Personas
  made: Required<Made>
  /** An id of theirs for each name that an id goes by in some request: `departmentId`, `seatId`. */
  kin: Readonly<Record<string, string>>
  /** Those of its people and offices who are a stranger to some other house. */
  askers: Asker[]
}
export type Asker = { role: Role; caller: Caller; reach: Reach }

/** Houses in these counties, in turn; offices are shared as regions share them. */
export async function makeHouses(
  app: TestApp,
  places: readonly Place[],
  onMade: (house: House) => Promise<void> = async () => undefined,
): Promise<House[]> {
  const offices: Offices = new Map()
  const houses: House[] = []
  for (const place of places) {
    standIn(app, place)
    const personas = await makePersonas(app, offices)
    const made = await makeAll(app, personas)
    // The trade of the personas' authority is everywhere at home: this one's nowhere.
    const authority = offices.get(`${place.city} culture`) ?? makeAuthority(app, place)
    offices.set(`${place.city} culture`, authority)
    const callers: [Role, Caller][] = [
      ...strange.map((role): [Role, Caller] => [role, personas[role]]),
      ['industry', await authority],
    ]
    const askers: Asker[] = []
    for (const [role, caller] of callers) askers.push(await askerOf(app, role, caller))
    const house = { place, personas, made, askers, kin: kinOf(made) }
    houses.push(house)
    await onMade(house)
  }
  return houses
}

const strange = [
  'individual',
  'employer.clerk',
  'employer.manager',
  'institution',
  'hrss.county',
  'hrss.city',
  'hrss.manager',
] as const satisfies readonly Role[]

function kinOf({ requests }: Made): Record<string, string> {
  const text = JSON.stringify(Object.values(requests))
  const named = text.matchAll(/"(\w+)":\[?"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/g)
  return Object.fromEntries([...named].map(([, name = '', id = '']) => [name, id]))
}

async function makeAuthority(app: TestApp, { city }: Place) {
  const given = { industryCode: 'culture', regionCode: city }
  const { id: unitId } = await makeUnit(app, { capabilities: ['industry'], ...given })
  const { id, seatId, client } = await makeStaff(app, unitId, { kind: 'industry' })
  return { id, accountId: id, seatId, unitId, cookies: client.cookies }
}

/** How far the caller sees. */
export async function askerOf(app: TestApp, role: Role, caller: Caller): Promise<Asker> {
  const { accountId, seatId = null } = caller
  if (accountId === null) return { role, caller, reach: { kind: 'nothing' } }
  const { scope } = await orgs.actorFor(app.platform, { accountId, seatId })
  return { role, caller, reach: scope }
}

/**
 * Whether nothing of the house may exist for somebody of another house, asked at this endpoint. What words and
 * seals a certificate is the city's, and its counties see it.
 */
export function isStranger({ reach }: Asker, { place }: House, line: string): boolean {
  if (reach.kind !== 'region') return true
  const isCitys = / \/certificate-(templates|seals)/.test(line)
  const [, city] = regionPath(reach.regionCode)
  if (isCitys && city?.code === place.city) return false
  return !regionPath(place.county).some(({ code }) => code === reach.regionCode)
}
