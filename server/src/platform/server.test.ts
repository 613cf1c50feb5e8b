import { once } from 'node:events'
import { createServer as createListener, type Server } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import { createDatabase } from './database.ts'
import { createServer } from './server.ts'

let house: TestPlatform
let server: FastifyInstance
/** Takes connections and never says a word, as a server does that has too much to do. */
let silent: Server
beforeAll(async () => {
  house = await testPlatform()
  silent = createListener().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  server = await createServer(house.platform)
})
afterAll(async () => {
  await server.close()
  silent.close()
  await house.close()
})

describe('a database that has too much to do', () => {
  test('503 BUSY, to be asked again, where no connection is opened in time', async () => {
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { db, close } = createDatabase(`postgres://nobody:none@127.0.0.1:${port}/none`, {
      connections: 1,
      waitMilliseconds: 50,
      namedStatements: true,
      onError: () => undefined,
    })
    server.get('/asking', () => sql`SELECT 1`.execute(db))
    const { statusCode, headers, body } = await server.inject('/asking')
    expect([statusCode, headers['retry-after']]).toEqual([503, '1'])
    expect(JSON.parse(body)).toMatchObject({ code: 'BUSY' })
    await close()
  })
})
