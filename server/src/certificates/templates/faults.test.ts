import * as law from '@xueshi/contract/certificates/templates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { someFaults } from '../../../test/battery.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf } from '../../../test/factories/people.ts'
import { makePublished, templateForm } from '../../../test/factories/templates.ts'
import * as templates from './service.ts'

type Officer = Awaited<ReturnType<typeof makeStaff>>

let app: TestApp
let one: Officer
let other: Officer
beforeAll(async () => {
  app = await testApp()
  const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  one = await makeStaff(app, id, { kind: 'hrss' })
  other = await makeStaff(app, id, { kind: 'hrss' })
})
afterAll(() => app.close())

const draft = async () => templates.create(await actorOf(app, one), templateForm())
const published = async () => makePublished(await actorOf(app, one), await actorOf(app, other))

const tracesOf = async ({ id }: { id: string }) => {
  const { db } = app.platform
  const row = await db
    .selectFrom('certificateTemplates')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const acts = await db
    .selectFrom('audit')
    .select('act')
    .where('recordId', '=', id)
    .orderBy('id')
    .execute()
  return { ...row, acts: acts.map(({ act }) => act.split('.')[1]).join(' ') }
}

describe('T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect', () => {
  test.each([
    [
      '发布',
      draft,
      ({ id, version }: law.Template, key: string) =>
        other.client.call(law.publishTemplate, {
          params: { id },
          body: { version, effectiveFrom: '2026-06-01' },
          key,
        }),
      { state: 'published', version: 2, acts: 'create publish' },
    ],
    [
      '作废',
      draft,
      ({ id, version }: law.Template, key: string) =>
        one.client.call(law.discardTemplate, { params: { id }, body: { version }, key }),
      { state: 'discarded', version: 2, acts: 'create discard' },
    ],
    [
      '停用',
      published,
      ({ id, version }: law.Template, key: string) =>
        one.client.call(law.retireTemplate, {
          params: { id },
          body: { version, reason: '文字有误。' },
          key,
        }),
      { state: 'retired', version: 3, acts: 'create publish retire' },
    ],
  ] as const)(
    '%s',
    async (_, make, act, done) => {
      for (const fault of someFaults) {
        const traces = tracesOf
        const statements = await everyStatement(app, fault, { make, act, traces, done: () => done })
        expect(statements).toBeGreaterThan(4)
      }
    },
    120_000,
  )
})
