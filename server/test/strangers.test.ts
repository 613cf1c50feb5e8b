import { randomUUID } from 'node:crypto'
import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { lineOf, makeAll, mayEnter } from './endpoints.ts'
import type { Made } from './endpoints/rows.ts'
import { makeStaff, makeUnit } from './factories/orgs.ts'
import { makePerson } from './factories/people.ts'
import {
  ask,
  makePersonas,
  type Caller,
  type Personas,
  type Request,
  type Role,
} from './personas.ts'
import { rowsOf } from './rows.ts'

const foshan = '440600'

let app: TestApp
let personas: Personas
let admin: pg.Client
beforeAll(async () => {
  app = await testApp()
  personas = await makePersonas(app)
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await app.close()
})

/** A house with two of everything: all belongs to the first one's people, the second one's ask. */
describe('T02: what is somebody else’s does not exist', { timeout: 120_000 }, () => {
  /** Other people, another employer, the offices of another city and another trade. */
  let strangers: Readonly<Partial<Record<Role, Caller>>>
  let theirs: Required<Made>
  let own: Made
  beforeAll(async () => {
    theirs = await makeAll(app, personas)
    const newcomer = await makePerson(app)
    const seated = async (unitId: string, kind: ActorKind, level: SeatLevel = 'clerk') => {
      const { id, seatId, client } = await makeStaff(app, unitId, { kind, level })
      return { accountId: id, seatId, cookies: client.cookies }
    }
    const office = async (capability: 'hrss' | 'industry' | 'institution') => {
      const trade = capability === 'industry' ? { industryCode: 'culture' } : {}
      const unit = await makeUnit(app, { capabilities: [capability], regionCode: foshan, ...trade })
      return { unit, clerk: await seated(unit.id, capability) }
    }
    const hrss = await office('hrss')
    strangers = {
      individual: { accountId: newcomer.id, cookies: newcomer.client.cookies },
      'employer.clerk': await seated(newcomer.unitId, 'employer'),
      'employer.manager': await seated(newcomer.unitId, 'employer', 'manager'),
      institution: (await office('institution')).clerk,
      industry: (await office('industry')).clerk,
      'hrss.city': hrss.clerk,
      'hrss.manager': await seated(hrss.unit.id, 'hrss', 'manager'),
    }
    own = await makeAll(app, { ...personas, ...strangers, unitId: newcomer.unitId })
  }, 120_000)

  /** Who may ask at all, by the table, and is a stranger to the records. */
  const asking = (line: string) =>
    (Object.entries(strangers) as [Role, Caller][]).filter(([role]) =>
      mayEnter[line]?.includes(role),
    )

  test('every id in every place of every endpoint: 404, as for one that was never given', async () => {
    const before = await rowsOf(admin)
    let probes = 0
    for (const endpoint of app.served) {
      const line = lineOf(endpoint)
      const request = theirs.requests[line] ?? {}
      const hasId = /:(id|evidenceId)/.test(line) || line === 'POST /declarations/deletions'
      // What stands in a public catalogue is everybody's, and so is a class that takes applications.
      if (!hasId || /^(GET \/catalogue|\w+ \/open-classes)\//.test(line)) continue
      for (const [role, caller] of asking(line)) {
        const foreign = await ask(app, caller, endpoint, request)
        expect([line, role, foreign.status, foreign.problem.code]).toEqual([
          line,
          role,
          404,
          line.startsWith('POST /recoveries') ? 'FLOW_OVER' : 'NOT_FOUND',
        ])
        const absent = await ask(app, caller, endpoint, absentOf(line, request))
        const bare = ({ text, problem }: typeof absent) => text.replace(problem.requestId ?? '', '')
        expect([line, role, bare(foreign)]).toEqual([line, role, bare(absent)])
        probes += 1
      }
    }
    expect(probes).toBeGreaterThan(30)
    expect(await rowsOf(admin)).toEqual(before)
  })

  const absentOf = (line: string, { params = {}, ...rest }: Request): Request =>
    line === 'POST /declarations/deletions'
      ? { body: { ids: [randomUUID()] } }
      : {
          ...rest,
          params: Object.fromEntries(Object.keys(params).map((name) => [name, randomUUID()])),
        }

  test('a foreign id beside one’s own takes nothing away', async () => {
    const before = await rowsOf(admin)
    const caller = strangers.individual ?? personas.visitor
    const asked = async (line: string, request: Request) => {
      const endpoint = app.served.find((each) => lineOf(each) === line)
      return endpoint ? (await ask(app, caller, endpoint, request)).status : 0
    }
    const remove = 'DELETE /declarations/:id/evidence/:evidenceId'
    const [mine, others] = [own, theirs].map(({ requests }) => requests[remove]?.params)
    const mixed = [
      { ...mine, evidenceId: others?.['evidenceId'] ?? '' },
      { ...others, evidenceId: mine?.['evidenceId'] ?? '' },
    ]
    for (const params of mixed) expect(await asked(remove, { params })).toBe(404)
    const both = { body: { ids: [mine?.['id'], others?.['id']] } }
    expect(await asked('POST /declarations/deletions', both)).toBe(404)
    expect(await rowsOf(admin)).toEqual(before)
  })

  test('lists hold nothing of theirs', async () => {
    expect(theirs.ids.length).toBeGreaterThan(5)
    const lists = app.served.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    for (const endpoint of lists) {
      const line = lineOf(endpoint)
      // Whoever looks for their employer finds any unit by its name.
      if (line === 'GET /units') continue
      for (const [role, caller] of asking(line)) {
        const { text } = await ask(app, caller, endpoint, theirs.requests[line] ?? {})
        for (const id of theirs.ids)
          expect([line, role, text.includes(id)]).toEqual([line, role, false])
      }
    }
  })
})
