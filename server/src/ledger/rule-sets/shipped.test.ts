import { learningForms } from '@xueshi/contract/dictionaries/learning-forms'
import { readRules, RuleSetForm } from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { minimaOf } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

describe('the rule sets that are shipped', () => {
  test('are what the editor would let pass, every part of them', async () => {
    const rows = await app.platform.db.selectFrom('ruleSets').selectAll().execute()
    expect(rows).toHaveLength(4)
    for (const row of rows)
      expect(() => z.parse(RuleSetForm, minimaOf(row)), row.name).not.toThrow()
  })

  test('know every 学习形式 of the list, and cap the year by what each says', async () => {
    const rows = await app.platform.db.selectFrom('ruleSets').selectAll().execute()
    for (const { forms, formCaps } of rows) {
      expect(forms.map(({ code }) => code)).toEqual(learningForms.map(({ code }) => code))
      const caps = forms.flatMap(({ code, capTenths }) =>
        capTenths === null ? [] : [[code, capTenths]],
      )
      expect(formCaps).toEqual(Object.fromEntries(caps))
    }
  })

  test('say where they come from, and that none was held against an official text', async () => {
    const rows = await app.platform.db
      .selectFrom('ruleSets')
      .select(['yearFrom', 'source', 'confirmed'])
      .orderBy('yearFrom')
      .execute()
    expect(rows.map(({ yearFrom, confirmed }) => [yearFrom, confirmed])).toEqual([
      [2010, false],
      [2019, false],
      [2020, false],
      [2021, false],
    ])
    const [, y2019, ...others] = rows.toSorted((one, other) => one.yearFrom - other.yearFrom)
    expect(y2019?.source).toContain('总学时可能为 72 或 84')
    for (const { source } of [rows[0], ...others].flatMap((row) => row ?? []))
      expect(source).toMatch(/据.+（.+\d+.*）.*未与正式文件核对/)
  })

  test('count a day as six hours to 2020 and eight from 2021', async () => {
    for (const [year, dayTenths] of [
      ['2018', 60],
      ['2020', 60],
      ['2021', 80],
      ['2026', 80],
    ] as const) {
      const { body } = await app.visitor().call(readRules, { params: { year } })
      expect([year, body.dayTenths]).toEqual([year, dayTenths])
      const classes = body.forms.find(({ code }) => code === '01')
      expect(classes?.options[0]?.tenthsPerUnit).toBe(dayTenths)
    }
  })
})

describe('GET /rules/:year', () => {
  test('200: to anyone, with forms, windows and chains, and without anything to do', async () => {
    const { status, body } = await app.visitor().call(readRules, { params: { year: '2026' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'effective', totalTenths: 900, confirmed: false, open: [] })
    expect(body.windows.public.makeUpTo).toEqual({ after: 1, day: '04-30' })
    expect(body.chains.at(-1)).toMatchObject({ categories: [], offices: ['employer'] })
    expect(body.defaults).toContain('forms')
  })

  test('200: an individual’s own series, unless one is named', async () => {
    const own = await app.platform.db
      .selectFrom('ruleSets')
      .selectAll()
      .where('yearFrom', '=', 2021)
      .executeTakeFirstOrThrow()
    const json = (value: unknown) => JSON.stringify(value)
    await app.platform.db
      .insertInto('ruleSets')
      .values({
        ...own,
        id: '01980000-0000-7000-8000-0000000000f5',
        series: '05',
        name: '工程技术系列',
        shares: json(own.shares),
        forms: json(own.forms),
        formCaps: json(own.formCaps),
        windows: json(own.windows),
        chains: json(own.chains),
        defaults: json(own.defaults),
        impact: null,
      })
      .execute()
    const person = await makePerson(app, { form: { series: '05' } })
    const year = { params: { year: '2026' } }
    expect((await person.client.call(readRules, year)).body.name).toBe('工程技术系列')
    const other = await person.client.call(readRules, { ...year, query: { series: '04' } })
    expect(other.body.series).toBeNull()
  })

  test('404: a year before any rule, and one that is none', async () => {
    for (const year of ['1999', '26', 'next'])
      expect((await app.visitor().call(readRules, { params: { year } })).status).toBe(404)
  })
})
