import { randomUUID } from 'node:crypto'
import { seatHeader, type ActorKind, type SeatLevel } from '@xueshi/contract/actor'
import type { Endpoint } from '@xueshi/contract/endpoint'
import type { Problem } from '@xueshi/contract/errors'
import type { TestApp } from './app.ts'
import { clientFor, makeAccount } from './factories/accounts.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from './factories/orgs.ts'
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

export type Caller = { accountId: string | null; cookies: Record<string, string>; seatId?: string }
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
  { cookies, seatId }: Caller,
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

/** One caller for each role: an individual with an employer, whose two staff have no other seat, and so on. */
export async function makePersonas(app: TestApp): Promise<Personas> {
  const employer = await makeUnit(app)
  const seated = async (
    unitId: string,
    kind: ActorKind,
    level: SeatLevel = 'clerk',
  ): Promise<Caller & { id: string; seatId: string }> => {
    const { id, seatId, client } = await makeStaff(app, unitId, { kind, level })
    return { id, accountId: id, seatId, cookies: client.cookies }
  }
  const office = async (regionCode: string) => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return { unit, staff: await seated(unit.id, 'hrss') }
  }
  const clerk = await seated(employer.id, 'employer')
  const person = await makePerson(app, { unit: employer, clerk })
  const institution = await makeUnit(app, { capabilities: ['institution'] })
  const authority = await makeUnit(app, {
    capabilities: ['industry'],
    industryCode: 'health',
    regionCode: guangdong,
  })
  const province = await office(guangdong)
  const city = await office(guangzhou)
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
  return {
    unitId: employer.id,
    visitor: { accountId: null, cookies: {} },
    individual: { accountId: person.id, cookies: person.client.cookies },
    'employer.clerk': clerk,
    'employer.manager': await seated(employer.id, 'employer', 'manager'),
    institution: await seated(institution.id, 'institution'),
    industry: await seated(authority.id, 'industry'),
    'hrss.province': province.staff,
    'hrss.city': city.staff,
    'hrss.county': (await office(tianhe)).staff,
    'hrss.manager': await seated(city.unit.id, 'hrss', 'manager'),
    'admin.system': await seated(province.unit.id, 'systemAdmin'),
    'admin.security': await seated(province.unit.id, 'securityAdmin'),
    'admin.audit': await seated(province.unit.id, 'auditAdmin'),
    pending: await plain({ mustChangePassword: true }),
    disabled,
  }
}
