import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type Account, runAs } from './embedded-account.ts'
import { program } from './embedded-binaries.ts'
import { createPrivateFile, replacePrivateFile } from './private-file.ts'

const Credentials = z.object({
  port: z.number(),
  home: z.string(),
  adminPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
})

/** What is remembered beside the data: where the cluster lives, its port and its passwords. */
export type Credentials = z.infer<typeof Credentials>

const textOf = (credentials: Credentials) => `${JSON.stringify(credentials, null, 2)}\n`
const fileOf = (dataDir: string) => join(dataDir, 'postgres.json')

/** Reads the remembered credentials; undefined at the first start. */
export const readCredentials = async (dataDir: string): Promise<Credentials | undefined> => {
  if (!existsSync(fileOf(dataDir))) return undefined
  return z.parse(Credentials, JSON.parse(await readFile(fileOf(dataDir), 'utf8')))
}

/** Replaces the credentials whole, readable by the owner of this process alone. */
export const writeCredentials = async (dataDir: string, credentials: Credentials) => {
  await replacePrivateFile(fileOf(dataDir), textOf(credentials))
}

/**
 * Makes credentials at the first start. Of two processes that start together one wins the file,
 * and both use what it wrote.
 */
export const makeCredentials = async (dataDir: string, home: string): Promise<Credentials> => {
  const password = () => randomBytes(24).toString('hex')
  const fresh: Credentials = {
    port: await freePort(),
    home,
    adminPassword: password(),
    ownerPassword: password(),
    appPassword: password(),
  }
  if (await createPrivateFile(fileOf(dataDir), textOf(fresh))) return fresh
  const won = await readCredentials(dataDir)
  if (won === undefined) throw new Error(`${fileOf(dataDir)} was there and is gone`)
  return won
}

/** Whether nobody listens on that loopback port. */
export const isFree = (port: number) =>
  new Promise<boolean>((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })

/** A free loopback port below the range that the kernel hands to outgoing connections. */
export const freePort = async () => {
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
  throw new Error('No free port between 20000 and 32000 on 127.0.0.1')
}

/** The operating system's character classes; with plain C, pg_trgm finds no Chinese letters. */
const systemLocale = { darwin: 'en_US.UTF-8', win32: 'en-US' }[process.platform as string]

const initdb = (native: string, args: string[], account: Account | undefined) =>
  new Promise<void>((done, failed) => {
    const child = spawn(program(native, 'initdb'), args, {
      ...runAs(account),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    child.on('error', failed)
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`initdb ended with ${code}: ${said.trim()}`)),
    )
  })

/**
 * Makes the cluster when there is none. It is built under another name and renamed, so a process
 * killed half-way leaves nothing that looks like a cluster.
 */
export const ensureCluster = async (options: {
  native: string
  cluster: string
  adminPassword: string
  account: Account | undefined
  durable: boolean
}) => {
  const { native, cluster, adminPassword, account, durable } = options
  if (existsSync(join(cluster, 'PG_VERSION'))) return
  const draft = `${cluster}.new-${process.pid}`
  const passwordFile = `${draft}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await chmod(draft, 0o700)
  await writeFile(passwordFile, adminPassword, { mode: 0o600 })
  if (account) {
    await chown(draft, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  try {
    const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256']
    args.push(`--pwfile=${passwordFile}`, '-E', 'UTF8', `--locale=${systemLocale ?? 'C.UTF-8'}`)
    args.push('--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--data-checksums')
    if (!durable) args.push('--no-sync')
    await initdb(native, args, account)
    await rename(draft, cluster)
  } catch (error) {
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}
