// Before `npm start` and `npm test`: installs what is missing, or says in a sentence what to do.
// It runs before any package is there, on whatever Node started npm, so it imports node: alone.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { findChromium, onPath } from './chromium.mjs'
import { findNode, neededMajor, root } from './runtime.mjs'

const fail = (sentence) => {
  console.error(`\n${sentence}\n`)
  process.exit(1)
}

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status === 0

const modifiedAt = (path) => {
  try {
    return statSync(path).mtimeMs
  } catch {
    return undefined
  }
}

/** Whether what npm wrote down as installed differs from the lockfile in a package both name. */
const differs = (lockfile, installedList) => {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages
  const wanted = read(lockfile)
  const installed = read(installedList)
  return Object.entries(wanted).some(([path, { version, optional, link, peer }]) => {
    if (path === '' || link || !path.startsWith('node_modules/')) return false
    const found = installed[path]
    return found === undefined ? !optional && !peer : found.version !== version
  })
}

const needsInstall = () => {
  const lockfile = join(root, 'package-lock.json')
  const installedList = join(root, 'node_modules', '.package-lock.json')
  const installedAt = modifiedAt(installedList)
  if (installedAt === undefined) return true
  // A checkout may touch the lockfile without changing it; only then is it worth reading both.
  return installedAt < modifiedAt(lockfile) && differs(lockfile, installedList)
}

const install = () => {
  console.log('Installing the dependencies as package-lock.json pins them; this is needed once')
  const npm = process.env.npm_execpath
  // Not `npm ci`: it refuses a lockfile that lacks optional packages for other platforms, and npm
  // leaves those out of the lockfile wherever a registry does not have them. `--no-save` leaves the
  // lockfile as it is. The web is built here too, so an environment of production must not leave
  // out its tools.
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error']
  const done = npm
    ? run(process.execPath, [npm, ...args])
    : run('npm', args, { shell: process.platform === 'win32' })
  if (!done)
    fail('npm install did not finish: mend what it says above and start the command again.')
}

const hasChineseFonts = () => {
  const answer = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return answer.status === 0 && answer.stdout.trim() !== ''
}

/** What the tests need of the system, and the Debian packages that bring it. */
const wants = () =>
  [
    // Its daemon looks at uploaded files in the tests, with a signature of theirs alone.
    { what: 'ClamAV', packages: ['clamav-daemon'], met: onPath('clamd') !== undefined },
    { what: 'Chromium', packages: ['chromium'], met: findChromium() !== undefined },
    {
      what: 'a font with Chinese characters',
      packages: ['fontconfig', 'fonts-noto-cjk'],
      met: process.platform !== 'linux' || hasChineseFonts(),
    },
    { what: 'pdftotext', packages: ['poppler-utils'], met: onPath('pdftotext') !== undefined },
    { what: 'qpdf', packages: ['qpdf'], met: onPath('qpdf') !== undefined },
    { what: 'openssl', packages: ['openssl'], met: onPath('openssl') !== undefined },
    { what: 'zbarimg', packages: ['zbar-tools'], met: onPath('zbarimg') !== undefined },
  ].filter(({ met }) => !met)

const prepareTests = () => {
  const missing = wants()
  if (missing.length === 0) return
  const packages = missing.flatMap((want) => want.packages)
  const list = missing.map(({ what }) => what).join(', ')
  if (process.getuid?.() === 0 && onPath('apt-get') !== undefined) {
    console.log(`The tests need ${list}; installing ${packages.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-q'], { env })
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
    if (wants().length === 0) return
  }
  fail(
    `The tests need ${list}. On Debian or Ubuntu run: sudo apt-get install ${packages.join(' ')}` +
      '; elsewhere install them and, if need be, set CHROMIUM to the path of the browser.',
  )
}

if (needsInstall()) install()
if (findNode() === undefined)
  fail(
    process.platform === 'darwin'
      ? `Xueshi runs on Node ${neededMajor} or newer: install it (https://nodejs.org) and start again.`
      : `npm left out the package that brings Node ${neededMajor}: run npm install --no-save --include=optional, or start npm with Node ${neededMajor} or newer.`,
  )
if (process.argv.includes('--tests')) prepareTests()
