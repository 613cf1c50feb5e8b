import {
  certifyYear,
  countRuleSet,
  exportEffects,
  listEffects,
  listYears,
  publishRuleSet,
  readRuleSet,
} from '@xueshi/contract/ledger'
import { listMessages } from '@xueshi/contract/messages'
import { readTask } from '@xueshi/contract/tasks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { genericPlan } from '../../../test/plan.ts'
import { type TestApp, testApp } from '../../../test/app.ts'
import { credit, creditWholeYear } from '../../../test/factories/ledger.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  makeCountedRules,
  makeDraftRules,
  publishRules,
  ruleMakerOf,
  runLedgerTask,
  shipped2021,
} from '../../../test/factories/rules.ts'
import { relayOnce } from '../../platform/relay.ts'
import { readSheet } from '../../platform/sheet.ts'
import * as tasks from '../../tasks/service.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { prepareJobs } from '../../platform/jobs.ts'
import { chooseRuleSet } from '../rules.ts'
import { findRuleSet, listEffective, provinceCode } from '../rule-sets/store.ts'
import { replay } from '../service.ts'
import * as store from './store.ts'

let app: TestApp
let maker: Awaited<ReturnType<typeof ruleMakerOf>>
// What a change of rules touches is everybody: each test has a house of its own.
beforeEach(async () => {
  app = await testApp()
  maker = await ruleMakerOf(app)
})
afterEach(() => app.close())

const stricter = { minima: { public: 330, professional: 420, elective: 150 } }
const rowOf = async ({ client }: Awaited<ReturnType<typeof makePerson>>, year = 2026) =>
  (await client.call(listYears)).body.items.find((row) => row.year === year)

/** Somebody certified last year, somebody met this year, one who will be by the new rules, one who lacks. */
async function makeCity() {
  const certified = await makePerson(app)
  for (const [category, hoursTenths] of [
    ['public', 300],
    ['professional', 420],
    ['elective', 180],
  ] as const)
    await credit(app, certified.id, { category, hoursTenths, year: 2025 })
  const last = await rowOf(certified, 2025)
  await certified.client.call(certifyYear, { params: { id: last?.id ?? '' }, body: {} })
  const met = await makePerson(app)
  await creditWholeYear(app, met.id, met.unitId)
  const almost = await makePerson(app)
  for (const [category, hoursTenths] of [
    ['public', 330],
    ['professional', 420],
    ['elective', 150],
  ] as const)
    await credit(app, almost.id, { category, hoursTenths })
  const lacking = await makePerson(app)
  await credit(app, lacking.id, { category: 'public', hoursTenths: 80 })
  return { certified, met, almost, lacking }
}

