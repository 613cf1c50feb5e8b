// The house in a process of its own, on a database and a data folder that others share: for tests of what
// several processes do to each other. Started by `startHouse`; says on which port it listens.
import type { AddressInfo } from 'node:net'
import { MemoryLocker } from '@tus/server'
import { createApp } from '../src/app.ts'
import { movedClock } from '../src/platform/clock.ts'
import { loadConfig } from '../src/platform/config.ts'
import { createPlatform } from '../src/platform/installation.ts'
import { createLog } from '../src/platform/log.ts'

export type HouseOptions = {
  /** The time of the house, as the test's own clock has it. */
  at: string
  /** `memory`: uploads are locked in each process alone, to show what the house's own locks are for. */
  uploadLocks?: 'memory'
}

const [databaseUrl = '', dataDir = '', given = '{}'] = process.argv.slice(2)
const { at, uploadLocks } = JSON.parse(given) as HouseOptions // what startHouse gave
const config = loadConfig({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  CAPTCHA_FIXED: 'ABCDE',
  DEMO: '0',
  POOL_SIZE: '8',
})
const unhurried = { durable: false, waitMilliseconds: 60_000 }
const { platform, close } = await createPlatform(config, createLog(config), databaseUrl, unhurried)
platform.clock = movedClock(new Date(at))
const { server } = await createApp(platform, {
  ...(uploadLocks === 'memory' && { uploadLocks: new MemoryLocker() }),
})
await server.listen({ host: '127.0.0.1', port: 0 })
process.once('disconnect', () => {
  server.server.closeAllConnections()
  void server.close().then(close)
})
const { port } = server.server.address() as AddressInfo // it listens on a port
process.send?.({ port })
