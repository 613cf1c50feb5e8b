import {
  commitLegacy,
  keepLegacyControls,
  type LegacyControlLine,
  type LegacyDetail,
  listLegacyTotals,
} from '@xueshi/contract/legacy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeChecked, makeCheckedWith, pastRow, runLegacy } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf } from '../../../test/factories/people.ts'
import type { Actor } from '../../platform/actor.ts'
import * as legacy from '../service.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await actorOf(app, office)
})
afterAll(() => app.close())

const line = (given: Partial<LegacyControlLine> = {}): LegacyControlLine => ({
  unitName: '',
  year: 2015,
  category: 'public',
  hoursTenths: 180,
  ...given,
})
const rows = () => [pastRow(), pastRow({ 工作单位: '佛山陶瓷厂' })]
const keep = (
  { id, version }: LegacyDetail,
  lines: readonly (Omit<LegacyControlLine, 'hoursTenths'> & { hoursTenths: number | null })[],
) =>
  office.client.call(keepLegacyControls, {
    params: { id },
    body: { version, lines: [...lines] },
  })
const commit = ({ id, version }: LegacyDetail) =>
  office.client.call(commitLegacy, { params: { id }, body: { version, controls: [] } })
const unitsOf = async ({ id }: LegacyDetail, query: { differing?: '1' } = {}) => {
  const { body } = await office.client.call(listLegacyTotals, { params: { id }, query })
  return body.items
}
const recorded = async ({ id }: LegacyDetail) => {
  const told = await app.platform.db
    .selectFrom('audit')
    .select('facts')
    .where('act', '=', 'legacy.control')
    .where('recordId', '=', id)
    .orderBy('id')
    .execute()
  return told.map(({ facts }) => facts)
}

describe('what the office’s books come to', () => {
  test('comes with the file by unit, is kept, compared line by line and summed up by year', async () => {
    const batch = await makeCheckedWith(app, actor, rows(), [
      line({ unitName: '广州木棉机械厂' }),
      line({ unitName: '佛山陶瓷厂', hoursTenths: 200 }),
      line({ unitName: '没有上报的厂', hoursTenths: 60 }),
    ])
    expect(batch.differing).toBe(3)
    expect(batch.totals).toMatchObject([
      { hoursTenths: 360, control: { hoursTenths: 440, isSum: true, givenTenths: null } },
    ])
    const found = await unitsOf(batch)
    expect(
      found.map(({ unitName, hoursTenths, control }) => [
        unitName,
        hoursTenths,
        control?.hoursTenths,
      ]),
    ).toEqual([
      ['佛山陶瓷厂', 180, 200],
      ['广州木棉机械厂', 180, 180],
      ['没有上报的厂', 0, 60],
    ])
    const differing = await unitsOf(batch, { differing: '1' })
    expect(differing.map(({ unitName }) => unitName)).toEqual(['佛山陶瓷厂', '没有上报的厂'])
    const refused = await commit(batch)
    expect([refused.status, refused.problem.code]).toEqual([409, 'CONTROLS_DIFFER'])
    expect(await recorded(batch)).toMatchObject([{ isGiven: true, lines: { length: 3 } }])
  })

  test('a line that a clerk corrects, adds or takes out is told apart, with what was there; then it is imported', async () => {
    const batch = await makeCheckedWith(app, actor, rows(), [
      line({ unitName: '佛山陶瓷厂', hoursTenths: 200 }),
      line({ unitName: '没有上报的厂', hoursTenths: 60 }),
    ])
    const kept = await keep(batch, [
      line({ unitName: '佛山陶瓷厂' }),
      line({ unitName: '广州木棉机械厂' }),
      { ...line({ unitName: '没有上报的厂' }), hoursTenths: null },
    ])
    expect(kept.body).toMatchObject({ differing: 0, version: batch.version + 1 })
    const found = await unitsOf(batch)
    expect(
      found.map(({ unitName, control }) => [unitName, control?.hoursTenths, control?.givenTenths]),
    ).toEqual([
      ['佛山陶瓷厂', 180, 200],
      ['广州木棉机械厂', 180, null],
    ])
    expect((await recorded(batch)).at(-1)).toMatchObject({
      isGiven: false,
      differing: 0,
      lines: [
        { unitName: '佛山陶瓷厂', before: 200, after: 180 },
        { unitName: '广州木棉机械厂', before: null, after: 180 },
        { unitName: '没有上报的厂', before: 60, after: null },
      ],
    })
    const stale = await keep(batch, [line()])
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    const begun = await commit(kept.body)
    expect(begun.status).toBe(200)
    await runLegacy(app, begun.body.taskId)
    const after = await legacy.read(actor, batch.id)
    expect(after).toMatchObject({ state: 'committed', differing: 0 })
    expect(after.totals[0]?.control).toMatchObject({ hoursTenths: 360 })
    const late = await keep(after, [line()])
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('what is said with the commit is kept and recorded, though it differs; saying the same again changes nothing', async () => {
    const batch = await makeChecked(app, actor, [pastRow()])
    const said = (hoursTenths: number) =>
      office.client.call(commitLegacy, {
        params: { id: batch.id },
        body: {
          version: batch.version,
          controls: [{ year: 2015, category: 'public', hoursTenths }],
        },
      })
    expect((await said(190)).problem.code).toBe('CONTROLS_DIFFER')
    expect((await said(190)).problem.code).toBe('CONTROLS_DIFFER')
    expect(await legacy.read(actor, batch.id)).toMatchObject({
      differing: 1,
      version: batch.version,
      totals: [{ control: { hoursTenths: 190, givenTenths: null, isSum: false } }],
    })
    expect(await recorded(batch)).toHaveLength(1)
    const same = await keep(batch, [line({ hoursTenths: 190 })])
    expect(same.body.version).toBe(batch.version)
    expect((await said(180)).status).toBe(200)
  })

  test('422 where a line comes twice; a year and category of the file without one is not imported', async () => {
    const batch = await makeChecked(app, actor, [pastRow(), pastRow({ 培训年度: '2014' })])
    const twice = await keep(batch, [line(), line({ hoursTenths: 10 })])
    expect([twice.status, twice.problem.fields]).toEqual([422, { controls: 'LINE_TWICE' }])
    const one = await keep(batch, [line()])
    expect((await commit(one.body)).problem.code).toBe('CONTROLS_DIFFER')
  })
})
