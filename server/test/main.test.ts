import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '../src/platform/embedded.ts'
import { testDatabase, type TestDatabase } from './database.ts'

/** Each starts a whole house, one of them a cluster too, on a machine that may be busy. */
const patient = { timeout: 300_000 }

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

type House = { child: ChildProcess; lines: string[]; ended: Promise<number | null> }

/** Starts the server as `npm start` does, with this environment alone. */
const spawnMain = (env: Record<string, string>, channel: 'ipc'[] = []): House => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...channel],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  return { child, lines, ended }
}

/** The address that the server prints when it is ready; throws with what it said when it ends first. */
const addressOf = async ({ child, lines, ended }: House): Promise<string> => {
  const found = () => lines.map((line) => /学时 Xueshi: (http\S+)/.exec(line)?.[1]).find(Boolean)
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (found() === undefined && !isOver)
    await Promise.race([ended, ...(child.stdout ? [once(child.stdout, 'data')] : [])])
  const address = found()
  if (address === undefined) throw new Error(`The server ended:\n${lines.join('\n')}`)
  return address
}

/** What the server answers, asked again for as long as it says that it is busy: a machine may be. */
const answerOf = async (url: string): Promise<Response> => {
  const answer = await fetch(url)
  return answer.status === 503 ? answerOf(url) : answer
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-main-'))
  await chmod(folder, 0o711)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('main, with the embedded database', patient, () => {
  test('starts from nothing, answers, ends when asked, and starts again on the same data', async () => {
    const env = { DATA_DIR: join(folder, 'data'), PORT: '0', DEMO: '0' }
    for (const round of ['first', 'second']) {
      const house = spawnMain(env)
      const address = await addressOf(house)
      const [ready, alive, session, description] = await Promise.all(
        ['/readyz', '/healthz', '/api/session', '/api/openapi.json'].map((path) =>
          answerOf(address + path),
        ),
      )
      expect([round, ready?.status, alive?.status, session?.status, description?.status]).toEqual([
        round,
        200,
        200,
        200,
        200,
      ])
      const metrics = await (await fetch(`${address}/metrics`)).text()
      expect(metrics).toContain('route="/api/session",status="200"')
      expect(house.lines.some((line) => line.includes('PUBLIC_URL is http'))).toBe(true)
      house.child.kill('SIGTERM')
      expect([round, await house.ended]).toEqual([round, 0])
      await expect(fetch(address)).rejects.toThrow()
    }
    const keys = await readFile(join(folder, 'data', 'keys.json'), 'utf8')
    expect(JSON.parse(keys)).toHaveProperty('sealKey')
  })
})

describe('main, with the demo province', patient, () => {
  test('begins it anew where its making was cut off, and keeps it afterwards', async () => {
    const data = join(folder, 'demo')
    const env = { DATA_DIR: data, PORT: '0', DEMO: '1' }
    const said = (house: House, words: string) => house.lines.some((line) => line.includes(words))
    const first = spawnMain(env)
    while (!said(first, 'Making the demo province'))
      await once(first.child.stdout ?? first.child, 'data')
    const { ownerUrl, stop } = await startEmbedded({ dataDir: data, log: () => undefined })
    const owner = new pg.Client({ connectionString: ownerUrl })
    await owner.connect()
    const people = async () => {
      const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int FROM accounts')
      return rows[0]?.count ?? 0
    }
    while ((await people()) < 10) continue
    await owner.end()
    await stop()
    first.child.kill('SIGKILL')
    await first.ended
    const second = spawnMain(env)
    expect((await fetch(`${await addressOf(second)}/readyz`)).status).toBe(200)
    expect(said(second, 'it begins anew')).toBe(true)
    expect(said(second, 'Made the demo province')).toBe(true)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    const third = spawnMain(env)
    await addressOf(third)
    expect(said(third, 'Making the demo province')).toBe(false)
    expect(said(third, 'incomplete')).toBe(false)
    third.child.kill('SIGTERM')
    expect(await third.ended).toBe(0)
  })
})

describe('main, with a database server', patient, () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase({ migrated: false })
  })
  afterAll(() => database.drop())

  test('brings an empty database up to date and works as the role that owns nothing', async () => {
    const env = { DATABASE_URL: database.ownerUrl, DATA_DIR: join(folder, 'server'), PORT: '0' }
    const house = spawnMain(env)
    const address = await addressOf(house)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    house.child.kill('SIGINT')
    expect(await house.ended).toBe(0)

    // The role of the application can start it too, once the owner has migrated.
    const again = spawnMain({ ...env, DATABASE_URL: database.appUrl })
    expect((await fetch(`${await addressOf(again)}/readyz`)).status).toBe(200)
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })

  test('tells npm start when it answers, so that the pages are compressed after that', async () => {
    const env = { DATABASE_URL: database.ownerUrl, DATA_DIR: join(folder, 'server'), PORT: '0' }
    const house = spawnMain({ ...env, WEB_BUILD: 'running' }, ['ipc'])
    const heard: unknown[] = []
    house.child.on('message', (message) => heard.push(message))
    house.child.send('web built')
    const address = await addressOf(house)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    if (heard.length === 0) await once(house.child, 'message')
    expect(heard).toEqual(['ready'])
    house.child.kill('SIGTERM')
    expect(await house.ended).toBe(0)
  })

  test('ends with 1 and says why when the database is not there', async () => {
    const house = spawnMain({
      DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
      DATA_DIR: join(folder, 'none'),
      PORT: '0',
    })
    expect(await house.ended).toBe(1)
    expect(house.lines.join('\n')).toMatch(/could not start/)
    expect(house.lines.join('\n')).not.toMatch(/nothing@/)
  })

  test('ends with 1 and names every wrong variable', async () => {
    const house = spawnMain({ PORT: 'x', DEMO: '2', DATA_DIR: join(folder, 'wrong') })
    expect(await house.ended).toBe(1)
    expect(house.lines.join('\n')).toMatch(/PORT[^]*DEMO/)
  })
})
