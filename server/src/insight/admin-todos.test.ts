import { readHome } from '@xueshi/contract/insight'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor, makeAccount } from '../../test/factories/accounts.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { makeFailedTask } from '../../test/factories/tasks.ts'
import { newId } from '../platform/ids.ts'
import { prepareJobs } from '../platform/jobs.ts'
import { sealOnce } from '../platform/seals.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())

test('long work that failed lately waits for the system administrator, and for nobody else', async () => {
  const system = await makeAdministrator(app, 'systemAdmin')
  const auditor = await makeAdministrator(app, 'auditAdmin')
  expect((await system.client.call(readHome)).body.todos).toEqual([])
  const clerk = await makeStaff(app, (await makeUnit(app)).id)
  await makeFailedTask(app, await actorAt(app, clerk))
  const { body } = await system.client.call(readHome)
  expect(body.todos).toEqual([{ kind: 'failedTasks', count: 1, more: false }])
  const others = (await auditor.client.call(readHome)).body.todos.map(({ kind }) => kind)
  expect(others).not.toContain('failedTasks')
})

test('an account that rests waits for the security administrator until its rest is over', async () => {
  const security = await makeAdministrator(app, 'securityAdmin')
  const { id } = await makeAccount(app)
  const { db, clock } = app.platform
  const subject = Buffer.from(id.replaceAll('-', ''), 'hex')
  await sql`INSERT INTO attempts (kind, subject, window_at, count)
    VALUES ('login rest', ${subject}, ${clock.now()}, 1)`.execute(db)
  const todos = async () => (await security.client.call(readHome)).body.todos
  expect(await todos()).toEqual([{ kind: 'restingAccounts', count: 1, more: false }])
  // Fifteen minutes, in two looks: the login itself rests after as many.
  app.clock.advance(8 * 60_000)
  await todos()
  app.clock.advance(8 * 60_000)
  expect(await todos()).toEqual([])
})

test('seals that nobody checked wait for the audit administrator, and what the last check found', async () => {
  const auditor = await makeAdministrator(app, 'auditAdmin')
  const { db, clock } = app.platform
  await sealOnce(app.platform)
  const todos = async () => (await auditor.client.call(readHome)).body.todos
  const unverified = { kind: 'auditUnverified', count: 1, more: false }
  expect(await todos()).toEqual([unverified])
  const check = { accountId: auditor.id, byName: '何审计', state: 'done' as const }
  const checked = (findings: readonly object[]) =>
    db
      .insertInto('auditChecks')
      .values({
        ...check,
        id: newId(clock.now()),
        at: clock.now(),
        endedAt: clock.now(),
        findings: JSON.stringify(findings),
      })
      .execute()
  await checked([{}, {}])
  expect(await todos()).toEqual([{ kind: 'auditFindings', count: 2, more: false }])
  app.clock.advance(60_000)
  await checked([])
  expect(await todos()).toEqual([])
  app.clock.advance(8 * 24 * 60 * 60_000)
  const later = await clientFor(app, { accountId: auditor.id, seatId: auditor.seatId })
  expect((await later.call(readHome)).body.todos).toEqual([unverified])
})
