import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serverAccount } from './embedded-account.ts'
import { packagedBinaries } from './embedded-binaries.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts'
import { checkTrigrams } from './embedded-roles.ts'

const isRoot = process.getuid?.() === 0
let root: string
/** PostgreSQL as npm unpacks it when install scripts are off: no library links. */
let bare: string
const running: Embedded[] = []

const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Rows of ad-hoc queries have no type that the compiler could know.
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

const start = async (options: Partial<EmbeddedOptions> & { dataDir: string }) => {
  const embedded = await startEmbedded({ log: () => undefined, durable: false, ...options })
  running.push(embedded)
  return embedded
}

const childSource = (dataDir: string, extra: string) => `
  const { startEmbedded } = await import(${JSON.stringify(new URL('embedded.ts', import.meta.url).href)})
  ${extra}
  const embedded = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, native: ${JSON.stringify(bare)}, log: () => {} })
  process.stdout.write(JSON.stringify({ ...embedded, uid: process.getuid() }) + '\\n')
`

/** Runs startEmbedded in a Node of its own and resolves to what it printed, still running. */
const startInChild = async (dataDir: string, extra = '') => {
  const source = childSource(dataDir, extra)
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = String((await once(child.stdout, 'data'))[0])
  // The child printed it from an Embedded, see childSource.
  const printed = JSON.parse(line) as Embedded & { uid: number }
  return { child, printed }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'xueshi-embedded-'))
  await chmod(root, 0o755)
  bare = join(root, 'package', 'native')
  await cp(packagedBinaries(), bare, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  })
})

afterAll(async () => {
  for (const embedded of running) await embedded.stop()
  await rm(root, { recursive: true })
})

