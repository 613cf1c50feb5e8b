import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareJobs } from '../src/platform/jobs.ts'
import { testApp, type TestApp } from './app.ts'
import { lineOf, makeAll, mayEnter } from './endpoints.ts'
import { noId, signedIn, type Made } from './endpoints/rows.ts'
import { anew, ask, makePersonas, roles, type Personas, type Role } from './personas.ts'
import { rowsOf } from './rows.ts'

/** Routes that are no endpoints, and who may come in; the tickets that they ask for are another matter. */
const bytes: Readonly<Record<string, readonly Role[]>> = {
  'POST /api/uploads': signedIn,
  'HEAD /api/uploads/:id': signedIn,
  'PATCH /api/uploads/:id': signedIn,
  'GET /api/files/*': signedIn,
  'GET /api/openapi.json': roles,
}

/**
 * A route as the router prints it: parameters without their names, for two routes may call one
 * place differently, and of a wildcard nothing but the star.
 */
const nameless = (line: string) => line.replace(/:[\w|:]+/g, ':').replace(/ \S*\*$/, ' *')

/** The router's own routes, from the tree that it prints: four columns a level. */
function routesIn(tree: string): string[] {
  const way: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods] =
      /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    way.splice(indent.length / 4, way.length, part)
    return methods ? methods.split(', ').map((method) => `${method} ${way.join('')}`) : []
  })
}

/** How the door refuses whoever may not come in. */
const refusalOf = (role: Role) => {
  if (role === 'visitor' || role === 'disabled') return [401, 'SIGNED_OUT']
  return [403, role === 'pending' ? 'PASSWORD_CHANGE_REQUIRED' : 'FORBIDDEN']
}

let app: TestApp
let personas: Personas
let requests: Made['requests']
let admin: pg.Client
// Records of every domain: they take their time on a busy machine.
beforeAll(async () => {
  app = await testApp()
  // One page shows how the jobs stand.
  await prepareJobs(app.database.ownerUrl)
  personas = await makePersonas(app)
  requests = (await makeAll(app, personas)).requests
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
}, 120_000)
afterAll(async () => {
  await admin.end()
  await app.close()
})

describe('every endpoint has its row', () => {
  test('in the table of who may come in, and a request', () => {
    const lines = app.served.map(lineOf).toSorted()
    expect(Object.keys(mayEnter).toSorted()).toEqual(lines)
    expect(Object.keys(requests).toSorted()).toEqual(lines)
  })

  test('and so has every route beside them', () => {
    const routes = routesIn(app.server.printRoutes({ commonPrefix: false })).map(nameless)
    expect(routes.length).toBeGreaterThan(app.served.length)
    const known = new Set(
      [...app.served.map(({ method, path }) => `${method} /api${path}`), ...Object.keys(bytes)].map(
        nameless,
      ),
    )
    const unknown = routes.filter(
      (line) => !known.has(line) && !known.has(line.replace('HEAD ', 'GET ')),
    )
    expect(unknown).toEqual([])
    expect(routes.filter((line) => line === 'GET *')).toHaveLength(1)
  })
})

// Every endpoint by every role: minutes where the machine is busy.
describe(
  'T01: whoever may not come in is refused, and nothing is changed',
  { timeout: 300_000 },
  () => {
    test('at every endpoint', async () => {
      let refused = 0
      const before = await rowsOf(admin)
      for (const endpoint of app.served) {
        const line = lineOf(endpoint)
        for (const role of roles.filter((each) => !mayEnter[line]?.includes(each))) {
          const { status, problem } = await ask(app, personas[role], endpoint, requests[line] ?? {})
          expect([line, role, status, problem.code]).toEqual([line, role, ...refusalOf(role)])
          refused += 1
        }
      }
      // Once for all: every table is read, and a table that differs tells which endpoint to look at.
      expect(await rowsOf(admin)).toEqual(before)
      expect(refused).toBeGreaterThan(250)
    })

    test('at every route of bytes, where even those who may come in need a ticket', async () => {
      const before = await rowsOf(admin)
      for (const [line, allowed] of Object.entries(bytes))
        for (const role of roles) {
          const [method = '', path = ''] = line.split(' ')
          const { cookies, seatId } = personas[role]
          const answer = await app.server.inject({
            method: method as 'GET', // one of ours
            url: path.replace(/:id|\*/, noId),
            cookies,
            headers: {
              'tus-resumable': '1.0.0',
              'upload-length': '10',
              'upload-offset': '0',
              'x-upload-ticket': 'forged',
              ...(method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream' } : {}),
              ...(seatId === undefined ? {} : { 'x-xueshi-seat': seatId }),
            },
            ...(method === 'PATCH' ? { payload: 'ten bytes!' } : {}),
          })
          const inside = line.endsWith('openapi.json') ? 200 : 404
          const expected = allowed.includes(role) ? inside : refusalOf(role)[0]
          expect([line, role, answer.statusCode]).toEqual([line, role, expected])
        }
      expect(await rowsOf(admin)).toEqual(before)
    })

    test('a seat that is somebody else’s is refused', async () => {
      const borrowed = { ...personas.individual, seatId: personas['employer.clerk'].seatId ?? '' }
      for (const endpoint of app.served.filter(({ parts }) => parts.by !== 'anyone')) {
        const { status } = await ask(app, borrowed, endpoint, requests[lineOf(endpoint)] ?? {})
        expect([lineOf(endpoint), status]).toEqual([lineOf(endpoint), 403])
      }
    })
  },
)

describe('T01: whoever may come in is let in', { timeout: 300_000 }, () => {
  test('at every endpoint, and no answer is a fault of ours', async () => {
    for (const endpoint of app.served) {
      const line = lineOf(endpoint)
      for (const role of mayEnter[line] ?? []) {
        const fresh = role === 'disabled' ? personas[role] : await anew(app, personas[role])
        const { status, problem } = await ask(app, fresh, endpoint, requests[line] ?? {})
        const door = ['SIGNED_OUT', 'FORBIDDEN', 'PASSWORD_CHANGE_REQUIRED']
        expect([line, role, door.includes(problem.code), status < 500]).toEqual([
          line,
          role,
          false,
          true,
        ])
      }
    }
  })
})
