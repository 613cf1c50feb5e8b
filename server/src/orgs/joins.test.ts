import { readSession } from '@xueshi/contract/orgs'
import { acceptJoin, applyToJoin, listJoins, refuseJoin } from '@xueshi/contract/orgs/joins'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import {
  creditCode,
  makeJoin,
  makeRegistrant,
  makeStaff,
  makeUnit,
} from '../../test/factories/orgs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const unitWithManager = async (
  capabilities: readonly ('employer' | 'institution')[] = ['employer'],
) => {
  const unit = await makeUnit(app, { capabilities })
  return { unit, manager: await makeStaff(app, unit.id, { level: 'manager' }) }
}

describe('POST /joins', () => {
  test('200: the manager sees who asks', async () => {
    const { unit, manager } = await unitWithManager()
    const { client, accountName } = await makeIndividual(app, { name: '梁家辉' })
    const { status, body } = await client.call(applyToJoin, { body: { code: unit.code } })
    expect([status, body.unitName]).toEqual([200, unit.name])
    const list = await manager.client.call(listJoins, {})
    expect(list.body.items).toMatchObject([
      { id: body.id, name: '梁家辉', accountName, version: 1 },
    ])
  })

  test('409: twice, also at once, and from somebody who is there already', async () => {
    const { unit, manager } = await unitWithManager()
    const { client } = await makeIndividual(app)
    const asked = { body: { code: unit.code } }
    const answers = await Promise.all([1, 2, 3].map(() => client.call(applyToJoin, asked)))
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409,
    ])
    expect((await manager.client.call(applyToJoin, asked)).problem.code).toBe('WRONG_STATE')
  })

  test('404: no unit has the code, or none that was sent', async () => {
    const { client } = await makeIndividual(app)
    const draft = await makeRegistrant(app)
    for (const code of [creditCode(), draft.unit.code])
      expect((await client.call(applyToJoin, { body: { code } })).status).toBe(404)
  })
})

describe('POST /joins/:id/accept', () => {
  test('200: a seat for each kind of work of the unit, without a new login', async () => {
    const { unit, manager } = await unitWithManager(['employer', 'institution'])
    const { client } = await makeIndividual(app)
    const { body } = await client.call(applyToJoin, { body: { code: unit.code } })
    const decision = { params: { id: body.id }, body: { version: 1, level: 'clerk' } as const }
    expect((await manager.client.call(acceptJoin, decision)).status).toBe(200)
    const { seats } = (await client.call(readSession, {})).body
    expect(seats.map(({ kind, level }) => `${kind} ${level}`).toSorted()).toEqual([
      'employer clerk',
      'institution clerk',
    ])
    expect((await manager.client.call(listJoins, {})).body.items).toEqual([])
  })

  test('409: decided already, also by two managers at once', async () => {
    const { unit, manager } = await unitWithManager()
    const second = await makeStaff(app, unit.id, { level: 'manager' })
    for (let round = 0; round < 5; round += 1) {
      const params = { id: await makeJoin(app, unit.id) }
      const answers = await Promise.all([
        manager.client.call(acceptJoin, { params, body: { version: 1, level: 'clerk' } }),
        second.client.call(refuseJoin, { params, body: { version: 1, reason: '不认识' } }),
      ])
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        200, 409,
      ])
    }
  })

  test('404: an application to another unit', async () => {
    const { unit } = await unitWithManager()
    const other = await unitWithManager()
    const params = { id: await makeJoin(app, unit.id) }
    const body = { version: 1, level: 'clerk' } as const
    expect((await other.manager.client.call(acceptJoin, { params, body })).status).toBe(404)
  })

  test('403: a clerk decides nothing, and sees nobody', async () => {
    const { unit } = await unitWithManager()
    const clerk = await makeStaff(app, unit.id)
    const params = { id: await makeJoin(app, unit.id) }
    const body = { version: 1, level: 'manager' } as const
    expect((await clerk.client.call(acceptJoin, { params, body })).status).toBe(403)
    expect((await clerk.client.call(listJoins, {})).status).toBe(403)
  })
})

describe('POST /joins/:id/refuse', () => {
  test('200: no seat, and they may ask again', async () => {
    const { unit, manager } = await unitWithManager()
    const { client } = await makeIndividual(app)
    const { body } = await client.call(applyToJoin, { body: { code: unit.code } })
    const decision = { params: { id: body.id }, body: { version: 1, reason: '请先与人事科联系' } }
    expect((await manager.client.call(refuseJoin, decision)).status).toBe(200)
    expect((await client.call(readSession, {})).body.seats).toEqual([])
    expect((await client.call(applyToJoin, { body: { code: unit.code } })).status).toBe(200)
  })
})
