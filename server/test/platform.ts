import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { movedClock } from '../src/platform/clock.ts'
import { loadConfig } from '../src/platform/config.ts'
import { createBlindIndexes, createCipher } from '../src/platform/crypto.ts'
import { createDatabase } from '../src/platform/database.ts'
import { createLocker } from '../src/platform/files.ts'
import { loadKeys } from '../src/platform/keys.ts'
import type { Platform } from '../src/platform/platform.ts'
import { testDatabase } from './database.ts'
import { testSigning } from './signing.ts'

/** What every domain stands on, with a database of its own and no domain on it. */
export async function testPlatform() {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'xueshi-platform-'))
  const config = loadConfig({
    DATABASE_URL: database.appUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    DEMO: '0',
  })
  const clock = movedClock(new Date('2026-06-01T02:00:00Z'))
  const keys = await loadKeys(config)
  const { db, pool, close } = createDatabase(database.appUrl, {
    connections: 8,
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
  return {
    platform,
    pool,
    clock,
    database,
    async close() {
      await close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestPlatform = Awaited<ReturnType<typeof testPlatform>>
