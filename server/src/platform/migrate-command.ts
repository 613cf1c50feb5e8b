// npm run migrate: brings the configured database to this build's schema.
import { prepareJobs } from './jobs.ts'
import { migrate } from './migrate.ts'
import { withOwnerDatabase } from './owner-database.ts'

try {
  const ran = await withOwnerDatabase(async (ownerUrl) => {
    const names = await migrate(ownerUrl, { log: console.log })
    await prepareJobs(ownerUrl)
    return names
  })
  console.log(ran.length === 0 ? 'The database is up to date' : `${ran.length} migrations have run`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
