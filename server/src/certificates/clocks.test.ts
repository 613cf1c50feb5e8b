import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { verifyByNumber } from '@xueshi/contract/certificates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { issueMany, makePeople, yearFacts } from '../../test/factories/certificates.ts'
import { makeUnit } from '../../test/factories/orgs.ts'
import type { Order, Report } from '../../test/issuing-process.ts'
import * as orgs from '../orgs/service.ts'
import { transaction } from '../platform/transaction.ts'
import { checkCertificateNumber, type CertificateFacts } from './rules.ts'
import * as certificates from './service.ts'

let app: TestApp
let unitId: string
let directory: string
const children: ChildProcess[] = []
beforeAll(async () => {
  app = await testApp()
  unitId = (await makeUnit(app)).id
  directory = await mkdtemp(join(tmpdir(), 'clocks-'))
})
afterAll(async () => {
  for (const child of children) child.disconnect()
  await app.close()
  await rm(directory, { recursive: true, force: true })
})

async function said(child: ChildProcess): Promise<Report> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('a process broke off')))
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report] // it sends nothing else
  return report
}

/** A process of its own, whose machine stands in this time zone. */
async function processIn(timeZone: string) {
  const { database, platform } = app
  const script = new URL('../../test/issuing-process.ts', import.meta.url)
  const argv = [database.appUrl, platform.config.dataDir]
  const child = fork(script, argv, { env: { ...process.env, TZ: timeZone } })
  children.push(child)
  await said(child)
  return async (order: Omit<Order, 'unitId' | 'unguarded'>) => {
    const report = said(child)
    child.send({ ...order, unitId, unguarded: false } satisfies Order)
    const done = await report
    if (!('numbers' in done)) throw new Error('it has done nothing')
    return done
  }
}

const textOf = async (paper: string) => {
  const path = join(directory, 'paper.pdf')
  await writeFile(path, Buffer.from(paper, 'base64'))
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', path, '-'])
  return stdout.replaceAll(/\s/g, '')
}
const factsOf = async (personId: string) => {
  const { facts } = await app.platform.db
    .selectFrom('certificates')
    .select('facts')
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return facts as unknown as CertificateFacts
}

describe.each(['UTC', 'America/New_York'])(
  'T32: a process in %s around midnight in Guangdong',
  { timeout: 120_000 },
  (timeZone) => {
    test('issues with the day of Asia/Shanghai, and prints that day whenever it prints', async () => {
      const order = await processIn(timeZone)
      const [late = '', early = ''] = await makePeople(app.platform, ['陈嘉欣', '林晓彤'])
      const before = '2026-12-31T15:59:59.999Z'
      const after = '2026-12-31T16:00:00.000Z'
      const last = await order({ groups: [[late]], at: before, prints: [late] })
      const first = await order({ groups: [[early]], at: after, prints: [early, late] })
      expect((await factsOf(late)).issuedOn).toBe('2026-12-31')
      expect((await factsOf(early)).issuedOn).toBe('2027-01-01')
      const [atOnce = '', own = '', again = ''] = [...last.papers, ...first.papers]
      expect(await textOf(atOnce)).toContain('2026年12月31日')
      expect(await textOf(own)).toContain('2027年1月1日')
      expect(await textOf(again)).toContain('2026年12月31日')
      // The year of the number is that of the study, whatever the clock says.
      for (const number of [...last.numbers, ...first.numbers])
        expect(number).toMatch(/^GDJX-2026-/)
    })
  },
)

test(
  'T33: two houses whose clocks stand 90 s apart: no number twice, none left out, and the last edition counts',
  { timeout: 120_000 },
  async () => {
    const [ahead, behind] = await Promise.all([processIn('UTC'), processIn('UTC')])
    const names = Array.from({ length: 40 }, () => '陈嘉欣')
    const people = await makePeople(app.platform, names)
    const now = app.clock.now().getTime()
    const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
    const groups = (own: readonly string[]) => own.map((personId) => [personId])
    const [one, other] = await Promise.all([
      ahead({ groups: groups(people.slice(0, 20)), at: at(90) }),
      behind({ groups: groups(people.slice(20)), at: at(0) }),
    ])
    const numbers = [...one.numbers, ...other.numbers]
    const sequences = numbers.map((number) => Number(/-(\d{8})-/.exec(number)?.[1]))
    const sorted = sequences.toSorted((first, second) => first - second)
    expect(sorted).toEqual(sorted.map((_, place) => (sorted[0] ?? 0) + place))
    for (const number of numbers) expect(checkCertificateNumber(number)).toBe(true)

    // The house that is behind ends what the other has issued "in the future", and issues the next.
    const [personId = ''] = people
    const house = orgs.systemActor(app.platform)
    await transaction(house, async (tx) => {
      await certificates.withdraw(tx, house, { personId, year: 2026, reason: '更正' })
      return { id: personId }
    })
    const [next] = await issueMany(app.platform, [
      { personId, unitId, series: '05', facts: yearFacts() },
    ])
    const ask = async (number: string) =>
      (await app.visitor().call(verifyByNumber, { body: { number, name: '陈嘉欣' } })).body
    expect((await ask(one.numbers[0] ?? '')).result).toBe('withdrawn')
    const found = await ask(next?.number ?? '')
    expect(found).toMatchObject({ result: 'valid', certificate: { edition: 2 } })
  },
)
