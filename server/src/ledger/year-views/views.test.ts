import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  listPersonResults,
  listPersonYears,
  listRecentYears,
  listYearResults,
  printYear,
  readPersonYear,
  readYear,
  sheetOfYear,
} from '@xueshi/contract/ledger'
import { readXlsx } from 'hucre/xlsx'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { credit, creditWholeYear, reverse } from '../../../test/factories/ledger.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makeDesk, makePerson } from '../../../test/factories/people.ts'
import { readSheet, sheetType } from '../../platform/sheet.ts'
import { sumColumns } from './rules.ts'

const run = promisify(execFile)
let app: TestApp
let folder: string
beforeAll(async () => {
  app = await testApp()
  folder = await mkdtemp(join(tmpdir(), 'xueshi-year-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await app.close()
})

type Person = Awaited<ReturnType<typeof makePerson>>

/** Forty hours of papers where a year takes 28, and ten hours of 公需课 that were taken back. */
async function makeCutYear(given: Parameters<typeof makePerson>[1] = {}): Promise<Person> {
  const person = await makePerson(app, given)
  const { unitId } = person
  await credit(app, person.id, { unitId, category: 'professional', hoursTenths: 400, form: '07' })
  const source = await credit(app, person.id, { unitId, category: 'public', hoursTenths: 100 })
  await reverse(app, source, '附件不实')
  return person
}

const params = { year: '2026' }
const bytesOf = async ({ client }: Person, path: string) => {
  const answer = await app.server.inject({ url: `/api${path}`, cookies: client.cookies })
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
}

describe('GET /years/:year', () => {
  test('200: what of each hour counts, and what was cut by which cap or taken back and why', async () => {
    const { client } = await makeCutYear()
    const { body } = await client.call(readYear, { params })
    expect(body).toMatchObject({
      counted: { public: 0, professional: 280, elective: 0 },
      lacking: { public: 300, professional: 140, elective: 180 },
      requiredTotalTenths: 900,
      relief: null,
    })
    const byHours = body.items.toSorted((one, other) => other.hoursTenths - one.hoursTenths)
    expect(byHours).toMatchObject([
      {
        hoursTenths: 400,
        countedTenths: 280,
        cut: { cutTenths: 120, capTenths: 280 },
        reversed: false,
        reversal: null,
      },
      { hoursTenths: 100, countedTenths: 0, cut: null, reversal: { reason: '附件不实' } },
    ])
    expect(body.shares).toMatchObject([{ binding: false, haveTenths: 280, needTenths: 600 }])
  })

  test('200: what is counted is the sum of what counts of each', async () => {
    const { client } = await makeCutYear()
    const { body } = await client.call(readYear, { params })
    const sum = body.items.reduce((total, item) => total + item.countedTenths, 0)
    expect(sum).toBe(body.countedTotalTenths)
  })

  test('404: a year without rules', async () => {
    const { client } = await makePerson(app)
    expect((await client.call(readYear, { params: { year: '1999' } })).status).toBe(404)
  })
})

describe('GET /recent-years', () => {
  test('200: five years, newest first, with what each asked and came to', async () => {
    const person = await makePerson(app)
    await creditWholeYear(app, person.id, person.unitId)
    await credit(app, person.id, { category: 'public', hoursTenths: 100, year: 2024 })
    const { body } = await person.client.call(listRecentYears)
    expect(body.items.map(({ year }) => year)).toEqual([2026, 2025, 2024, 2023, 2022])
    expect(body.items[0]).toMatchObject({
      state: 'met',
      countedTotalTenths: 900,
      requiredTotalTenths: 900,
      lackingTotalTenths: 0,
    })
    expect(body.items[1]).toMatchObject({ state: 'notMet', series: null, lackingTotalTenths: 900 })
    expect(body.items[2]).toMatchObject({ counted: { public: 100 }, lackingTotalTenths: 800 })
  })
})

describe('GET /years/:year/results', () => {
  test('200: each result that was kept, newest first, comes to the same again', async () => {
    const { client } = await makeCutYear()
    const { body } = await client.call(listYearResults, { params })
    expect(
      body.items.map(({ countedTotalTenths, replays }) => [countedTotalTenths, replays]),
    ).toEqual([
      [280, true],
      [380, true],
      [280, true],
    ])
  })

  test('200: one that was tampered with is told', async () => {
    const person = await makeCutYear()
    const { db } = app.platform
    const year = await db
      .selectFrom('years')
      .select(['id', 'version'])
      .where('personId', '=', person.id)
      .executeTakeFirstOrThrow()
    const owner = new pg.Client({ connectionString: app.database.ownerUrl })
    await owner.connect()
    await owner.query(
      `UPDATE year_results SET result = jsonb_set(result, '{countedTotalTenths}', '900')
       WHERE year_id = $1 AND version = $2`,
      [year.id, year.version],
    )
    await owner.end()
    const { body } = await person.client.call(listYearResults, { params })
    expect(body.items.map(({ replays }) => replays)).toEqual([false, true, true])
  })
})

describe('GET /people/:id/years, one of them, and its results', () => {
  test('200 for the employer and an authority of the scope: what the person sees; 404 for any other', async () => {
    const desk = await makeDesk(app)
    const person = await makeCutYear({ unit: desk, clerk: desk.clerk })
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const away = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    const own = await person.client.call(readYear, { params })
    const results = await person.client.call(listYearResults, { params })
    const asked = { params: { id: person.id, ...params } }
    for (const { client } of [desk.clerk, await makeStaff(app, office.id, { kind: 'hrss' })]) {
      const years = await client.call(listPersonYears, { params: { id: person.id } })
      expect(years.body.personName).toBe('陈嘉欣')
      expect(years.body.items.map(({ year }) => year)).toEqual([2026, 2025, 2024, 2023, 2022])
      expect((await client.call(readPersonYear, asked)).body.detail).toEqual(own.body)
      expect((await client.call(listPersonResults, asked)).body).toEqual(results.body)
    }
    const strangers = [
      await makeStaff(app, away.id, { kind: 'hrss' }),
      await makeStaff(app, (await makeUnit(app)).id),
    ]
    for (const { client } of strangers) {
      const refused = [
        await client.call(listPersonYears, { params: { id: person.id } }),
        await client.call(readPersonYear, asked),
        await client.call(listPersonResults, asked),
      ]
      expect(refused.map(({ status }) => status)).toEqual([404, 404, 404])
    }
  })

  test('200: a year before the last five is there once it has hours', async () => {
    const desk = await makeDesk(app)
    const person = await makePerson(app, { unit: desk, clerk: desk.clerk })
    await credit(app, person.id, { category: 'public', hoursTenths: 100, year: 2020 })
    const { body } = await desk.clerk.client.call(listPersonYears, { params: { id: person.id } })
    expect(body.items).toHaveLength(7)
    expect(body.items.at(-1)).toMatchObject({ year: 2020, counted: { public: 100 } })
  })
})

describe('学时明细 to take along', () => {
  test('200: a PDF with the person, what counts and why less', async () => {
    const person = await makeCutYear()
    const { status, headers, bytes } = await bytesOf(person, '/years/2026/statement')
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf'])
    const path = join(folder, 'statement.pdf')
    await writeFile(path, bytes)
    const text = (await run('pdftotext', ['-raw', path, '-'])).stdout.replaceAll(/\s/g, '')
    for (const words of [
      '2026年度继续教育学时明细',
      '陈嘉欣',
      '未达标',
      '发表论文每年最多',
      '28学时，扣减12学时',
      '附件不实',
    ])
      expect(text).toContain(words)
  })

  test('200: a workbook with a row for each hour', async () => {
    const person = await makeCutYear()
    const { status, headers, bytes } = await bytesOf(person, '/years/2026/sheet')
    expect([status, headers['content-type']]).toEqual([200, sheetType])
    expect(headers['content-disposition']).toContain('attachment')
    const path = join(folder, 'year.xlsx')
    await writeFile(path, bytes)
    const columns = [
      { key: 'category', header: '课程类型', kind: 'text' },
      { key: 'hours', header: '认定学时', kind: 'number' },
      { key: 'counted', header: '计入学时', kind: 'number' },
    ] as const
    const rows = []
    for await (const { cells } of readSheet(path, columns)) rows.push(cells)
    expect(rows).toHaveLength(2)
    expect(rows).toContainEqual({ category: '专业课', hours: 40, counted: 28 })
    expect(rows).toContainEqual({ category: '公需课', hours: 10, counted: 0 })

    // And what they come to, on a sheet of its own.
    const { sheets } = await readXlsx(bytes)
    expect(sheets.map(({ name }) => name)).toEqual(['2026年度学时明细', '汇总'])
    const [heads, ...sums] = sheets[1]?.rows ?? []
    expect(heads).toEqual(sumColumns.map(({ header }) => header))
    const places = [
      '姓名',
      '课程类型',
      '应修学时',
      '计入学时',
      '尚缺学时',
      '免修减免',
      '年度认证情况',
    ]
    expect(sums.map((row) => places.map((head) => row[heads?.indexOf(head) ?? -1]))).toEqual([
      ['陈嘉欣', '公需课', 30, 0, 30, '无', '未达标'],
      ['陈嘉欣', '专业课', 42, 28, 14, '无', '未达标'],
      ['陈嘉欣', '选修课', 18, 0, 18, '无', '未达标'],
      ['陈嘉欣', '合计', 90, 28, 62, '无', '未达标'],
    ])
  })

  test('200: a year without any hours prints as well; 404: one without rules', async () => {
    const person = await makePerson(app)
    expect((await bytesOf(person, '/years/2026/statement')).status).toBe(200)
    expect((await bytesOf(person, '/years/2026/sheet')).status).toBe(200)
    expect((await bytesOf(person, '/years/1999/statement')).status).toBe(404)
    expect([printYear.path, sheetOfYear.path]).toEqual([
      '/years/:year/statement',
      '/years/:year/sheet',
    ])
  })
})
