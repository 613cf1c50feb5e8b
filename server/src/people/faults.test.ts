import { endEmployments } from '@xueshi/contract/people/desk'
import { confirmProfile } from '@xueshi/contract/people'
import { applyToUnit } from '@xueshi/contract/people/employments'
import { objectToTransfer, releaseTransfer } from '@xueshi/contract/people/transfers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { someFaults } from '../../test/battery.ts'
import { everyStatement } from '../../test/every-statement.ts'
import { makeUnit } from '../../test/factories/orgs.ts'
import { type Desk, makeDesk, makeMover, makePerson } from '../../test/factories/people.ts'

let app: TestApp
let from: Desk
let to: Desk
beforeAll(async () => {
  app = await testApp()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
  ;[from, to] = [await makeDesk(app), await makeDesk(app)]
})
afterAll(() => app.close())

/** All that is kept of a person's way between units, and how often somebody was told of it. */
const tracesOf = async ({ id }: { id: string }) => {
  const { rows } = await sql<{
    unitId: string | null
    employments: string | null
    profiles: string | null
    transfers: string | null
    told: number
  }>`
    SELECT (SELECT unit_id FROM people WHERE id = ${id}) AS unit_id,
      (SELECT string_agg(state, ' ' ORDER BY applied_at, id) FROM employments WHERE person_id = ${id}) AS employments,
      (SELECT string_agg(state, ' ' ORDER BY id) FROM profiles WHERE person_id = ${id}) AS profiles,
      (SELECT string_agg(state, ' ' ORDER BY id) FROM transfers WHERE person_id = ${id}) AS transfers,
      (SELECT count(*)::int FROM audit WHERE record_id IN (
        SELECT id FROM employments WHERE person_id = ${id} UNION ALL SELECT id FROM profiles WHERE person_id = ${id}
        UNION ALL SELECT id FROM transfers WHERE person_id = ${id})) AS told`.execute(
    app.platform.db,
  )
  return rows[0] ?? null
}
type Traces = {
  unitId: string | null
  employments: string
  profiles: string
  transfers: string | null
  told: number
}

describe('T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect', () => {
  const mover = () => makeMover(app, { former: from, next: to })
  const accepted = () => makeMover(app, { former: from, next: to, isAccepted: true })

  test('更换工作单位', async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: () => makePerson(app, { unit: from, clerk: from.clerk }),
        act: ({ client }, key) =>
          client.call(applyToUnit, {
            body: { unitId: to.id, partTime: false, pendingPolicy: 'follow' },
            key,
          }),
        traces: tracesOf,
        done: (before: Traces) => ({
          ...before,
          employments: 'confirmed applied',
          profiles: 'confirmed submitted',
          transfers: 'waiting',
          told: before.told + 1,
        }),
      })
      expect(statements).toBeGreaterThan(6)
    }
  })

  test('确认 of whom another unit still has', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: mover,
        act: ({ current: { id, version } }, key) =>
          to.clerk.client.call(confirmProfile, { params: { id }, body: { version }, key }),
        traces: tracesOf,
        done: (before: Traces) => ({
          ...before,
          employments: 'confirmed accepted',
          profiles: 'superseded confirmed',
          told: before.told + 1,
        }),
      })
  })

  test('同意转出 of whom the next unit has confirmed: the person is taken up in the same act', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: accepted,
        act: ({ transfer: { id, version } }, key) =>
          from.clerk.client.call(releaseTransfer, { params: { id }, body: { version }, key }),
        traces: tracesOf,
        done: (before: Traces) => ({
          ...before,
          unitId: to.id,
          employments: 'ended confirmed',
          transfers: 'released',
          told: before.told + 2,
        }),
      })
  })

  test('提出异议', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: mover,
        act: ({ transfer: { id, version } }, key) =>
          from.clerk.client.call(objectToTransfer, {
            params: { id },
            body: { version, reason: '交接未完成' },
            key,
          }),
        traces: tracesOf,
        done: (before: Traces) => ({ ...before, transfers: 'objected', told: before.told + 1 }),
      })
  })

  test('办理离职 of two at once', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: async () => {
          const person = await makePerson(app, { unit: from, clerk: from.clerk })
          const other = await makePerson(app, { unit: from, clerk: from.clerk })
          const employments = await app.platform.db
            .selectFrom('employments')
            .select(['id', 'version'])
            .where('personId', 'in', [person.id, other.id])
            .execute()
          return { ...person, other, employments }
        },
        act: ({ employments }, key) =>
          from.clerk.client.call(endEmployments, {
            body: { employments, reason: 'left', endedOn: '2026-05-30' },
            key,
          }),
        traces: async ({ id, other }) => [await tracesOf({ id }), await tracesOf(other)],
        done: (both: Traces[]) =>
          both.map((before) => ({
            ...before,
            unitId: null,
            employments: 'ended',
            told: before.told + 1,
          })),
      })
  })
})
