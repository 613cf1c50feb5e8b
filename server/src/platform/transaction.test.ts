import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makePerson } from '../../test/factories/people.ts'
import * as orgs from '../orgs/service.ts'
import * as audit from './audit.ts'
import { newId } from './ids.ts'
import { transaction } from './transaction.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test('an act of many leaves the same rows in the audit as an act of few', async () => {
  const { id: subjectId } = await makePerson(app)
  const actor = orgs.systemActor(app.platform)
  const leave = async (act: string, count: number) => {
    await transaction(actor, async (tx) => {
      for (let at = 0; at < count; at += 1) {
        const personal =
          at % 3 === 0 ? { personal: { subjectId, values: { name: '欧阳·䶮' } } } : {}
        const facts = { at, text: 'a "quoted" {list}, \\ and \u{1F600}' }
        await audit.record(tx, actor, {
          act,
          recordId: at % 2 === 0 ? newId() : null,
          facts,
          ...personal,
        })
      }
      return { id: subjectId }
    })
    const { rows } = await sql<{
      id: string
      subjectId: string | null
      personalSealed: Buffer | null
    }>`
      SELECT id, at, actor_id, actor_kind, actor_unit_id, record_id IS NULL AS of_nobody, subject_id, facts, personal_sealed,
        address, request_id FROM audit WHERE act = ${act} ORDER BY (facts->>'at')::int`.execute(
      app.platform.db,
    )
    return Promise.all(
      rows.map(async ({ id, personalSealed, ...row }) => ({
        ...row,
        personal: await audit.openPersonal(app.platform, { id, personalSealed, ...row }),
      })),
    )
  }
  const few = await leave('test.few', 12)
  const many = await leave('test.many', 60)
  expect(many).toHaveLength(60)
  expect(many.slice(0, 12)).toEqual(few)
  expect(many[57]?.personal).toEqual({ name: '欧阳·䶮' })
})
