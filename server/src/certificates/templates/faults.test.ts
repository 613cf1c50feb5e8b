import { randomUUID } from 'node:crypto'
import * as law from '@xueshi/contract/certificates/templates'
import { sql } from 'kysely'
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

/** One that nobody has written yet is known by its title alone. */
const titled = async () => ({ title: `证书${randomUUID().slice(0, 13)}` })
const tracesOfTitle = async ({ title }: { title: string }) => {
  const { rows } = await sql<{ state: string; version: number; told: number }>`
    SELECT t.state, t.version, (SELECT count(*)::int FROM audit a WHERE a.record_id = t.id) AS told
    FROM certificate_templates t WHERE t.title = ${title}`.execute(app.platform.db)
  return rows
}

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
  test('新建', { timeout: 120_000 }, async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: titled,
        act: (given, key) =>
          one.client.call(law.createTemplate, { body: templateForm(given), key }),
        traces: tracesOfTitle,
        done: () => [{ state: 'draft', version: 1, told: 1 }],
      })
      expect(statements).toBeGreaterThan(3)
    }
  })

  test('上传 of a seal: its place', { timeout: 120_000 }, async () => {
    const ofOffice = async () => {
      const { rows } = await sql<{ places: number; told: number }>`
        SELECT (SELECT count(*)::int FROM certificate_seals s WHERE s.account_id = ${one.id}) AS places,
          (SELECT count(*)::int FROM audit a WHERE a.actor_id = ${one.id} AND a.act LIKE 'seal.%') AS told`.execute(
        app.platform.db,
      )
      return rows[0]
    }
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        // An officer may have only so many that came to nothing.
        make: () =>
          app.platform.db
            .deleteFrom('certificateSeals')
            .where('accountId', '=', one.id)
            .where('fileId', 'is', null)
            .execute(),
        act: (_, key) => one.client.call(law.addSeal, { body: { sizeBytes: 2000 }, key }),
        traces: ofOffice,
        done: (before: { places: number; told: number }) => ({
          places: before.places + 1,
          told: before.told + 1,
        }),
      })
      expect(statements).toBeGreaterThan(3)
    }
  })

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
