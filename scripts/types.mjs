// Writes server/src/platform/tables.ts from the migrations, in a database made for the moment.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../server/src/platform/embedded.ts'
import { migrate } from '../server/src/platform/migrate.ts'
import { generateTables } from '../server/test/tables.ts'

const folder = await mkdtemp(join(tmpdir(), 'xueshi-types-'))
// The server may run under another account, which must be able to pass.
await chmod(folder, 0o711)
try {
  const log = () => undefined
  const embedded = await startEmbedded({ dataDir: join(folder, 'data'), log, durable: false })
  try {
    await migrate(embedded.ownerUrl, { log })
    console.log(await generateTables(embedded.ownerUrl, { verify: false }))
  } finally {
    await embedded.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
