import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendProblem } from './server.ts'
import { buildIdOf, servePages } from './static.ts'

let around: string
let folder: string
let app: FastifyInstance
const page =
  '<!doctype html><meta name="build" content="0123456789abcdef" /><script src="/assets/main-abc123.js"></script>'
const script = 'console.log(1)'

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'xueshi-pages-'))
  folder = join(around, 'dist')
  await mkdir(folder)
  await writeFile(join(around, 'outside.txt'), 'secret')
  app = fastify()
  app.setNotFoundHandler((request, reply) => sendProblem(reply, request, 'NOT_FOUND'))
  app.get('/api/known', () => ({ known: true }))
  await servePages(app, folder)
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await rm(around, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  app.inject({ url, headers })

test('before the pages are built, an address answers 503 and asks to come again', async () => {
  const answer = await get('/')
  expect(answer.statusCode).toBe(503)
  expect(answer.headers).toMatchObject({ refresh: '2', 'retry-after': '2' })
  expect(await buildIdOf(folder)).toBe('none')
})

describe('when they are built', () => {
  beforeAll(async () => {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), page)
    await writeFile(join(folder, 'favicon.svg'), '<svg/>')
    await writeFile(join(folder, '.secret.txt'), 'hidden')
    await writeFile(join(folder, 'assets', 'main-abc123.js'), script)
    await writeFile(join(folder, 'assets', 'main-abc123.js.br'), brotliCompressSync(script))
  })

  test('every page address answers with the first page, which is asked for each time', async () => {
    for (const url of ['/', '/login', '/records/018f?tab=1', '/index.html']) {
      const answer = await get(url)
      expect([url, answer.statusCode, answer.body]).toEqual([url, 200, page])
      expect(answer.headers['cache-control']).toBe('no-cache')
      expect(answer.headers['content-type']).toMatch('text/html')
    }
  })

  test('hashed files are kept for ever and come compressed to those who can read it', async () => {
    const plain = await get('/assets/main-abc123.js', {})
    expect(plain.body).toBe(script)
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const packed = await get('/assets/main-abc123.js', { 'accept-encoding': 'gzip, br' })
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      vary: expect.stringMatching(/accept-encoding/i) as unknown,
    })
    expect(packed.headers['content-type']).toMatch('javascript')
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(script)
  })

  test('a file is sent as it is until its compressed copy lies beside it', async () => {
    const asked = () => get('/assets/later-def456.js', { 'accept-encoding': 'gzip, br' })
    await writeFile(join(folder, 'assets', 'later-def456.js'), script)
    const before = await asked()
    expect([before.body, before.headers['content-encoding']]).toEqual([script, undefined])
    // A cache in between must not give this answer to everybody.
    expect(before.headers['vary']).toMatch(/accept-encoding/i)
    await writeFile(join(folder, 'assets', 'later-def456.js.br'), brotliCompressSync(script))
    const after = await asked()
    expect(after.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(after.rawPayload).toString()).toBe(script)
  })

  test('other files are asked for each time', async () => {
    const answer = await get('/favicon.svg', {})
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache'])
  })

  test.each([
    '/assets/main-gone.js',
    '/gone.png',
    '/.secret.txt',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/api/unknown',
    '/api',
  ])('%s is not served', async (url) => {
    const answer = await get(url)
    expect([403, 404]).toContain(answer.statusCode)
    expect(answer.body).not.toMatch(/secret|hidden|doctype/)
  })

  test('a program that asks for no page gets no page', async () => {
    const answer = await get('/records', { accept: 'application/json' })
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' })
    expect((await get('/api/known')).json()).toEqual({ known: true })
  })

  test('the build has the id that its first page says', async () => {
    expect(await buildIdOf(folder)).toBe('0123456789abcdef')
  })
})
