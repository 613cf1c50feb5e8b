import { randomUUID } from 'node:crypto'
import { readSession } from '@xueshi/contract/orgs'
import { listAbsences } from '@xueshi/contract/orgs/absences'
import { handOverUnit } from '@xueshi/contract/orgs/registry'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorAt, makeAbsence } from '../../test/factories/staff.ts'
import { makeLetter, makeOffices } from '../../test/factories/units.ts'
import { failingDatabase, faults } from '../../test/failing-database.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeOffices>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeOffices(app)
})
afterAll(() => app.close())

const reason = '原管理员已离职，按公函办理'
const orphaned = async (kinds: readonly ('employer' | 'institution')[] = ['employer']) => {
  const unit = await makeUnit(app, { capabilities: kinds })
  const former = await makeStaff(app, unit.id, { level: 'manager', name: '旧主任' })
  const clerk = await makeStaff(app, unit.id, { name: '小梁' })
  const successor = await makeIndividual(app, { name: '黎小满' })
  const letterId = await makeLetter(app, await actorAt(app, offices.county), unit.id)
  const asked = {
    params: { id: unit.id },
    body: { version: 1, name: '黎小满', userName: successor.accountName, reason, letterId },
  }
  return { unit, former, clerk, successor, asked }
}
const managersOf = (unitId: string) =>
  app.platform.db
    .selectFrom('unitStaff')
    .select(['accountId', 'kind'])
    .where('unitId', '=', unitId)
    .where('level', '=', 'manager')
    .where('endedAt', 'is', null)
    .orderBy('kind')
    .execute()

describe('POST /units/:id/handover', () => {
  test('200: the successor manages every desk, who managed it no more, clerks stay', async () => {
    const { unit, former, clerk, successor, asked } = await orphaned(['employer', 'institution'])
    await makeAbsence(app, former, { seatId: former.seatId, deputySeatId: clerk.seatId })
    const { status, body } = await offices.county.client.call(handOverUnit, asked)
    expect([status, body.staff.map(({ name }) => name).toSorted()]).toEqual([
      200,
      ['小梁', '黎小满', '黎小满'],
    ])
    expect(body.timeline[0]).toMatchObject({ act: 'handOver', reason, about: '黎小满' })
    expect(await managersOf(unit.id)).toEqual([
      { accountId: successor.id, kind: 'employer' },
      { accountId: successor.id, kind: 'institution' },
    ])
    expect((await former.client.call(listStaff)).status).toBe(403)
    expect((await successor.client.call(readSession)).body.seats).toHaveLength(2)
    expect((await clerk.client.call(listAbsences)).body.items).toEqual([])
    const paper = await app.platform.db
      .selectFrom('unitPapers')
      .select('recordId')
      .where('id', '=', asked.body.letterId)
      .executeTakeFirstOrThrow()
    expect(paper.recordId).not.toBe(null)
    const audited = await app.platform.db
      .selectFrom('audit')
      .select('facts')
      .where('recordId', '=', unit.id)
      .where('act', '=', 'unit.handOver')
      .execute()
    expect(audited).toMatchObject([
      {
        facts: {
          reason,
          accountId: successor.id,
          former: former.id,
          letterId: asked.body.letterId,
        },
      },
    ])
  })

  test('200: a clerk of the unit may be who manages it now', async () => {
    const { unit, clerk, asked } = await orphaned()
    const body = { ...asked.body, name: '小梁', userName: clerk.accountName }
    await offices.county.client.call(handOverUnit, { ...asked, body })
    expect(await managersOf(unit.id)).toEqual([{ accountId: clerk.id, kind: 'employer' }])
  })

  test('422: nobody of both names, oneself, a letter that is not there or another unit’s', async () => {
    const { asked } = await orphaned()
    const other = await orphaned()
    const fields = async (given: Partial<typeof asked.body>) => {
      const body = { ...asked.body, ...given }
      return (await offices.county.client.call(handOverUnit, { ...asked, body })).problem.fields
    }
    expect(await fields({ name: '黎大满' })).toEqual({ userName: 'PERSON_NOT_FOUND' })
    const own = { name: offices.county.name, userName: offices.county.accountName }
    expect(await fields(own)).toEqual({ userName: 'HANDOVER_SELF' })
    for (const letterId of [randomUUID(), other.asked.body.letterId])
      expect(await fields({ letterId })).toEqual({ letterId: 'NOT_OFFERED' })
    // A letter serves once.
    expect((await offices.county.client.call(handOverUnit, other.asked)).status).toBe(200)
    const twice = { ...other.asked, body: { ...other.asked.body, version: 2 } }
    const again = await offices.county.client.call(handOverUnit, twice)
    expect(again.problem.fields).toEqual({ letterId: 'NOT_OFFERED' })
  })

  test('two offices at once: one hands it over', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { unit, asked } = await orphaned()
      const second = await makeIndividual(app, { name: '赖晴' })
      const letterId = await makeLetter(app, await actorAt(app, offices.city), unit.id)
      const body = { ...asked.body, name: '赖晴', userName: second.accountName, letterId }
      const answers = await Promise.all([
        offices.county.client.call(handOverUnit, asked),
        offices.city.client.call(handOverUnit, { ...asked, body }),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
      expect(await managersOf(unit.id)).toHaveLength(1)
    }
  })

  // T20: whatever statement goes wrong, the unit has its former manager or its new one.
  test.each(faults)(
    'T20: a statement that %s leaves no half, and a retry has one effect',
    async (fault) => {
      const failing = failingDatabase(app.database.appUrl)
      const { db } = app.platform
      let statements = 0
      for (let reached = true; reached;) {
        statements += 1
        // Hand-overs are counted, and the tries of this test are many.
        await db.deleteFrom('attempts').execute()
        const { unit, former, successor, asked } = await orphaned()
        const key = randomUUID()
        app.platform.db = failing.db
        failing.arm(statements, fault)
        await offices.county.client.call(handOverUnit, { ...asked, key })
        reached = failing.disarm()
        app.platform.db = db
        const traces = async () => ({
          managers: (await managersOf(unit.id)).map(({ accountId }) => accountId),
          events: (
            await db.selectFrom('unitEvents').select('id').where('unitId', '=', unit.id).execute()
          ).length,
        })
        const before = { managers: [former.id], events: 0 }
        const after = { managers: [successor.id], events: 1 }
        const standing = await traces()
        expect(standing).toEqual(standing.events === 0 ? before : after)
        let retried = await offices.county.client.call(handOverUnit, { ...asked, key })
        // The server may take a moment to see that a connection is gone, and with it the key's lock.
        for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries += 1)
          retried = await offices.county.client.call(handOverUnit, { ...asked, key })
        expect(retried.status).toBe(200)
        expect(await traces()).toEqual(after)
      }
      expect(statements).toBeGreaterThan(12)
      await failing.close()
    },
  )
})
