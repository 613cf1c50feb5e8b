import { randomUUID } from 'node:crypto'
import { errorStatus, type ErrorCode } from '@xueshi/contract/errors'
import type { Endpoint } from '@xueshi/contract/endpoint'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareJobs } from '../src/platform/jobs.ts'
import { testApp, type TestApp } from './app.ts'
import { lineOf, makeAll, mayEnter } from './endpoints.ts'
import { makePersonas, roles, type Caller, type Personas, type Request } from './personas.ts'

/** A few each run; FUZZ_ROUNDS asks for more of them, FUZZ_SEED for others. */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 16)
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123)

let app: TestApp
let personas: Personas
let requests: Readonly<Record<string, Request>>
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  personas = await makePersonas(app)
  requests = (await makeAll(app, personas)).requests
})
afterAll(() => app.close())

/** Mulberry32: the same numbers for the same seed. */
function dice(start: number) {
  let state = start
  return (sides: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides)
  }
}
const roll = dice(seed)
const oneOf = <T>(all: readonly T[]): T => {
  const chosen = all[roll(all.length)]
  if (chosen === undefined) throw new Error('there is nothing to choose from')
  return chosen
}

const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uD800',
  '张\uDC00三',
  '\u202E倒\u2066',
  '𬱖',
  '👨‍👩‍👧‍👦',
  'é'.repeat(300),
  'x'.repeat(10_000),
  "'; DROP TABLE accounts; --",
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '%00',
  '<script>alert(1)</script>',
  '0000-01-01',
  '2026-02-30',
  '9999-12-31',
  '-1',
  '1e309',
  'null',
  '__proto__',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
] as const
const numbers = [0, -1, -0, 0.1, 1e21, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1.7e308, 99_999]
const others = [null, true, [], {}, [[]], [null], { a: { b: {} } }]
const odd = (): unknown =>
  oneOf<() => unknown>([() => oneOf(texts), () => oneOf(numbers), () => oneOf(others)])()

/** Cursors of every shape that ours have, with what the database could not read. */
const cursors = [
  ['2026-13-45 99:99:99', randomUUID()],
  ['0000-01-01T00:00:00Z', randomUUID()],
  ['9999-12-31T23:59:59Z', randomUUID()],
  ['2026-01-01 00:00:00+99', randomUUID()],
  ['00000000-0000-0000-0000-000000000000'],
  [randomUUID()],
  [],
].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'))

/** The value with one place in it, at any depth, replaced, taken away or added to. */
function spoilt(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || roll(4) === 0) return odd()
  if (Array.isArray(value)) {
    if (value.length === 0 || roll(3) === 0) return [...(value as unknown[]), odd()]
    const at = roll(value.length)
    return value.map((item: unknown, index) => (index === at ? spoilt(item) : item))
  }
  const entries = Object.entries(value)
  if (entries.length === 0 || roll(6) === 0) return { ...value, [oneOf(texts)]: odd() }
  const at = roll(entries.length)
  if (roll(5) === 0) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(
    entries.map(([name, item], index) => [name, index === at ? spoilt(item) : item]),
  )
}

