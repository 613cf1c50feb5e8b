import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from './server.ts'

const root = join(import.meta.dirname, '..')

/**
 * One server for all stories, on pages built from the present sources; ended when they are over.
 * XUESHI_URL and XUESHI_DATA_DIR name a server that runs already, started as `startServer` does.
 */
// Playwright takes nothing but a default export here.
// oxlint-disable-next-line import/no-default-export
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env['XUESHI_URL']) return () => Promise.resolve()
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs')])
  const server = await startServer()
  // The workers start later and inherit this.
  process.env['XUESHI_URL'] = server.url
  process.env['XUESHI_DATA_DIR'] = server.dataDir
  return server.stop
}
