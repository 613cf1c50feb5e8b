import { listUnitsBelow, releaseSubUnit } from '@xueshi/contract/orgs/sub-units'
import { listPersonYears } from '@xueshi/contract/ledger/year-views'
import {
  assignDepartment,
  endEmployments,
  exportPeople,
  listPeople,
} from '@xueshi/contract/people/desk'
import { readPerson, revealNumber } from '@xueshi/contract/people/lookup'
import { readTask } from '@xueshi/contract/tasks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeStaff } from '../../../test/factories/orgs.ts'
import { type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import { runTask } from '../../tasks/service.ts'
import { peopleWorks } from '../jobs.ts'
import { staffQuery } from './store.ts'

let app: TestApp
type House = Desk & { person: Awaited<ReturnType<typeof makePerson>> }
const houses: Record<string, House> = {}
const house = (name: string): House => {
  const found = houses[name]
  if (!found) throw new Error(`no unit ${name}`)
  return found
}

/** The unit stands below the other, or only asks to. */
const put = (child: string, parent: string, parentState: 'accepted' | 'asked') =>
  app.platform.db
    .updateTable('units')
    .set({ parentId: house(parent).id, parentState })
    .where('id', '=', house(child).id)
    .execute()

// 集团 has 分公司, which has 项目部; 求职的 asks 集团 to stand below it; 别家 has nothing to do with them.
beforeAll(async () => {
  app = await testApp()
  for (const name of ['集团', '分公司', '项目部', '求职的', '别家']) {
    const desk = await makeDesk(app)
    const account = { name: '欧阳明月' }
    const person = await makePerson(app, { unit: desk, clerk: desk.clerk, account })
    houses[name] = { ...desk, person }
  }
  await put('分公司', '集团', 'accepted')
  await put('项目部', '分公司', 'accepted')
  await put('求职的', '集团', 'asked')
})
afterAll(() => app.close())

const listed = async (who: string, subUnit?: string) => {
  const query = subUnit === undefined ? {} : { subUnit }
  const { body } = await house(who).clerk.client.call(listPeople, { query })
  return body.items.map(({ personId }) => personId)
}
const personOf = (name: string) => house(name).person.id
const statusOf = async (who: string, whose: string) => {
  const params = { id: personOf(whose) }
  const { client } = house(who).clerk
  const years = await client.call(listPersonYears, { params })
  const page = await client.call(readPerson, { params })
  expect(years.status).toBe(page.status)
  return page.status
}

describe('T02: the people of units below', () => {
  test('are listed however far below, and the unit’s own apart from them', async () => {
    expect(await listed('集团')).toEqual([personOf('集团')])
    const all = await listed('集团', 'all')
    expect(new Set(all)).toEqual(new Set([personOf('分公司'), personOf('项目部')]))
    expect(await listed('集团', house('项目部').id)).toEqual([personOf('项目部')])
    expect(await listed('分公司', 'all')).toEqual([personOf('项目部')])
    const named = (await house('集团').clerk.client.call(listUnitsBelow)).body.items
    expect(new Set(named.map(({ id }) => id))).toEqual(
      new Set([house('分公司').id, house('项目部').id]),
    )
  })

  test('are nobody’s who stands below, asks to, or has nothing to do with them', async () => {
    expect(await listed('项目部', 'all')).toEqual([])
    expect(await listed('项目部', house('集团').id)).toEqual([])
    expect(await listed('求职的', 'all')).toEqual([])
    expect(await listed('别家', 'all')).toEqual([])
    for (const other of ['求职的', '别家', '集团'])
      expect(await listed('集团', house(other).id)).toEqual([])
  })

  test('are opened with their years by those above, and by no other', async () => {
    for (const whose of ['分公司', '项目部']) expect(await statusOf('集团', whose)).toBe(200)
    expect(await statusOf('分公司', '项目部')).toBe(200)
    for (const [who, whose] of [
      ['项目部', '分公司'],
      ['项目部', '集团'],
      ['分公司', '集团'],
      ['集团', '求职的'],
      ['求职的', '集团'],
      ['集团', '别家'],
      ['别家', '项目部'],
    ] as const)
      expect(await statusOf(who, whose)).toBe(404)
  })

  test('are looked at only: no number in full, no ending, no department', async () => {
    const { client } = house('集团').clerk
    const params = { id: personOf('分公司') }
    expect((await client.call(readPerson, { params })).body.mayReveal).toBe(false)
    const reason = { reason: '核对职称评审材料' }
    expect((await client.call(revealNumber, { params, body: reason })).status).toBe(404)
    const { items } = (await client.call(listPeople, { query: { subUnit: 'all' } })).body
    expect(items.map(({ mayEnd }) => mayEnd)).toEqual([false, false])
    const employments = items.map(({ employmentId: id, version }) => ({ id, version }))
    const ending = { employments, reason: 'left', endedOn: '2026-06-01' } as const
    expect((await client.call(endEmployments, { body: ending })).status).toBe(404)
    const assigned = { employments, departmentId: null }
    expect((await client.call(assignDepartment, { body: assigned })).status).not.toBe(200)
    expect(await listed('分公司')).toEqual([personOf('分公司')])
  })

  test('are exported as they are listed, masked', async () => {
    const { client } = house('集团').clerk
    const filter = { subUnit: 'all' } as const
    const full = { filter, unmaskedReason: '核对职称评审材料' }
    expect((await client.call(exportPeople, { body: full })).problem.fields).toEqual({
      unmaskedReason: 'NOT_OFFERED',
    })
    const begun = await client.call(exportPeople, { body: { filter, unmaskedReason: null } })
    const params = { id: begun.body.id }
    await runTask(app.platform, { works: peopleWorks, actors }, params.id)
    const task = (await client.call(readTask, { params })).body
    expect(task).toMatchObject({ state: 'done', counts: { written: 2 } })
  })

  test('each unit is a range of its own index', async () => {
    const filter = {
      unitId: house('集团').id,
      belowIds: [house('分公司').id],
      search: null,
      departmentId: null,
      series: null,
      standing: null,
      lack: null,
      partTime: false,
    }
    const plan = await genericPlan(app.platform.db, staffQuery(filter, ['m', filter.unitId], 21))
    expect(plan).toMatch(/Index Scan using people_unit on people r/)
    expect(plan).not.toMatch(/Seq Scan on (people|employments|accounts)/)
  })

  test('are out of sight once the unit is let go', async () => {
    const { id } = house('分公司')
    const manager = await makeStaff(app, house('集团').id, { level: 'manager' })
    const row = app.platform.db.selectFrom('units').select('version').where('id', '=', id)
    const { version } = await row.executeTakeFirstOrThrow()
    const letGo = { params: { id }, body: { version } }
    expect((await manager.client.call(releaseSubUnit, letGo)).status).toBe(200)
    expect(await listed('集团', 'all')).toEqual([])
    expect(await statusOf('集团', '项目部')).toBe(404)
  })
})
