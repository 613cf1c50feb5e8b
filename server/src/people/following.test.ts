import { readOwnProfile } from '@xueshi/contract/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeUnit } from '../../test/factories/orgs.ts'
import { makeApplicant, makePerson } from '../../test/factories/people.ts'
import { atOnce } from './following/store.ts'
import { peopleTasks } from './jobs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** Twice, as a job may be that did not live to say that it was done. */
const work = async (name: string, payload: Record<string, string>, times = 2) => {
  for (let time = 0; time < times; time += 1)
    await peopleTasks[name]?.(payload, { platform: app.platform })
}
const told = async (personId: string, topic: string) => {
  const rows = await app.platform.db.selectFrom('outbox').selectAll().execute()
  return rows.filter((row) => row.topic === topic && JSON.stringify(row).includes(personId))
}
const employmentOf = (personId: string) =>
  app.platform.db
    .selectFrom('employments')
    .select(['unitId', 'state'])
    .where('personId', '=', personId)
    .execute()

describe('people.unitRenamed', () => {
  test('who belongs to the unit is told both names; who only asks it is not', async () => {
    const unit = await makeUnit(app)
    const [person, applicant] = [
      await makePerson(app, { unit }),
      await makeApplicant(app, { unitId: unit.id }),
    ]
    await work('people.unitRenamed', { unitId: unit.id, formerName: '旧名公司' }, 1)
    const [message] = await told(person.id, 'unit.renamed')
    expect(JSON.stringify(message)).toContain('旧名公司')
    expect(JSON.stringify(message)).toContain(unit.name)
    expect(await told(applicant.id, 'unit.renamed')).toEqual([])
  })
})

describe('people.unitMerged', () => {
  test('who belongs to the unit belongs to the other, once told', async () => {
    const [unit, into] = [await makeUnit(app), await makeUnit(app)]
    const person = await makePerson(app, { unit })
    await work('people.unitMerged', { unitId: unit.id, intoId: into.id })
    expect(await employmentOf(person.id)).toEqual([{ unitId: into.id, state: 'confirmed' }])
    const { body } = await person.client.call(readOwnProfile)
    expect(body).toMatchObject({ confirmed: { form: { unitId: into.id } } })
    expect(await told(person.id, 'unit.moved')).toHaveLength(1)
  })
})

describe('people.unitClosed', () => {
  test('who belonged there belongs nowhere, who asked may ask another; each is told once', async () => {
    const [unit, other] = [await makeUnit(app), await makeUnit(app)]
    const person = await makePerson(app, { unit })
    const applicant = await makeApplicant(app, { unitId: unit.id })
    const stranger = await makePerson(app, { unit: other })
    await work('people.unitClosed', { unitId: unit.id })
    expect(await employmentOf(person.id)).toEqual([{ unitId: unit.id, state: 'ended' }])
    expect(await employmentOf(applicant.id)).toEqual([{ unitId: unit.id, state: 'refused' }])
    expect(await employmentOf(stranger.id)).toEqual([{ unitId: other.id, state: 'confirmed' }])
    const { body } = await applicant.client.call(readOwnProfile)
    expect(JSON.stringify(body)).toContain('单位已注销')
    for (const { id } of [person, applicant]) expect(await told(id, 'unit.ended')).toHaveLength(1)
    expect(await told(stranger.id, 'unit.ended')).toEqual([])
  })

  test('more people than are let go in one transaction: all are', async () => {
    const unit = await makeUnit(app)
    const person = await makePerson(app, { unit })
    const { db } = app.platform
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow()
    const account = await db
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow()
    const ids = Array.from({ length: atOnce + 2 }, () => crypto.randomUUID())
    await db
      .insertInto('accounts')
      .values(ids.map((id, at) => ({ ...account, id, accountName: `many_${at}` })))
      .execute()
    await db
      .insertInto('people')
      .values(ids.map((id) => ({ ...row, id })))
      .execute()
    const at = app.clock.now()
    await db
      .insertInto('employments')
      .values(
        ids.map((personId) => ({
          id: crypto.randomUUID(),
          personId,
          unitId: unit.id,
          kind: 'main' as const,
          state: 'confirmed' as const,
          appliedAt: at,
        })),
      )
      .execute()
    await work('people.unitClosed', { unitId: unit.id })
    const left = await db
      .selectFrom('employments')
      .select('id')
      .where('unitId', '=', unit.id)
      .where('state', '=', 'confirmed')
      .execute()
    expect(left).toEqual([])
  })
})
