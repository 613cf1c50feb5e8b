import { readFile } from 'node:fs/promises'
import type { Endpoint } from '@xueshi/contract/endpoint'
import { errorStatus } from '@xueshi/contract/errors'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiOf, type OpenApi } from '../src/platform/openapi.ts'
import { testApp, type TestApp } from './app.ts'

let house: TestApp
let description: OpenApi

beforeAll(async () => {
  house = await testApp()
  const answer = await house.server.inject('/api/openapi.json')
  expect(answer.headers['content-type']).toMatch('application/json')
  description = answer.json()
})
afterAll(() => house.close())

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Every value of the document, with the way to it. */
function* valuesIn(value: unknown, way = '#'): Generator<{ way: string; value: unknown }> {
  yield { way, value }
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* valuesIn(inner, `${way}/${key}`)
}

const at = (reference: string) =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => Reflect.get(Object(value), key), description)

describe('GET /api/openapi.json', () => {
  test('describes every endpoint that is served, and nothing else', () => {
    const described = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`)
    const served = house.served.map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect(described.toSorted()).toEqual(served.toSorted())
    expect(new Set(served).size).toBe(served.length)
  })

  test('is an OpenAPI 3.1 document: version, references, unique ids, a reply for each operation', () => {
    expect(description.openapi).toBe('3.1.0')
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, operation } of operations()) {
      expect(operation.summary, path).not.toBe('')
      expect(Object.keys(operation.responses)).toContain('200')
      for (const [status, reply] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/)
        expect(reply['description']).toBeTypeOf('string')
      }
    }
    // There are hundreds of thousands of values: each is looked at, and one expectation holds for all.
    const lost = [...valuesIn(description)].flatMap(({ way, value }) => {
      const reference: unknown = Reflect.get(Object(value), '$ref')
      const leads = typeof reference !== 'string' || at(reference) !== undefined
      return value === undefined || !leads ? [way] : []
    })
    expect(lost).toEqual([])
  })

  test('its schemas use words of JSON Schema 2020-12 alone', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']
    const wrong = [...valuesIn(description)].flatMap(({ way, value }) => {
      if (!/\/schema(\/|$)/.test(way) || typeof value !== 'object' || value === null) return []
      if ('nullable' in value || '$schema' in value) return [way]
      const type: unknown = Reflect.get(value, 'type')
      if (/\/(properties|required|enum)$/.test(way) || type === undefined) return []
      return [type].flat().every((each) => types.some((known) => known === each)) ? [] : [way]
    })
    expect(wrong).toEqual([])
  })

  test('declares each parameter of the path, the key where one is demanded, and all refusals', () => {
    for (const endpoint of house.served) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
      const operation = description.paths[path]?.[endpoint.method.toLowerCase()]
      const parameters = operation?.parameters ?? []
      const named = (where: string) =>
        parameters.filter((each) => each['in'] === where).map((each) => each['name'])
      expect(named('path')).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      expect(named('header').includes('Idempotency-Key')).toBe(endpoint.parts.repeat === 'key')
      const { body, takes } = endpoint.parts
      expect(operation?.requestBody !== undefined).toBe((body ?? takes) !== undefined)
      for (const code of endpoint.parts.errors ?? []) {
        const reply = operation?.responses[String(errorStatus[code])]
        expect(String(reply?.['description']).split(', '), `${path} ${code}`).toContain(code)
      }
    }
  })
})

describe('what partners build on', () => {
  const partnerOf = (served: readonly Endpoint[]) =>
    openApiOf(served.filter(({ parts }) => parts.audience === 'partner')).paths
  const snapshotFile = new URL('openapi-partner.json', import.meta.url)

  /** What was there and is there no more, or is something else: a way to each. */
  const lost = (before: unknown, after: unknown, way = ''): string[] => {
    if (typeof before !== 'object' || before === null) return before === after ? [] : [way]
    if (Array.isArray(before))
      return Array.isArray(after)
        ? before
            .filter((each) => !after.some((other) => lost(each, other).length === 0))
            .map(() => way)
        : [way]
    return Object.entries(before).flatMap(([key, value]) =>
      lost(value, Reflect.get(Object(after), key), `${way}/${key}`),
    )
  }

  test('only grows', async () => {
    const snapshot: unknown = JSON.parse(await readFile(snapshotFile, 'utf8'))
    expect(lost(snapshot, partnerOf(house.served))).toEqual([])
    expect(
      lost(partnerOf(house.served), snapshot),
      'add what is new to openapi-partner.json',
    ).toEqual([])
  })

  test('a path, a parameter or a word that was taken away is noticed', () => {
    const before = { '/v1/a': { get: { parameters: [{ name: 'id' }], summary: 'A' } } }
    expect(lost(before, before)).toEqual([])
    expect(lost(before, {})).not.toEqual([])
    expect(lost(before, { '/v1/a': { get: { parameters: [], summary: 'A' } } })).not.toEqual([])
    expect(
      lost(before, { '/v1/a': { get: { parameters: [{ name: 'id' }], summary: 'B' } } }),
    ).not.toEqual([])
  })
})
