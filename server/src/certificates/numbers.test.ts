import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { issueMany, makePeople, yearFacts } from '../../test/factories/certificates.ts'
import { guangzhou, makeUnit } from '../../test/factories/orgs.ts'
import type { Order, Report } from '../../test/issuing-process.ts'
import { checkCertificateNumber } from './rules.ts'

let app: TestApp
let unitId: string
beforeAll(async () => {
  app = await testApp()
  unitId = (await makeUnit(app)).id
})
afterAll(() => app.close())

const sequenceOf = (number: string) => Number(/-(\d{8})-/.exec(number)?.[1])
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

describe('numbers of a year and city, eight processes at once', { timeout: 120_000 }, () => {
  const processes = 8
  const script = new URL('../../test/issuing-process.ts', import.meta.url)
  let children: ChildProcess[] = []

  const said = async (child: ChildProcess): Promise<Report> => {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('a process broke off')))
    const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report] // it sends nothing else
    return report
  }
  beforeAll(async () => {
    const { database, platform } = app
    const argv = [database.appUrl, platform.config.dataDir]
    children = upTo(processes).map(() => fork(script, argv))
    await Promise.all(children.map(said))
  }, 120_000)
  afterAll(() => {
    for (const child of children) child.disconnect()
  })

  /** The numbers that all of them were given. */
  async function race(groupsOf: (at: number) => string[][], unguarded: boolean): Promise<string[]> {
    const reports = children.map(said)
    for (const [at, child] of children.entries())
      child.send({ groups: groupsOf(at), unitId, unguarded } satisfies Order)
    return (await Promise.all(reports)).flatMap((report) =>
      'numbers' in report ? report.numbers : [],
    )
  }

  test('without the counter’s lock some numbers are given twice', async () => {
    const counter = { year: 1990, cityCode: '4401', last: 0 }
    await app.platform.db.insertInto('certificateNumbers').values(counter).execute()
    const groups = upTo(100).map(() => [''])
    const numbers = await race(() => groups, true)
    expect(numbers).toHaveLength(processes * 100)
    expect(new Set(numbers).size).toBeLessThan(numbers.length)
  })

  test('alone and in blocks: each number once, none left out', async () => {
    const sizes = [1, 25, 1, 1, 12, 1, 9]
    const each = sizes.reduce((sum, size) => sum + size, 0)
    const names = upTo(processes * each).map((at) => `陈${at}`)
    const people = await makePeople(app.platform, names)
    const groupsOf = (at: number) => {
      let from = at * each
      return sizes.map((size) => people.slice(from, (from += size)))
    }
    const numbers = await race(groupsOf, false)
    const sequences = numbers.map(sequenceOf).toSorted((one, other) => one - other)
    expect(sequences).toEqual(upTo(processes * each))
    for (const number of numbers) expect(checkCertificateNumber(number)).toBe(true)
    const kept = app.platform.db.selectFrom('certificates').select('number').orderBy('number')
    expect((await kept.execute()).map(({ number }) => number)).toEqual(numbers.toSorted())
  })
})

describe('issueMany', () => {
  test('answers in the order of the asking, over several years and cities', async () => {
    const elsewhere = await makeUnit(app, { regionCode: '440304' })
    const names = ['陈一', '陈二', '陈三', '陈四', '陈五']
    const [one = '', two = '', three = '', four = '', five = ''] = await makePeople(
      app.platform,
      names,
    )
    const asked = [
      { personId: one, unitId: elsewhere.id, facts: yearFacts({ year: 2025 }) },
      { personId: two, unitId, facts: yearFacts({ year: 2025 }) },
      { personId: three, unitId: elsewhere.id, facts: yearFacts({ year: 2024 }) },
      { personId: four, unitId: null, facts: yearFacts({ year: 2025 }) },
      { personId: five, unitId: elsewhere.id, facts: yearFacts({ year: 2025 }) },
    ].map((each) => ({ ...each, series: '05' }))
    const issued = await issueMany(app.platform, asked)
    expect(issued.map(({ number }) => number.slice(0, -2))).toEqual([
      'GDJX-2025-4403-00000001',
      'GDJX-2025-4401-00000001',
      'GDJX-2024-4403-00000001',
      'GDJX-2025-4400-00000001',
      'GDJX-2025-4403-00000002',
    ])
    const rows = await app.platform.db
      .selectFrom('certificates')
      .select(['id', 'name', 'cityCode', 'countyCode', 'facts'])
      .where('personId', 'in', [one, two, three, four, five])
      .execute()
    const found = (at: number) => rows.find(({ id }) => id === issued[at]?.id)
    expect(found(0)).toMatchObject({ name: '陈一', cityCode: '440300', countyCode: '440304' })
    expect(found(1)).toMatchObject({ name: '陈二', cityCode: guangzhou })
    expect(found(3)).toMatchObject({ name: '陈四', cityCode: null, countyCode: null })
    expect(found(4)?.facts).toMatchObject({ name: '陈五', unit: elsewhere.name, year: 2025 })
  })

  test('nothing is asked for, nothing is done; somebody who is not there stops it all', async () => {
    expect(await issueMany(app.platform, [])).toEqual([])
    const personId = '00000000-0000-4000-8000-000000000001'
    const asked = [{ personId, unitId, series: '05', facts: yearFacts({ year: 2023 }) }]
    await expect(issueMany(app.platform, asked)).rejects.toThrow('not there')
    const counters = app.platform.db.selectFrom('certificateNumbers').where('year', '=', 2023)
    expect(await counters.select('last').execute()).toEqual([])
  })

  test('one valid certificate for a person and year: a second rolls the whole block back', async () => {
    const [one = '', two = ''] = await makePeople(app.platform, ['陈甲', '陈乙'])
    const ask = (personId: string) => ({
      personId,
      unitId,
      series: '05',
      facts: yearFacts({ year: 2022 }),
    })
    const [first] = await issueMany(app.platform, [ask(one)])
    await expect(issueMany(app.platform, [ask(two), ask(one)])).rejects.toThrow(
      'certificates_valid',
    )
    const [next] = await issueMany(app.platform, [ask(two)])
    expect([first, next].map((each) => sequenceOf(each?.number ?? ''))).toEqual([1, 2])
  })
})
