import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verification } from '@xueshi/contract/certificates'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { makeCertified } from '../../../test/factories/ledger.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import * as orgs from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import { servePages } from '../../platform/static.ts'
import { createServer } from '../../platform/server.ts'
import { transaction } from '../../platform/transaction.ts'
import { withdraw } from '../service.ts'
import { verdictPage } from './rules.ts'
import { plainPage } from './service.ts'

const shell = `<!doctype html><title>系统</title><script type="module" src="/assets/main.js"></script>
<div id="root"></div>
<noscript>请启用</noscript>`

let app: TestApp
let server: FastifyInstance
let folder: string
beforeAll(async () => {
  app = await testApp()
  folder = await mkdtemp(join(tmpdir(), 'xueshi-plain-'))
  await writeFile(join(folder, 'index.html'), shell)
  server = await createServer(app.platform)
  await servePages(server, folder, (asked) => plainPage(app.platform, asked))
  await server.ready()
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
  await app.close()
})

const get = (url: string, remoteAddress = '192.0.2.1') =>
  server.inject({ url, remoteAddress, headers: { accept: 'text/html' } })

async function makeHolder() {
  const unit = await makeUnit(app)
  const { personId } = await makeCertified(app, unit.id)
  const row = await app.platform.db
    .selectFrom('certificates')
    .select(['code', 'facts'])
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return { personId, code: row.code, facts: JSON.stringify(row.facts) }
}

describe('GET /verify/:code as a page', () => {
  test('200: the state with masked facts, before any script, under the strict policy, kept by nobody', async () => {
    const { code, facts } = await makeHolder()
    const answer = await get(`/verify/${code}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-security-policy']).not.toContain('unsafe')
    expect(answer.body).toContain('<h2>证书有效</h2>')
    expect(answer.body).toContain('src="/assets/main.js"')
    expect(answer.body).not.toContain('请启用')
    const { name, number, maskedNumber } = JSON.parse(facts) as Record<string, string> // as issued
    for (const shown of [number, maskedNumber]) expect(answer.body).toContain(shown)
    expect(answer.body).not.toContain(name)
  })

  test('200: withdrawn with its reason, which is text and never a tag', async () => {
    const { code, personId } = await makeHolder()
    const system = orgs.systemActor(app.platform)
    await transaction(system, async (tx) => {
      await withdraw(tx, system, {
        personId,
        year: 2026,
        reason: '<img src=x onerror=alert(1)> $& "',
      })
      await audit.record(tx, system, { act: 'test.withdraw', recordId: null })
      return { id: newId() }
    })
    const { body } = await get(`/verify/${code}`)
    expect(body).toContain('<h2>证书已撤销</h2>')
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt; $&amp; &quot;')
    expect(body).not.toContain('<img')
  })

  test('200: unknown for a code that nobody has, whatever it looks like', async () => {
    for (const code of ['NOSUCHCODE', '%3Cscript%3E', 'a'.repeat(300)]) {
      const { statusCode, body } = await get(`/verify/${code}`)
      expect([code, statusCode]).toEqual([code, 200])
      expect(body).toContain('<h2>没有查到这份证书</h2>')
      expect(body).not.toContain('<script>')
    }
  })

  test('every other address is the first page as it is', async () => {
    for (const url of ['/', '/verify', '/verify/', '/verify/a/b', '/login'])
      expect([url, (await get(url)).body]).toEqual([url, shell])
  })

  test('429 after as many as may ask, and the neighbours go on', async () => {
    for (let count = 0; count < 600; count += 1) await get('/verify/NOSUCHCODE', '192.0.2.9')
    const answer = await get('/verify/NOSUCHCODE', '192.0.2.9')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '600'])
    expect(answer.body).toContain('查询过于频繁')
    expect((await get('/verify/NOSUCHCODE', '192.0.2.10')).statusCode).toBe(200)
  })
})

test('what stands in its place is named', () => {
  const found: Verification = {
    result: 'replaced',
    certificate: {
      number: 'GDJX-2026-4401-00000001-1',
      code: 'CODE',
      nameMasked: '陈*欣',
      documentNumberMasked: '440***********1234',
      unitName: '广州木棉科技有限公司',
      seriesName: '工程技术人员',
      year: 2026,
      categories: [{ name: '公需课目', count: 1, hoursTenths: 300 }],
      totalTenths: 900,
      edition: 2,
      demo: true,
      issuer: '广州市天河区人力资源和社会保障局',
      issuedOn: '2026-11-01',
      endedAt: '2026-11-30T16:30:00.000Z',
      endReason: '姓名更正',
      replacedBy: 'GDJX-2026-4401-00000002-2',
    },
  }
  const at = new Date('2026-11-30T16:31:00Z')
  const { content } = verdictPage(found, { at, address: 'https://xueshi.test/verify/CODE' })
  for (const text of [
    '证书已被替换',
    '替换日期：2026-12-01，原因：姓名更正',
    '新的证书号：GDJX-2026-4401-00000002-2',
    '1 门，30 学时',
    '第 2 版',
    '不具法律效力',
    '验证时间 2026-12-01 00:31，验证网址 https://xueshi.test/verify/CODE',
  ])
    expect(content).toContain(text)
})