describe('counting whom a draft touches', () => {
  test('says by year how many, who falls and who rises, and changes nothing', async () => {
    const { met, almost } = await makeCity()
    const before = await app.platform.db.selectFrom('years').selectAll().orderBy('id').execute()
    const draft = await makeCountedRules(app, maker.actor, stricter)
    expect(draft.impact?.years).toEqual([
      { year: 2025, affected: 0, fallen: 0, risen: 0, changed: 0, kept: 1 },
      { year: 2026, affected: 3, fallen: 1, risen: 1, changed: 1, kept: 0 },
    ])
    const { body } = await maker.client.call(listEffects, { params: { id: draft.id } })
    const lines = body.items.map(
      ({ metBefore, metAfter, lackingBeforeTenths, lackingAfterTenths }) => [
        metBefore,
        metAfter,
        lackingBeforeTenths,
        lackingAfterTenths,
      ],
    )
    expect(lines).toHaveLength(3)
    expect(lines).toContainEqual([true, false, 0, 30])
    expect(lines).toContainEqual([false, true, 30, 0])
    // As many hours are lacking, and of other categories.
    expect(lines).toContainEqual([false, false, 820, 820])
    expect(await app.platform.db.selectFrom('years').selectAll().orderBy('id').execute()).toEqual(
      before,
    )
    expect([await rowOf(met), await rowOf(almost)]).toMatchObject([
      { state: 'met' },
      { state: 'notMet' },
    ])
  })

  test('a met year whose hours count otherwise is among them, and its person is told', async () => {
    await prepareJobs(app.database.ownerUrl)
    const met = await makePerson(app)
    await creditWholeYear(app, met.id, met.unitId)
    // More than is asked, by papers: a cap takes some of it, and nothing is lacking.
    await credit(app, met.id, { category: 'professional', hoursTenths: 200, form: '07' })
    const untouched = await makePerson(app)
    await creditWholeYear(app, untouched.id, untouched.unitId)
    const shipped = (await maker.client.call(readRuleSet, { params: { id: shipped2021 } })).body
    const forms = shipped.forms.map((form) =>
      form.code === '07'
        ? { ...form, capTenths: 150, options: [{ code: '1', label: '', tenthsPerUnit: 150 }] }
        : form,
    )
    const published = await publishRules(app, { forms })
    expect(published.impact?.years).toEqual([
      { year: 2026, affected: 2, fallen: 0, risen: 0, changed: 1, kept: 0 },
    ])
    const { body } = await maker.client.call(listEffects, { params: { id: published.id } })
    expect(body.items).toMatchObject([
      {
        personId: met.id,
        metBefore: true,
        metAfter: true,
        countedBeforeTenths: 1100,
        countedAfterTenths: 1050,
      },
    ])
    await relayOnce(app.platform.db)
    const told = async ({ client }: typeof met) =>
      (await client.call(listMessages)).body.items
        .filter(({ topic }) => topic === 'year.rulesChanged')
        .map(({ text }) => text)
    expect(await told(met)).toEqual([expect.stringContaining('计入 105 学时，还差 0 学时')])
    expect(await told(untouched)).toEqual([])
  })

  test('a count anew begins anew; a draft that was changed is not counted', async () => {
    await makeCity()
    const draft = await makeCountedRules(app, maker.actor, stricter)
    const params = { id: draft.id }
    const again = await maker.client.call(countRuleSet, {
      params,
      body: { version: draft.version },
    })
    await runLedgerTask(app, again.body.id)
    const twice = await maker.client.call(readRuleSet, { params })
    expect(twice.body.impact?.years).toEqual(draft.impact?.years)
    expect((await maker.client.call(listEffects, { params })).body.items).toHaveLength(3)
    const old = await maker.client.call(countRuleSet, {
      params,
      body: { version: draft.version - 1 },
    })
    expect(old.problem.code).toBe('STALE')
  })

  test('is written into an Excel file of as many lines', async () => {
    await makeCity()
    const draft = await makeCountedRules(app, maker.actor, stricter)
    const { body } = await maker.client.call(exportEffects, { params: { id: draft.id }, body: {} })
    await runLedgerTask(app, body.id)
    const done = await maker.client.call(readTask, { params: { id: body.id } })
    expect(done.body).toMatchObject({
      state: 'done',
      resultName: '差异明细.xlsx',
      counts: { written: 3 },
    })
    const file = await app.platform.db
      .selectFrom('tasks')
      .innerJoin('files', 'files.id', 'tasks.resultFileId')
      .select('files.key')
      .where('tasks.id', '=', body.id)
      .executeTakeFirstOrThrow()
    const path = `${app.platform.config.dataDir}/files/${file.key}`
    const columns = [
      { key: 'year', header: '年度', kind: 'number' },
      { key: 'after', header: '新结果', kind: 'text' },
      { key: 'lacking', header: '新尚缺学时', kind: 'number' },
    ] as const
    const rows = []
    for await (const { cells } of readSheet(path, columns)) rows.push(cells)
    expect(rows.toSorted((one, other) => Number(one.lacking) - Number(other.lacking))).toEqual([
      { year: 2026, after: '达标', lacking: 0 },
      { year: 2026, after: '未达标', lacking: 3 },
      { year: 2026, after: '未达标', lacking: 82 },
    ])
  })
})

