import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { lineOf, makeAll, makeFor, mayEnter, withoutEffect } from './endpoints.ts'
import type { Made } from './endpoints/rows.ts'
import { anew, ask, makePersonas, type Caller, type Personas, type Role } from './personas.ts'

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

describe('T04: what nobody was asked for changes nothing', { timeout: 300_000 }, () => {
  /** One who may do it, so that the request has its effect. */
  const rightful = (line: string, { callers }: Made): Caller => {
    const able: readonly Role[] = [
      'individual',
      'employer.clerk',
      'employer.manager',
      'hrss.county',
    ]
    const role = mayEnter[line]?.find((each) => able.includes(each))
    return callers?.[line] ?? personas[role ?? mayEnter[line]?.[0] ?? 'visitor']
  }

  // Records are made anew for each endpoint, which takes its time on a busy machine.
  test('hidden columns in a body', async () => {
    const nobody = randomUUID()
    const hidden = {
      id: nobody,
      personId: nobody,
      accountId: nobody,
      unitId: nobody,
      ownerId: nobody,
      state: 'certified',
      role: 'systemAdmin',
      kind: 'auditAdmin',
      number: 'PLANTED',
      receiptNumber: 'PLANTED',
      recognisedTenths: 77_777,
      hoursTenths: 77_777,
      version: 77_777,
      mustChangePassword: false,
      individual: false,
      createdAt: '1999-09-09T09:09:09Z',
    }
    /** The body and the form in it with every hidden column that they do not have themselves. */
    const planted = (body: unknown): object => {
      const given = Object(body) as Record<string, unknown> // a body of ours is an object
      const { form } = given
      return { ...hidden, ...given, ...(typeof form === 'object' ? { form: planted(form) } : {}) }
    }
    const statuses: Record<string, number> = {}
    for (const endpoint of app.served.filter(({ parts }) => parts.body)) {
      const line = lineOf(endpoint)
      const fresh = await makeFor(app, personas, line)
      const { body, ...request } = fresh.requests[line] ?? {}
      const withHidden = planted(body)
      const caller = await anew(app, rightful(line, fresh))
      const { status } = await ask(app, caller, endpoint, { ...request, body: withHidden })
      statuses[line] = status
    }
    const others = Object.entries(statuses).filter(([, status]) => status !== 200)
    expect(Object.fromEntries(others)).toEqual(withoutEffect)
    const { rows: tables } = await admin.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    )
    for (const { name } of tables) {
      const { rows } = await admin.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
      for (const { row } of rows) {
        // Ids and hashes are random digits, in which any number may stand.
        const words = row.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\\\x[0-9a-f]+/g, '')
        const found = /PLANTED|77777|1999-09-09/.exec(words)?.[0] ?? row.includes(nobody)
        expect([name, row, found]).toEqual([name, row, false])
      }
    }
  })

  test('__proto__ and constructor in a body, and a parameter given twice', async () => {
    const records = await makeAll(app, personas)
    for (const endpoint of app.served.filter(({ parts }) => parts.body)) {
      const line = lineOf(endpoint)
      const caller = await anew(app, rightful(line, records))
      const { body, ...request } = records.requests[line] ?? {}
      const inner = JSON.stringify(body).slice(1)
      for (const poison of [
        '{"__proto__":{"state":"recognised"},',
        '{"constructor":{"prototype":{"polluted":1}},',
      ]) {
        const { status } = await ask(app, caller, endpoint, {
          ...request,
          body: poison + (inner === '}' ? '"a":1}' : inner),
        })
        expect([line, status]).toEqual([line, 400])
      }
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    const { cookies } = await anew(app, personas.individual)
    const doubled = await app.server.inject({
      url: '/api/declarations?state=draft&state=recognised',
      cookies,
    })
    expect(doubled.statusCode).toBe(422)
  })
})
