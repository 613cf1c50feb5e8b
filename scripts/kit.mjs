// Serves the pages from their sources with `/_kit`, every piece in every state: for those who draw them.
import { createServer } from 'vite'
import { join } from 'node:path'
import { root } from './runtime.mjs'

const web = join(root, 'web')
const pages = await createServer({ root: web, configFile: join(web, 'vite.config.ts') })
await pages.listen()
const { port } = pages.config.server
console.log(`/_kit: http://127.0.0.1:${port}/_kit (a server on port 3000 answers what it asks)`)
