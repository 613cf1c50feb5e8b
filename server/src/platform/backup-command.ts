// npm run backup -- FILE and npm run restore -- FILE.
import { join, resolve } from 'node:path'
import { backup } from './backup.ts'
import { noteBackup } from './house-state.ts'
import { withOwnerDatabase } from './owner-database.ts'
import { restore } from './restore.ts'

const [verb, given] = process.argv.slice(2)

const runBackup = (file: string) =>
  withOwnerDatabase(async (ownerUrl, config) => {
    const filesFolder = join(config.dataDir, 'files')
    const report = await backup({ ownerUrl, filesFolder, file })
    for (const { table, rows, sha256 } of report.tables)
      console.log(`${sha256.slice(0, 16)}  ${String(rows).padStart(10)}  ${table}`)
    console.log(`Wrote ${report.tables.length} tables and ${report.files} files to ${file}`)
    console.log(`The keys (${config.keysFile}) are not in it: keep them elsewhere`)
    await noteBackup(ownerUrl, report)
    if (report.damagedFiles.length === 0) return
    console.error(`Missing or changed in ${filesFolder}: ${report.damagedFiles.join(', ')}`)
    process.exitCode = 2
  })

const runRestore = (file: string) =>
  withOwnerDatabase(async (ownerUrl, config) => {
    const filesFolder = join(config.dataDir, 'files')
    const report = await restore({ ownerUrl, filesFolder, file, log: console.log })
    const rows = report.tables.reduce((sum, table) => sum + table.rows, 0)
    console.log(
      `Restored ${rows} rows in ${report.tables.length} tables and ${report.files} files, as of ${report.takenAt}`,
    )
  })

try {
  if (given === undefined) throw new Error(`Name the file: npm run ${verb} -- FILE`)
  await (verb === 'restore' ? runRestore : runBackup)(resolve(given))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