/** A body as text: whole, spoilt, or such as no program of ours would write. */
function bodyText(body: unknown): string {
  const whole = JSON.stringify(body)
  switch (roll(12)) {
    case 0:
      return whole
    case 1:
      return whole.slice(0, roll(whole.length))
    case 2:
      return '['.repeat(60_000) + ']'.repeat(60_000)
    case 3:
      return `${whole.slice(0, -1)}${whole === '{}' ? '' : ','}"x":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`
    case 4:
      return whole.replace(/^\{("[^"]+"):/, '{$1:null,$1:')
    case 5:
      return `"${'x'.repeat(300_000)}"`
    case 6:
      return JSON.stringify(odd())
    default:
      return JSON.stringify(spoilt(body))
  }
}

const types = [
  ...Array.from({ length: 12 }, () => 'application/json'),
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/offset+octet-stream',
  'x',
]
const keys = [randomUUID(), 'k', 'x'.repeat(64), 'x'.repeat(65), '../..', 'ключ']
const segments = [
  '..%2f..',
  '%00',
  '%zz',
  '%ED%A0%80',
  'a'.repeat(2000),
  '%F0%9F%98%80',
  'NaN',
  '*',
  ';a=1',
]

type Sent = {
  method: Endpoint['method']
  url: string
  headers: Record<string, string>
  payload?: string | Buffer
}

function makeRequest(endpoint: Endpoint, caller: Caller): Sent {
  const { params = {}, query = {}, body, file } = requests[lineOf(endpoint)] ?? {}
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    roll(3) === 0 ? oneOf(segments) : encodeURIComponent(params[name] ?? 'none'),
  )
  const asked = new URLSearchParams(query)
  if (endpoint.parts.query && roll(2) === 0)
    for (const name of ['after', 'search', 'name', 'person', 'from', 'series', 'unread', 'state'])
      if (roll(3) === 0)
        asked.append(name, name === 'after' ? oneOf(cursors) : oneOf(texts).toWellFormed())
  const cookies = Object.entries(caller.cookies).map(([name, value]) => `${name}=${value}`)
  const sent: Sent = {
    method: endpoint.method,
    url: `/api${path}${asked.size > 0 ? `?${asked.toString()}` : ''}`,
    headers: {
      cookie:
        roll(12) === 0
          ? oneOf(['xueshi-login=%zz', '=;=;', 'xueshi-login=a; xueshi-login=b', '"'])
          : cookies.join('; '),
    },
  }
  if (caller.seatId !== undefined) sent.headers['x-xueshi-seat'] = caller.seatId
  if (roll(15) === 0) sent.headers['x-xueshi-seat'] = oneOf(['x', randomUUID(), '0'.repeat(5000)])
  if (roll(15) === 0) sent.headers['x-forwarded-for'] = oneOf(['junk', '1.1.1.1, ::1', "'"])
  if (endpoint.parts.repeat === 'key')
    sent.headers['idempotency-key'] =
      roll(6) === 0
        ? oneOf(keys)
        : new URLSearchParams([['k', String(roll(2 ** 31))]])
            .toString()
            .replace('k=', 'key-of-the-fuzz-')
  if (body !== undefined) {
    sent.payload = bodyText(body)
    sent.headers['content-type'] = oneOf(types)
  }
  if (file !== undefined) {
    sent.payload = roll(2) === 0 ? file : file.subarray(0, roll(file.length + 1))
    sent.headers['content-type'] = roll(3) === 0 ? oneOf(types) : 'application/pdf'
  }
  return sent
}

/** What is wrong with the answer, in words; null when nothing is. */
function faultOf(
  endpoint: Endpoint,
  answer: { statusCode: number; headers: object; body: string },
): string | null {
  const { statusCode, body } = answer
  const of = (name: string) => String(Reflect.get(answer.headers, name))
  if (statusCode >= 500) return `${statusCode} ${body.slice(0, 200)}`
  for (const name of [
    'content-security-policy',
    'x-content-type-options',
    'cache-control',
    'x-xueshi-build',
  ])
    if (of(name) === 'undefined') return `${statusCode} without ${name}`
  if (statusCode === 200 && endpoint.parts.media) return null
  if (!of('content-type').startsWith('application/json'))
    return `${statusCode} as ${of('content-type')}`
  if (statusCode === 200)
    return endpoint.parts.reply.safeParse(JSON.parse(body)).success
      ? null
      : 'a reply of another shape'
  const { code, requestId } = JSON.parse(body) as { code: ErrorCode; requestId: string }
  if (errorStatus[code] !== statusCode) return `${code} with ${statusCode}`
  return typeof requestId === 'string' ? null : 'a refusal without its id'
}

const bodyOf = (text: string) => ({
  headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  payload: text,
})

test.each([
  ['an address that cannot be decoded', 'GET', '/api/%zz', {}, 404],
  ['a page whose address cannot be decoded', 'GET', '/%ED%A0%80', {}, 404],
  ['a parameter without end', 'GET', `/api/declarations/${'a'.repeat(2000)}`, {}, 404],
  ['a code that no database could hold', 'GET', '/api/verifications/%00', {}, 200],
  ['a search for what no database could hold', 'GET', '/api/declarations?name=%00', {}, 422],
  [
    'a body nested deeper than it can be written',
    'POST',
    '/api/declarations',
    bodyOf('['.repeat(60_000) + ']'.repeat(60_000)),
    422,
  ],
  [
    'a version past all integers',
    'POST',
    `/api/declarations/${randomUUID()}/submit`,
    bodyOf('{"version":9007199254740991}'),
    422,
  ],
] as const)('%s is refused as any other mistake', async (_, method, url, more, status) => {
  const { cookies } = personas.individual
  const answer = await app.server.inject({ method, url, cookies, ...more })
  expect([answer.statusCode, answer.headers['x-content-type-options']]).toEqual([status, 'nosniff'])
})

test.each([
  ['employer.clerk', '/api/reviews?person=%00'],
  ['employer.clerk', '/api/units?search=%00'],
  ...cursors.slice(0, 4).flatMap(
    (after) =>
      [
        ['employer.clerk', `/api/reviews?after=${after}`],
        ['employer.clerk', `/api/profiles?after=${after}`],
        ['hrss.city', `/api/unit-reviews?after=${after}`],
      ] as const,
  ),
] as const)('%s asking %s meets no failure', async (role, url) => {
  const { cookies, seatId = '' } = personas[role]
  const answer = await app.server.inject({ url, cookies, headers: { 'x-xueshi-seat': seatId } })
  expect([200, 422]).toContain(answer.statusCode)
})

test(`T21: ${rounds} broken requests to every endpoint: none is answered by 5xx or out of shape`, async () => {
  const faults: Record<string, string[]> = {}
  const statuses: Record<string, number> = {}
  for (let round = 0; round < rounds; round += 1)
    for (const endpoint of app.served) {
      const line = lineOf(endpoint)
      if (line.startsWith('DELETE /logins')) continue // it would end the login of those who follow
      const inside = mayEnter[line] ?? []
      const role = roll(4) === 0 || inside.length === 0 ? oneOf(roles) : oneOf(inside)
      const request = makeRequest(endpoint, personas[role])
      const answer = await app.server.inject(request)
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
      const fault = faultOf(endpoint, answer)
      if (fault !== null)
        (faults[`${line}: ${fault.replace(/[0-9a-f-]{36}/g, '')}`] ??= []).push(
          `${role} ${request.url.slice(0, 200)} ${JSON.stringify(request.headers).slice(0, 300)} ${String(request.payload).slice(0, 300)}`,
        )
    }
  expect(faults).toEqual({})
  expect(statuses[200]).toBeGreaterThan(0)
}, 600_000)
