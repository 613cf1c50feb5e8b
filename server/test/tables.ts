import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const server = fileURLToPath(new URL('..', import.meta.url))
const command = join(
  dirname(createRequire(import.meta.url).resolve('kysely-codegen')),
  'cli',
  'bin.js',
)

/**
 * Writes `platform/tables.ts` from the migrated database at this URL, as server's
 * .kysely-codegenrc.json says; with `verify` it writes nothing and throws where the committed
 * file differs.
 */
export const generateTables = async (ownerUrl: string, options: { verify: boolean }) => {
  const args = [command, ...(options.verify ? ['--verify'] : [])]
  // By the environment: a password among the arguments would stand in the process list.
  const env = { ...process.env, DATABASE_URL: ownerUrl }
  const { stdout } = await run(process.execPath, args, { cwd: server, env })
  return stdout
}
