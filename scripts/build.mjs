// Builds the web pages into web/dist unless the last build came from the same sources, and compresses
// them; with `--compress` the latter alone, for pages that are being served already.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { constants as system, setPriority } from 'node:os'
import { extname, join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { findNode, root } from './runtime.mjs'

const web = join(root, 'web')
const dist = join(web, 'dist')
const stampFile = join(root, 'node_modules', '.cache', 'xueshi', 'web-build')

const sources = ['contract/package.json', 'contract/src', 'package-lock.json', 'scripts/build.mjs']

const filesUnder = (path) => {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)],
    )
  } catch {
    return [path]
  }
}

/** A hash of every file that goes into the pages. */
const hashOfSources = () => {
  const inWeb = readdirSync(web)
    .filter((name) => name !== 'dist' && name !== 'node_modules')
    .map((name) => join('web', name))
  const hash = createHash('sha256')
  for (const path of [...sources, ...inWeb]
    .flatMap((name) => filesUnder(join(root, name)))
    .toSorted((one, other) => (one < other ? -1 : 1))) {
    // Tests beside the sources change no page.
    if (/\.test\.tsx?$/.test(path)) continue
    const content = readFileSync(path)
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

const vite = () =>
  new Promise((done, failed) => {
    const child = spawn(
      findNode() ?? process.execPath,
      [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
      // React is three times as large and slow outside production.
      { cwd: web, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
    )
    child.on('error', failed)
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`vite build ended with ${code}`)),
    )
  })

const compressible = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.txt', '.wasm'])

/** Under another name until it is whole: a server may be sending what lies here. */
const writeWhole = async (path, content) => {
  const draft = `${path}.new-${process.pid}`
  await writeFile(draft, content)
  await rename(draft, path)
}

/** As many as libuv has threads for; more at once would only end later together. */
const atOnce = 4

/**
 * Writes .br and .gz beside each text file that lacks them, so that no request has to compress it:
 * first those that the first page asks for. A build begins with an empty folder, so what is there is
 * of this build.
 */
export const compressWeb = async () => {
  const brotli = promisify(brotliCompress)
  const firstPage = await readFile(join(dist, 'index.html'), 'utf8')
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const waiting = entries
    .filter((entry) => entry.isFile() && compressible.has(extname(entry.name)))
    .toSorted((one, other) => firstPage.includes(one.name) - firstPage.includes(other.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const worker = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (existsSync(`${path}.gz`) && existsSync(`${path}.br`)) continue
      const content = await readFile(path)
      if (content.length < 1024) continue
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
      await writeWhole(`${path}.br`, await brotli(content, { params }))
      await writeWhole(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Builds the pages when needed; true when it did. Throws when the sources do not build. */
export const buildWeb = async () => {
  const hash = hashOfSources()
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (stamp === hash && existsSync(join(dist, 'index.html'))) return false
  await rm(stampFile, { force: true })
  await vite()
  await mkdir(join(stampFile, '..'), { recursive: true })
  await writeFile(stampFile, hash)
  return true
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    // People use the pages meanwhile. Set before the first threads start, which take it over.
    const onlyCompress = process.argv.includes('--compress')
    if (onlyCompress) setPriority(system.priority.PRIORITY_BELOW_NORMAL)
    const start = performance.now()
    const built = !onlyCompress && (await buildWeb())
    await compressWeb()
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    if (!onlyCompress)
      console.log(built ? `Built web/dist in ${seconds} s` : 'web/dist is up to date')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
