import { loadConfig } from './config.ts'
import { startEmbedded } from './embedded.ts'

/**
 * For a command: calls `work` with the owner's URL of the configured database, and with the
 * configuration. The embedded database is started when it does not run and ended when nobody
 * else uses it.
 */
export const withOwnerDatabase = async <T>(
  work: (ownerUrl: string, config: ReturnType<typeof loadConfig>) => Promise<T>,
): Promise<T> => {
  const config = loadConfig(process.env)
  if (config.databaseUrl !== undefined) return work(config.databaseUrl, config)
  const log = (message: string) => void process.stderr.write(`${message}\n`)
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  try {
    return await work(embedded.ownerUrl, config)
  } finally {
    await embedded.stop()
  }
}
