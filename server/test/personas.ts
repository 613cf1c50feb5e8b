import { randomUUID } from 'node:crypto'
import { seatHeader, type ActorKind, type SeatLevel } from '@xueshi/contract/actor'
import type { Endpoint } from '@xueshi/contract/endpoint'
import type { Problem } from '@xueshi/contract/errors'
import type { TestApp } from './app.ts'
import { clientFor, makeAccount } from './factories/accounts.ts'
import { guangdong, makeStaff, makeUnit, placeOf } from './factories/orgs.ts'
import { makePerson } from './factories/people.ts'

/** Everyone who may come to the door. */
export const roles = [
  'visitor',
  'individual',
  'employer.clerk',
  'employer.manager',
  'institution',
  'industry',
  'hrss.province',
  'hrss.city',
  'hrss.county',
  'hrss.manager', // manages the office of the city
  'admin.system',
  'admin.security',
  'admin.audit',
  'pending', // logged in, and has not changed the first password yet
  'disabled', // was logged in when the account was disabled
] as const
export type Role = (typeof roles)[number]

export type Caller = {
  accountId: string | null
  cookies: Record<string, string>
  seatId?: string
  /** A program's, in place of a login. */
  apiKey?: string
}
export type Personas = Record<Role, Caller> & { unitId: string }

/** What is sent to an endpoint; a part that it does not take is left out. */
export type Request = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  /** For endpoints that take a file. */
  file?: Buffer
}
export type Answer = { status: number; problem: Problem; text: string }

/** Sends the request as it stands, right or wrong. */
export async function ask(
  app: TestApp,
  { cookies, seatId, apiKey }: Caller,
  { method, path, parts }: Endpoint,
  { params = {}, query = {}, body, file }: Request,
): Promise<Answer> {
  const url = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? 'none'),
  )
  const answer = await app.server.inject({
    method,
    url: `/api${url}`,
    query,
    cookies,
    headers: {
      ...(seatId === undefined ? {} : { [seatHeader]: seatId }),
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...(parts.repeat === 'key' ? { 'idempotency-key': randomUUID() } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(file === undefined ? {} : { 'content-type': parts.takes?.type ?? '' }),
    },
    ...(body === undefined
      ? {}
      : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(file === undefined ? {} : { payload: file }),
  })
  const isJson = String(answer.headers['content-type']).includes('json')
  const problem: Problem = isJson ? answer.json() : { code: 'INTERNAL' }
  return { status: answer.statusCode, problem, text: answer.body }
}

/** The same caller with a new login, for requests that end one. */
export async function anew(app: TestApp, caller: Caller): Promise<Caller> {
  if (caller.accountId === null) return caller
  const { cookies } = await clientFor(app, { ...caller, accountId: caller.accountId })
  return { ...caller, cookies }
}

/** Staff of offices, of which a region has one, by the region's or the trade's code. */
export type Offices = Map<string, Promise<Seated>>
type Seated = Caller & { id: string; seatId: string; unitId: string }

/**
 * One caller for each role: an individual with an employer, whose two staff have no other seat, and so
 * on. Offices that stand already are told, and used again.
 */
export async function makePersonas(app: TestApp, offices: Offices = new Map()): Promise<Personas> {
  const { city, county } = placeOf(app)
  const employer = await makeUnit(app)
  const seated = async (
    unitId: string,
    kind: ActorKind,
    level: SeatLevel = 'clerk',
  ): Promise<Seated> => {
    const { id, seatId, client } = await makeStaff(app, unitId, { kind, level })
    return { id, accountId: id, seatId, unitId, cookies: client.cookies }
  }
  const once = (name: string, make: () => Promise<Seated>): Promise<Seated> => {
    const made = offices.get(name) ?? make()
    offices.set(name, made)
    return made
  }
  const office = (regionCode: string) =>
    once(regionCode, async () => {
      const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode })
      return seated(id, 'hrss')
    })
  const clerk = await seated(employer.id, 'employer')
  const person = await makePerson(app, { unit: employer, clerk })
  const institution = await makeUnit(app, { capabilities: ['institution'] })
  const authority = once('health', async () => {
    const given = { industryCode: 'health', regionCode: guangdong }
    return seated((await makeUnit(app, { capabilities: ['industry'], ...given })).id, 'industry')
  })
  const province = await office(guangdong)
  const plain = async (given: { mustChangePassword?: boolean }): Promise<Caller> => {
    const { id } = await makeAccount(app, given)
    const { cookies } = await clientFor(app, { accountId: id })
    return { accountId: id, cookies }
  }
  const disabled = await plain({})
  await app.platform.db
    .updateTable('accounts')
    .set({ state: 'disabled' })
    .where('id', '=', disabled.accountId)
    .execute()
  const { unitId: cityId } = await office(city)
  const administrator = (kind: ActorKind) => once(kind, () => seated(province.unitId, kind))
  return {
    unitId: employer.id,
    visitor: { accountId: null, cookies: {} },
    individual: { accountId: person.id, cookies: person.client.cookies },
    'employer.clerk': clerk,
    'employer.manager': await seated(employer.id, 'employer', 'manager'),
    institution: await seated(institution.id, 'institution'),
    industry: await authority,
    'hrss.province': province,
    'hrss.city': await office(city),
    'hrss.county': await office(county),
    'hrss.manager': await once(`${city} manager`, () => seated(cityId, 'hrss', 'manager')),
    'admin.system': await administrator('systemAdmin'),
    'admin.security': await administrator('securityAdmin'),
    'admin.audit': await administrator('auditAdmin'),
    pending: await plain({ mustChangePassword: true }),
    disabled,
  }
}
