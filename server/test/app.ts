import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seatHeader } from '@xueshi/contract/actor'
import type { BodyInput, Endpoint, ParamsInput, QueryInput, Reply } from '@xueshi/contract/endpoint'
import type { Problem } from '@xueshi/contract/errors'
import { pino } from 'pino'
import { createApp, type App } from '../src/app.ts'
import { movedClock } from '../src/platform/clock.ts'
import { loadConfig } from '../src/platform/config.ts'
import { createBlindIndexes, createCipher } from '../src/platform/crypto.ts'
import { createDatabase } from '../src/platform/database.ts'
import { createLocker } from '../src/platform/files.ts'
import { loadKeys } from '../src/platform/keys.ts'
import type { Platform } from '../src/platform/platform.ts'
import { testDatabase } from './database.ts'
import { testSigning } from './signing.ts'

/** The house on a database of its own, with a clock that the test moves and fixed captchas. */
export async function testApp() {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'xueshi-app-'))
  const config = loadConfig({
    DATABASE_URL: database.appUrl,
    DATA_DIR: dataDir,
    CAPTCHA_FIXED: 'ABCDE',
    LOG_LEVEL: 'silent',
    DEMO: '0',
    WEBHOOKS_INSIDE: '1',
  })
  const clock = movedClock(new Date('2026-06-01T02:00:00Z'))
  const keys = await loadKeys(config)
  const { db, close } = createDatabase(database.appUrl, {
    connections: 12,
    // A busy machine is slow, not wrong; how callers are refused has tests of its own.
    waitMilliseconds: 10_000,
    namedStatements: true,
    onError: () => undefined,
  })
  const platform: Platform = {
    db,
    clock,
    keys,
    cipher: createCipher(keys),
    indexes: createBlindIndexes(keys),
    locker: createLocker({ driver: 'fs', directory: join(dataDir, 'files') }, clock),
    signing: testSigning(clock),
    log: pino({ level: 'silent' }),
    config,
    buildId: 'test',
  }
  const { server, served } = await createApp(platform, { checksReplies: true })
  return {
    platform,
    clock,
    server,
    served,
    database,
    /** A caller without cookies. */
    visitor: () => clientOf(server, {}),
    async close() {
      await server.close()
      await close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestApp = Awaited<ReturnType<typeof testApp>>

/** What a call takes; a key is made for endpoints that want one, unless the test brings its own. */
type Input<E extends Endpoint> = {
  params?: ParamsInput<E>
  query?: QueryInput<E>
  body?: BodyInput<E>
  /** For endpoints that take a file. */
  file?: Buffer
  key?: string
}
export type Answer<E extends Endpoint> = {
  status: number
  body: Reply<E>
  /** The same body read as a refusal. */
  problem: Problem
  headers: Record<string, unknown>
}

/** Calls endpoints as a browser with these cookies would, from this seat. */
export function clientOf(
  server: App['server'],
  { cookies = {}, seatId }: { cookies?: Record<string, string>; seatId?: string },
) {
  const jar: Record<string, string> = { ...cookies }
  return {
    cookies: jar,
    async call<E extends Endpoint>(endpoint: E, input: Input<E> = {}): Promise<Answer<E>> {
      const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
        encodeURIComponent(String(Reflect.get(Object(input.params), name))),
      )
      const response = await server.inject({
        method: endpoint.method,
        url: `/api${path}`,
        query: Object.fromEntries(
          Object.entries(Object(input.query) as Record<string, unknown>).map(([name, value]) => [
            name,
            String(value),
          ]),
        ),
        cookies: jar,
        headers: {
          ...(seatId === undefined ? {} : { [seatHeader]: seatId }),
          ...(endpoint.parts.repeat === 'key'
            ? { 'idempotency-key': input.key ?? randomUUID() }
            : {}),
          ...(input.file === undefined ? {} : { 'content-type': endpoint.parts.takes?.type ?? '' }),
        },
        ...(input.body === undefined ? {} : { payload: Object(input.body) as object }),
        ...(input.file === undefined ? {} : { payload: input.file }),
      })
      for (const { name, value } of response.cookies) jar[name] = value
      const body: unknown = response.headers['content-type']?.toString().includes('json')
        ? response.json()
        : response.rawPayload
      return {
        status: response.statusCode,
        body: body as Reply<E>, // the server holds replies against their shape in tests
        problem: body as Problem, // for the tests of refusals
        headers: response.headers,
      }
    },
  }
}
export type Client = ReturnType<typeof clientOf>
