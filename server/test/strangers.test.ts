import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { lineOf, mayEnter } from './doors.ts'
import { makeStaff, makeUnit } from './factories/orgs.ts'
import { makePerson } from './factories/people.ts'
import { anew, ask, makePersonas, type Caller, type Personas, type Request } from './personas.ts'
import { makeRecords, requestsOf, type Records } from './requests.ts'
import { rowsOf } from './rows.ts'

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

/** A house with two employers: everything belongs to the first one's people, the second one's ask. */
describe('T02: what is somebody else’s does not exist', () => {
  let strangers: Readonly<Record<string, Caller>>
  let theirs: Records
  let own: Records
  /** An office of another city: units and those who wait to be one are strangers' to nobody else. */
  let elsewhere: Caller
  beforeAll(async () => {
    const others = await makePersonas2(app)
    strangers = others.callers
    theirs = await makeRecords(app, personas)
    own = others.records
    const foshan = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const staff = await makeStaff(app, foshan.id, { kind: 'hrss' })
    elsewhere = { accountId: staff.id, seatId: staff.seatId, cookies: staff.client.cookies }
  })

  const makePersonas2 = async (house: TestApp) => {
    const newcomer = await makePerson(house)
    const callers: Record<string, Caller> = {
      individual: { accountId: newcomer.id, cookies: newcomer.client.cookies },
      'employer.clerk': await anew(house, {
        accountId: newcomer.clerk.id,
        seatId: newcomer.clerk.seatId,
        cookies: {},
      }),
    }
    const manager = await makeStaff(house, newcomer.unitId, { level: 'manager' })
    callers['employer.manager'] = {
      accountId: manager.id,
      seatId: manager.seatId,
      cookies: manager.client.cookies,
    }
    for (const role of ['industry', 'hrss.province', 'hrss.city', 'hrss.county'] as const)
      callers[role] = personas[role]
    const ofTheirs = {
      ...personas,
      unitId: newcomer.unitId,
      individual: callers['individual'] ?? personas.visitor,
    }
    return { callers, records: await makeRecords(house, ofTheirs) }
  }

  const callersOf = (line: string) =>
    /unit-reviews|units.:id/.test(line) ? { 'hrss.city': elsewhere } : strangers

  test('every id in every place of every endpoint: 404, as for one that was never given', async () => {
    const before = await rowsOf(admin)
    let probes = 0
    for (const endpoint of app.served) {
      const line = lineOf(endpoint)
      const request = requestsOf(theirs)[line] ?? {}
      const hasId = /:(id|evidenceId)/.test(line) || line === 'POST /declarations/deletions'
      if (!hasId) continue
      for (const [role, caller] of Object.entries(callersOf(line))) {
        if (!mayEnter[line]?.some((allowed) => allowed === role)) continue
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
    const caller = strangers['individual'] ?? personas.visitor
    const asked = async (line: string, request: Request) => {
      const endpoint = app.served.find((each) => lineOf(each) === line)
      return endpoint ? (await ask(app, caller, endpoint, request)).status : 0
    }
    const remove = 'DELETE /declarations/:id/evidence/:evidenceId'
    expect(await asked(remove, { params: { id: own.draft, evidenceId: theirs.evidence } })).toBe(
      404,
    )
    expect(await asked(remove, { params: { id: theirs.draft, evidenceId: own.evidence } })).toBe(
      404,
    )
    const both = { body: { ids: [own.draft, theirs.draft] } }
    expect(await asked('POST /declarations/deletions', both)).toBe(404)
    expect(await rowsOf(admin)).toEqual(before)
  })

  test('lists hold nothing of theirs', async () => {
    for (const endpoint of app.served.filter(
      ({ method, path }) => method === 'GET' && !path.includes(':'),
    )) {
      const line = lineOf(endpoint)
      for (const [role, caller] of Object.entries(callersOf(line))) {
        if (!mayEnter[line]?.some((allowed) => allowed === role)) continue
        const { text } = await ask(app, caller, endpoint, requestsOf(theirs)[line] ?? {})
        for (const id of [
          theirs.draft,
          theirs.submitted,
          theirs.profile.id,
          theirs.year,
          theirs.certificate,
          // Whoever looks for their employer finds it by its name.
          ...(line === 'GET /units' ? [] : [theirs.waitingUnit.id]),
          theirs.join,
        ])
          expect([line, role, text.includes(id)]).toEqual([line, role, false])
      }
    }
  })
})