describe('applying rules', () => {
  test('an authority changes a minimum, sees whom it touches and makes it effective; last year replays unchanged', async () => {
    await prepareJobs(app.database.ownerUrl)
    const { certified, met, almost, lacking } = await makeCity()
    const lastYear = await replay(app.platform.db, certified.id, 2025)
    const published = await publishRules(app, stricter)
    expect(published).toMatchObject({ state: 'effective', name: '广东 2021 年度起' })
    expect(published.impact?.years).toContainEqual({
      year: 2026,
      affected: 3,
      fallen: 1,
      risen: 1,
      changed: 1,
      kept: 0,
    })
    expect(await rowOf(met)).toMatchObject({ state: 'notMet' })
    expect(await rowOf(almost)).toMatchObject({ state: 'met' })
    expect(await rowOf(lacking)).toMatchObject({ state: 'notMet' })
    expect(await rowOf(certified, 2025)).toMatchObject({ state: 'certified' })
    expect(await replay(app.platform.db, certified.id, 2025)).toEqual(lastYear)
    for (const person of [met, almost, lacking]) {
      const [newest, former] = await replay(app.platform.db, person.id, 2026)
      expect(newest?.computed).toEqual(newest?.kept)
      expect(former?.computed).toEqual(former?.kept)
      expect(newest?.kept.required.public).toBe(330)
      expect(former?.kept.required.public).toBe(300)
    }
    // Nothing of it is silent: whose year comes to something else is told.
    await relayOnce(app.platform.db)
    const titles = async ({ client }: typeof met) =>
      (await client.call(listMessages)).body.items.map(({ topic }) => topic)
    expect(await titles(met)).toContain('year.rulesChanged')
    expect(await titles(almost)).toContain('year.rulesChanged')
    expect(await titles(lacking)).toContain('year.rulesChanged')
    expect(await titles(certified)).not.toContain('year.rulesChanged')
  })

  test('cut off in the middle goes on behind what was written, and counts nobody twice', async () => {
    await makeCity()
    const draft = await makeCountedRules(app, maker.actor, stricter)
    const now = { version: draft.version, effectiveAt: null }
    const { body } = await maker.client.call(publishRuleSet, {
      params: { id: draft.id },
      body: now,
    })
    const id = body.taskId ?? ''
    // The house stops after the first step that was written.
    const stop = new AbortController()
    const { db } = app.platform
    await tasks.runTask(
      app.platform,
      {
        works: {
          'rules.apply': async (run) => {
            const { applyChange } = await import('../service.ts')
            let steps = 0
            await applyChange({
              ...run,
              step: async (checkpoint, act) => {
                if ((steps += 1) === 3) stop.abort()
                await run.step(checkpoint, act)
              },
            })
          },
        },
        actors,
      },
      id,
      stop.signal,
    )
    expect(await tasks.reviveLost(app.platform, actors)).toBe(1)
    await runLedgerTask(app, id)
    const { body: after } = await maker.client.call(readRuleSet, { params: { id: draft.id } })
    expect(after.impact?.years).toContainEqual({
      year: 2026,
      affected: 3,
      fallen: 1,
      risen: 1,
      changed: 1,
      kept: 0,
    })
    const rules = await db
      .selectFrom('years')
      .select('ruleSetId')
      .where('year', '=', 2026)
      .execute()
    expect(new Set(rules.map(({ ruleSetId }) => ruleSetId))).toEqual(new Set([draft.id]))
  })

  test('meets a year that was begun under the former rules while it went on', async () => {
    const late = await makePerson(app)
    const draft = await makeDraftRules(maker.actor, stricter)
    const former = await findRuleSet(app.platform.db, { year: 2026, series: '05' })
    const set = await publishRules(app, stricter, draft.inForce?.id)
    await credit(app, late.id, { category: 'public', hoursTenths: 310 })
    // As a credit would have left it that read the rules a moment before they changed.
    await app.platform.db
      .updateTable('years')
      .set({ ruleSetId: former?.id ?? '', lackingTenths: 0 })
      .where('personId', '=', late.id)
      .execute()
    const { body } = await maker.client.call(readRuleSet, { params: { id: set.id } })
    expect(body.open).toContain('apply')
    const publishing = await import('../rule-publishing/service.ts')
    await runLedgerTask(app, (await publishing.beginApply(maker.actor, set.id)).id)
    const [newest] = await replay(app.platform.db, late.id, 2026)
    expect(newest?.kept.required.public).toBe(330)
  })
})

describe('which rules a year has', () => {
  test('SQL and memory choose alike: series before city before province, then the latest years', async () => {
    const { db } = app.platform
    await publishRules(app, { name: '广州', jurisdiction: '440100', yearFrom: 2022 })
    await publishRules(app, { name: '卫生', series: '04', yearFrom: 2023, yearTo: 2024 })
    await publishRules(app, { name: '广州卫生', series: '04', jurisdiction: '440100' })
    await publishRules(app, { name: '2025', yearFrom: 2025 })
    const { unitId } = await makePerson(app)
    const sets = await listEffective(db)
    for (const year of [2009, 2018, 2021, 2022, 2023, 2024, 2025, 2026, 2030])
      for (const series of ['04', '05'])
        for (const [unit, cityCode] of [
          [null, null],
          [unitId, '440100'],
        ] as const) {
          const stored = await findRuleSet(db, { year, series, unitId: unit })
          const chosen = chooseRuleSet(sets, { year, series, cityCode }, provinceCode)
          expect([year, series, cityCode, stored?.name]).toEqual([
            year,
            series,
            cityCode,
            chosen?.name,
          ])
        }
    const name = async (series: string, unit: string | null) =>
      (await findRuleSet(db, { year: 2024, series, unitId: unit }))?.name
    expect(await name('04', unitId)).toBe('广州卫生')
    expect(await name('04', null)).toBe('卫生')
    expect(await name('05', unitId)).toBe('广州')
    expect(await name('05', null)).toBe('广东 2021 年度起')
  })
})

test('the walk over years and the list of differences each go along an index', async () => {
  const { db } = app.platform
  const place = { year: 2026, personId: maker.id }
  const walk = await genericPlan(db, store.nextYears(place, 2027, 500))
  expect(walk).toContain('years_year')
  expect(walk).not.toContain('Seq Scan on years')
  const lines = await genericPlan(db, store.effectsQuery(maker.id, null, 21))
  expect(lines).toContain('rule_effects_pkey')
})