describe('the first start', () => {
  let embedded: Embedded
  let dataDir: string

  beforeAll(async () => {
    dataDir = join(root, 'first')
    embedded = await start({ dataDir, native: bare })
  })

  test('makes the library links that an install script would have made', () => {
    expect(lstatSync(join(bare, 'lib', 'libicuuc.so.60')).isSymbolicLink()).toBe(true)
  })

  test('sees Chinese letters in trigrams, sorts by pinyin and checks its pages', async () => {
    const rows = await query(
      embedded.ownerUrl,
      `select similarity('张三丰', '张三丰') as alike, similarity('张三丰', '李时珍') as apart,
              '阿' < '张' collate "default" as ordered, datlocprovider as provider,
              current_setting('data_checksums') as checksums
         from pg_database where datname = current_database()`,
    )
    expect(rows).toEqual([{ alike: 1, apart: 0, ordered: true, provider: 'i', checksums: 'on' }])
  })

  test('refuses a database whose character classes hide Chinese letters', async () => {
    await query(
      embedded.adminUrl,
      `create database blind owner xueshi_owner template template0 encoding 'UTF8' locale_provider libc locale 'C'`,
    )
    await expect(checkTrigrams(embedded.ownerUrl.replace(/xueshi$/, 'blind'))).rejects.toThrow(
      /wrong locale/,
    )
  })

  test('never runs the server as root', () => {
    const uid = statSync(embedded.cluster).uid
    expect(uid).toBe(isRoot ? serverAccount()?.uid : process.getuid?.())
    expect(uid).not.toBe(0)
  })

  test('listens on loopback below 32768, with passwords kept in a private file', async () => {
    const rows = await query(embedded.adminUrl, 'show listen_addresses')
    expect(rows).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(Number(new URL(embedded.ownerUrl).port)).toBeLessThan(32_768)
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
    const wrong = new URL(embedded.ownerUrl)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  test('is asked by the application through a socket that its account alone may enter', async () => {
    const rows = await query(embedded.appUrl, 'select inet_server_addr() as address')
    expect(rows).toEqual([{ address: null }])
    const socket = statSync(`${embedded.cluster}-socket`)
    expect([socket.uid, socket.mode & 0o777]).toEqual([statSync(embedded.cluster).uid, 0o700])
  })

  test('gives the application a role that owns nothing and makes nothing', async () => {
    await expect(query(embedded.appUrl, 'create table mine (id int)')).rejects.toThrow(/permission/)
    await expect(query(embedded.appUrl, 'set role xueshi_owner')).rejects.toThrow(/permission/)
  })

  test('keeps data and address over a restart', async () => {
    await query(embedded.ownerUrl, 'create table kept as select 42 as answer')
    await embedded.stop()
    expect(existsSync(join(embedded.cluster, 'postmaster.pid'))).toBe(false)
    const again = await start({ dataDir, native: bare })
    expect(again.ownerUrl).toBe(embedded.ownerUrl)
    expect(await query(again.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    embedded = again
  })

  test('starts over the process file of a dead server whose number another program has', async () => {
    await embedded.stop()
    const file = join(embedded.cluster, 'postmaster.pid')
    const lines = [
      process.pid,
      embedded.cluster,
      '1700000000',
      '5432',
      '',
      '127.0.0.1',
      '',
      'ready',
    ]
    await writeFile(file, `${lines.join('\n')}\n`)
    const lock = `.s.PGSQL.${new URL(embedded.ownerUrl).port}.lock`
    await writeFile(join(`${embedded.cluster}-socket`, lock), `${lines.join('\n')}\n`)
    embedded = await start({ dataDir, native: bare })
    expect(embedded.adopted).toBe(false)
    expect(await query(embedded.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('after a kill', () => {
  let dataDir: string
  let embedded: Embedded
  let heard: (message: string) => void = () => undefined

  beforeAll(() => {
    dataDir = join(root, 'killed')
  })

  test('a server left running by a killed process is taken over, not started twice', async () => {
    const { child, printed } = await startInChild(dataDir)
    await query(printed.ownerUrl, 'create table kept as select 42 as answer')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const log = (message: string) => heard(message)
    embedded = await start({ dataDir, native: bare, durable: true, log })
    expect(embedded.adopted).toBe(true)
    expect(embedded.pid).toBe(printed.pid)
    expect(await query(embedded.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('of two processes that use it, the first to stop leaves it to the other', async () => {
    const { child } = await startInChild(
      dataDir,
      `process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)))`,
    )
    expect(await embedded.isShared()).toBe(true)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await query(embedded.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('a killed server comes back, once what is left of it lets go of its memory', async () => {
    const stuck = new pg.Client({ connectionString: embedded.ownerUrl })
    stuck.on('error', () => undefined)
    await stuck.connect()
    const shown = await stuck.query<{ pid: number }>('select pg_backend_pid() as pid')
    const backend = shown.rows[0]?.pid ?? 0
    const messages: string[] = []
    const back = new Promise<void>((done) => {
      heard = (message) => {
        messages.push(message)
        // Asleep, it holds the old memory: the first try must fail, and a later one succeed.
        if (message.includes('trying again')) process.kill(backend, 'SIGCONT')
        if (message.includes('is up again')) done()
      }
    })
    process.kill(backend, 'SIGSTOP')
    process.kill(embedded.pid, 'SIGKILL')
    await back
    expect(messages.join('\n')).toMatch(/trying again: .*shared memory/s)
    expect(await query(embedded.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  })
})

test('a process that is not root keeps everything under its own name', async () => {
  const dataDir = join(root, 'own in a folder too deep for the path of a socket'.padEnd(100, '-'))
  const account = serverAccount()
  const drop = account
    ? `process.setgroups([]); process.setgid(${account.gid}); process.setuid(${account.uid})`
    : ''
  await mkdir(dataDir)
  if (account) await chown(dataDir, account.uid, account.gid)
  const { child, printed } = await startInChild(
    dataDir,
    `${drop}; process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)))`,
  )
  expect(printed.uid).not.toBe(0)
  expect(statSync(join(dataDir, 'postgres.json')).uid).toBe(printed.uid)
  expect(statSync(printed.cluster).uid).toBe(printed.uid)
  const rows = await query(printed.appUrl, 'select host(inet_server_addr()) as address')
  expect(rows).toEqual([{ address: '127.0.0.1' }])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('in a home that others cannot enter, programs and data go where the server can', async () => {
  const home = join(root, 'home')
  const elsewhere = join(root, 'elsewhere')
  const native = join(home, 'package', 'native')
  await mkdir(home, { mode: 0o700 })
  await mkdir(elsewhere)
  await cp(bare, native, { recursive: true, verbatimSymlinks: true })
  const messages: string[] = []
  const dataDir = join(home, 'data')
  const log = (message: string) => messages.push(message)
  const embedded = await start({ dataDir, native, elsewhere: [elsewhere], log })
  await query(embedded.ownerUrl, 'create table kept as select 42 as answer')

  // Not root, the server is us and our home is open to it: nothing needs to move.
  const expected = isRoot ? elsewhere : dataDir
  expect(embedded.cluster.startsWith(expected)).toBe(true)
  const told = messages.filter((message) => message.includes(elsewhere))
  expect(told).toHaveLength(isRoot ? 2 : 0)
  expect(statSync(home).mode & 0o777).toBe(0o700)

  await embedded.stop()
  const again = await start({ dataDir, native, elsewhere: [elsewhere], log })
  expect(again.cluster).toBe(embedded.cluster)
  expect(await query(again.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(messages.filter((message) => message.includes(elsewhere))).toHaveLength(told.length)
})
