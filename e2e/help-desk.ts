import { loadConfig } from '../server/src/platform/config.ts'
import { createPlatform, openDatabase } from '../server/src/platform/installation.ts'
import { createLog } from '../server/src/platform/log.ts'

/**
 * The one-time code that a clerk reads out after checking who somebody is, by the verb of the house
 * on the database of the server under test.
 */
export async function helpDeskCode(accountName: string): Promise<string> {
  const { XUESHI_URL: publicUrl, XUESHI_DATA_DIR: dataDir } = process.env
  if (!dataDir)
    throw new Error('XUESHI_DATA_DIR must name the data folder of the server under test')
  const config = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: publicUrl, LOG_LEVEL: 'fatal' })
  const log = createLog(config)
  const database = await openDatabase(config, log)
  const { platform, close } = await createPlatform(config, log, database.appUrl)
  try {
    // Later than the configuration, for it draws in the whole house.
    const orgs = await import('../server/src/orgs/service.ts')
    const accounts = await import('../server/src/accounts/service.ts')
    const { transaction } = await import('../server/src/platform/transaction.ts')
    const system = orgs.systemActor(platform)
    const account = await platform.db
      .selectFrom('accounts')
      .select('id')
      .where('accountName', '=', accountName)
      .executeTakeFirstOrThrow()
    const { code } = await transaction(system, async (tx) => ({
      id: account.id,
      ...(await accounts.issueHelpDeskCode(tx, system, account.id, '手机遗失，已核对证件原件')),
    }))
    return code
  } finally {
    await close()
    await database.end()
  }
}
