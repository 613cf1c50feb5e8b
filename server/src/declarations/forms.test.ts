import {
  createBatch,
  createDeclaration,
  readDeclaration,
  runBatch,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { type FormRule, readRules, type RuleSetForm } from '@xueshi/contract/ledger'
import { listTaskIssues } from '@xueshi/contract/tasks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { batchForm, deskActor, makeBatch } from '../../test/factories/batches.ts'
import { declarationForm, makeDraft } from '../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { publishRules, shipped2021 } from '../../test/factories/rules.ts'
import { actors, makeInput } from '../../test/factories/tasks.ts'
import { runTask } from '../tasks/service.ts'
import { batchWorks } from './batch-runs/jobs.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Awaited<ReturnType<typeof makeStaff>>
let shipped: readonly FormRule[]
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app)
  clerk = await makeStaff(app, unit.id)
  await makeStaff(app, unit.id)
  person = await makePerson(app, { unit, clerk })
  await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  const { body } = await app.visitor().call(readRules, { params: { year: '2026' } })
  shipped = body.forms
})
afterAll(() => app.close())

let latest = shipped2021
async function publish(change: Partial<RuleSetForm>) {
  latest = (await publishRules(app, change, latest)).id
}
/** The rules say of one form something else than what is shipped. */
const edit = (code: string, change: Partial<FormRule>) =>
  publish({ forms: shipped.map((form) => (form.code === code ? { ...form, ...change } : form)) })
afterEach(() => publish({ forms: [...shipped], dayTenths: 80 }))

const declare = (form: Parameters<typeof declarationForm>[0]) =>
  person.client.call(createDeclaration, { body: declarationForm(form) })
const declareTogether = (form: Parameters<typeof batchForm>[0]) =>
  clerk.client.call(createBatch, { body: batchForm(form) })
const send = ({ id, version }: { id: string; version: number }) =>
  person.client.call(submitDeclaration, { params: { id }, body: { version } })
const codesOf = async ({ id }: { id: string }) =>
  (await person.client.call(readDeclaration, { params: { id } })).body.checks.map(
    ({ code }) => code,
  )

describe('可以申报', () => {
  test('422 NOT_OFFERED at the field for a form that comes by a decision alone, as shipped', async () => {
    const refused = await declare({ form: '20' })
    expect([refused.status, refused.problem.fields]).toEqual([422, { form: 'NOT_OFFERED' }])
  })

  test('a form that is closed is refused, its draft is told why and not sent', async () => {
    const draft = await makeDraft(app, person)
    await edit('01', { declarable: false })
    expect((await declare({ form: '01' })).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    expect((await declareTogether({ form: '01' })).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    expect(await codesOf(draft)).toContain('FORM_NOT_OFFERED')
    const refused = await send(draft)
    expect([refused.status, refused.problem.fields]).toEqual([422, { form: 'FORM_NOT_OFFERED' }])
  })

  test('a form that is opened may be declared', async () => {
    await edit('20', { declarable: true })
    expect((await declare({ form: '20' })).status).toBe(200)
  })

  test('a form that the rules no longer have is none, in the years of these rules alone', async () => {
    await publish({ forms: shipped.filter(({ code }) => code !== '01') })
    expect((await declare({ form: '01' })).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    const before = { startOn: '2020-04-11', endOn: '2020-04-12', claimedTenths: 120 }
    expect((await declare({ form: '01', ...before })).status).toBe(200)
  })

  test('all that is wrong is named at once', async () => {
    const { problem } = await declare({ form: '77', endOn: '2026-04-10' })
    expect(problem.fields).toEqual({ endOn: 'END_BEFORE_START', form: 'NOT_OFFERED' })
  })
})

describe('按时间计', () => {
  test('a form that takes time from now on is bound by its days, and declared by units', async () => {
    const paper = { form: '07', claimedTenths: 280 }
    const free = await makeDraft(app, person, { form: paper })
    expect(await codesOf(free)).not.toContain('HOURS_ABOVE_DAYS')
    expect((await declareTogether(paper)).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    await edit('07', { timeBased: true })
    expect(await codesOf(free)).toContain('HOURS_ABOVE_DAYS')
    expect((await send(free)).problem.fields).toEqual({ claimedTenths: 'HOURS_ABOVE_DAYS' })
    expect((await declareTogether(paper)).status).toBe(200)
  })

  test('one that no longer does is not, overlaps nothing, and is nobody’s to declare together', async () => {
    const days = { form: '03', startOn: '2026-05-04', endOn: '2026-05-05', claimedTenths: 300 }
    const [one, other] = [
      await makeDraft(app, person, { form: days }),
      await makeDraft(app, person, { form: days }),
    ]
    expect(await codesOf(one)).toEqual(expect.arrayContaining(['HOURS_ABOVE_DAYS', 'OVERLAP']))
    await edit('03', { timeBased: false })
    for (const draft of [one, other]) {
      const codes = await codesOf(draft)
      expect(codes).not.toContain('HOURS_ABOVE_DAYS')
      expect(codes).not.toContain('OVERLAP')
    }
    expect((await declareTogether(days)).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    expect((await send(one)).status).toBe(200)
    const sent = await app.platform.db
      .selectFrom('declarations')
      .select('flags')
      .where('id', '=', one.id)
      .executeTakeFirst()
    expect(sent?.flags).not.toContain('OVERLAP')
  })
})

test('每天学时: the day of the year’s rules is what bounds a form that takes time', async () => {
  const draft = await makeDraft(app, person)
  expect(await codesOf(draft)).not.toContain('HOURS_ABOVE_DAYS')
  await publish({ dayTenths: 70 })
  expect(await codesOf(draft)).toContain('HOURS_ABOVE_DAYS')
})

describe('rules of a place and of a series', () => {
  test('the staff of a unit are shown those of its city, as its batches are judged', async () => {
    const city = { jurisdiction: guangzhou, name: '广州市学时规则（测试）' }
    const forms = shipped.filter(({ code }) => code !== '17')
    await publishRules(app, { ...city, forms })
    const shown = await clerk.client.call(readRules, { params: { year: '2026' } })
    expect(shown.body).toMatchObject({ name: city.name })
    expect((await declareTogether({ form: '17' })).problem.fields).toEqual({ form: 'NOT_OFFERED' })
    expect((await declareTogether({ form: '01' })).status).toBe(200)
    expect((await app.visitor().call(readRules, { params: { year: '2026' } })).body.name).not.toBe(
      city.name,
    )
  })

  test('whoever’s own series does not have the form is a wrong row, and nobody is sent', async () => {
    const forms = shipped.filter(({ code }) => code !== '01')
    const batch = await makeBatch(app, clerk, { form: { form: '01' } })
    await publishRules(app, { series: '05', name: '工程系列学时规则（测试）', forms })
    const file = `姓名,证件号码,学时\n陈嘉欣,${person.documentNumber},`
    const inputId = await makeInput(app, await deskActor(app, clerk), file)
    const begun = await clerk.client.call(runBatch, {
      params: { id: batch.id },
      body: { version: batch.version, inputId, dryRun: false },
    })
    await runTask(app.platform, { works: batchWorks, actors }, begun.body.id)
    const params = { id: begun.body.id }
    const { body } = await clerk.client.call(listTaskIssues, { params, query: {} })
    expect(body.items.map(({ row, code }) => [row, code])).toContainEqual([2, 'FORM_NOT_OFFERED'])
    const records = await app.platform.db
      .selectFrom('declarations')
      .select('id')
      .where('batchId', '=', batch.id)
      .execute()
    expect(records).toEqual([])
  })
})
