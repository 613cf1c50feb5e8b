import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { createBlindIndexes, createCipher } from './crypto.ts'
import { createDatabase, type DatabaseOptions } from './database.ts'
import { isUnfinished } from './demo.ts'
import { createLocker } from './files.ts'
import { prepareJobs } from './jobs.ts'
import { loadKeys } from './keys.ts'
import { appUrlOf, migrate } from './migrate.ts'
import type { Platform } from './platform.ts'
import { createSigning } from './signing.ts'

const filesOf = ({ dataDir }: Config) => join(dataDir, 'files')

/**
 * The database that the configuration names, or the embedded one, with this build's schema and the
 * job queue's. Resolves to the address by which the application connects, and to what ends the
 * database where it is ours.
 */
export async function openDatabase(config: Config, log: Logger) {
  const sentence = (message: string) => log.info(message)
  const bringUp = async (ownerUrl: string) => {
    await migrate(ownerUrl, { log: sentence })
    await prepareJobs(ownerUrl)
  }
  if (config.databaseUrl !== undefined) {
    await mkdir(config.dataDir, { recursive: true })
    await bringUp(config.databaseUrl)
    return { appUrl: appUrlOf(config.databaseUrl), end: async () => undefined }
  }
  const { startEmbedded } = await import('./embedded.ts')
  const { ownerUrl, appUrl, emptied, stop } = await startEmbedded({
    dataDir: config.dataDir,
    log: sentence,
    anew: config.demo && isUnfinished(config),
  })
  try {
    if (emptied) {
      log.info('The making of the demo province was cut off before anybody saw it: it begins anew')
      await rm(filesOf(config), { recursive: true, force: true })
    }
    await bringUp(ownerUrl)
    return { appUrl, end: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * What every domain stands on, as configured, working by the machine's clock. `options` for work that
 * nobody waits for.
 */
export async function createPlatform(
  config: Config,
  log: Logger,
  appUrl: string,
  options: Pick<DatabaseOptions, 'durable' | 'waitMilliseconds'> = {},
) {
  const keys = await loadKeys(config)
  const { db, pool, close } = createDatabase(appUrl, {
    connections: config.poolSize,
    namedStatements: config.namedStatements,
    ...options,
    onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  const platform: Platform = {
    db,
    clock: systemClock,
    keys,
    cipher: createCipher(keys),
    indexes: createBlindIndexes(keys),
    locker: createLocker({ driver: 'fs', directory: filesOf(config) }, systemClock),
    signing: createSigning(config, systemClock, log),
    log,
    config,
    buildId: 'none',
  }
  return { platform, pool, close }
}
