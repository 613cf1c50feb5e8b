import {
  listAudit,
  listSensitiveViews,
  readIntegrity,
  revealAudit,
  startAuditCheck,
} from '@xueshi/contract/administration/audit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '../../test/app.ts'
import { makeAdministrator, makeHeld } from '../../test/factories/administration.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { genericPlan } from '../../test/plan.ts'
import { newId } from '../platform/ids.ts'
import { sealOnce } from '../platform/seals.ts'
import { auditQuery } from './audit/store.ts'
import { administrationTasks } from './jobs.ts'

let app: TestApp
let auditor: Client
let accountName: string
beforeAll(async () => {
  app = await testApp()
  const administrator = await makeAdministrator(app, 'auditAdmin')
  auditor = administrator.client
  accountName = administrator.accountName
})
afterAll(() => app.close())

const list = async (query: object) => (await auditor.call(listAudit, { query })).body

describe('GET /administration/audit', () => {
  test('200: newest first, twenty at a time, each row once', async () => {
    for (let count = 0; count < 25; count += 1) await makeIndividual(app)
    const first = await list({ act: 'account.create' })
    expect(first.items).toHaveLength(20)
    const rest = await list({ act: 'account.create', after: first.next ?? '' })
    const ids = [...first.items, ...rest.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(ids.toSorted().toReversed())
  })

  test('200: by what, by whom, of which record and on which days', async () => {
    const { id, disabledId, auditId } = await makeHeld(app)
    const acts = async (query: object) => (await list(query)).items.map(({ act }) => act)
    expect(await acts({ record: id })).toEqual(['login.open', 'account.create'])
    // Whoever logs in was a visitor until then, and is found as the one who did.
    expect((await list({ record: id, act: 'login.open' })).items).toMatchObject([{ actorId: id }])
    expect(await acts({ record: disabledId, act: 'account.disable' })).toEqual(['account.disable'])
    await auditor.call(revealAudit, { params: { id: auditId }, body: { reason: '核查投诉' } })
    const mine = await list({ actor: accountName.toUpperCase() })
    expect(mine.items[0]).toMatchObject({
      act: 'audit.reveal',
      accountName,
      actorKind: 'auditAdmin',
    })
    expect(await acts({ record: id, from: '2026-06-01', to: '2026-06-01' })).toHaveLength(2)
    expect(await acts({ record: id, from: '2026-06-02' })).toEqual([])
    expect(await acts({ record: id, to: '2026-05-31' })).toEqual([])
  })

  test('200: names and numbers that are nobody’s find nothing', async () => {
    expect((await list({ actor: 'nobody_at_all' })).items).toEqual([])
    expect((await list({ record: '2026' })).items).toEqual([])
  })

  test('422: a cursor that we did not write', async () => {
    const refused = await auditor.call(listAudit, { query: { after: 'x' } })
    expect(refused.problem.fields).toEqual({ after: 'WRONG_FORMAT' })
  })

  test.each([
    [{}, 'audit_at'],
    [{ act: 'login.open' }, 'audit_act'],
    [{ actorId: newId() }, 'audit_actor'],
    [{ recordId: newId() }, 'audit_record'],
  ])('%o goes along %s, and sorts nothing before the page is cut', async (wanted, index) => {
    const after = { at: '2026-06-01T00:00:00Z', id: newId() }
    const plan = await genericPlan(app.platform.db, auditQuery({ ...wanted, after, limit: 21 }))
    expect(plan).toContain(index)
    const [, belowLimit = ''] = plan.split(/Limit {2}/)
    expect(belowLimit).not.toMatch(/Sort|Seq Scan on audit/)
  })
})

describe('POST /administration/audit/:id/personal', () => {
  test('200: the values, once it stands on record who looked and why', async () => {
    const { auditId, disabledId } = await makeHeld(app)
    const plain = await list({ record: disabledId, act: 'account.disable' })
    expect(plain.items[0]).toMatchObject({ personal: true })
    expect(JSON.stringify(plain)).not.toContain('试用期满')
    const params = { id: auditId }
    app.clock.advance(1000)
    const shown = await auditor.call(revealAudit, { params, body: { reason: '核查投诉二' } })
    expect(shown.body.values).toEqual({ reason: '试用期满' })
    const views = (await auditor.call(listSensitiveViews)).body.items
    expect(views[0]).toMatchObject({
      act: 'audit.reveal',
      recordId: auditId,
      facts: { reason: '核查投诉二', subjectId: disabledId },
    })
  })

  test('404: of an erased subject, though the looking stays on record', async () => {
    const { auditId, disabledId } = await makeHeld(app)
    await app.platform.db
      .updateTable('subjectKeys')
      .set({ wrappedKey: null, destroyedAt: app.clock.now() })
      .where('subjectId', '=', disabledId)
      .execute()
    const body = { reason: '核查' }
    app.clock.advance(1000)
    expect((await auditor.call(revealAudit, { params: { id: auditId }, body })).status).toBe(404)
    expect((await auditor.call(listSensitiveViews)).body.items[0]?.recordId).toBe(auditId)
  })

  test('422: without a reason, and nothing is shown', async () => {
    const { auditId } = await makeHeld(app)
    const refused = await auditor.call(revealAudit, {
      params: { id: auditId },
      body: { reason: '' },
    })
    expect(refused.status).toBe(422)
  })
})

describe('POST /administration/audit-checks', () => {
  const run = (id: string) => administrationTasks['administration.checkAudit']?.({ id }, app)

  test('200: one walk at a time; what it found is shown', async () => {
    await sealOnce(app.platform)
    const [one, two] = await Promise.all([
      auditor.call(startAuditCheck, { body: {} }),
      auditor.call(startAuditCheck, { body: {} }),
    ])
    expect(one.body.id).toBe(two.body.id)
    await run(one.body.id)
    const { checks, seals } = (await auditor.call(readIntegrity)).body
    expect(checks[0]).toMatchObject({ id: one.body.id, state: 'done', findings: [] })
    expect(checks[0]?.rows).toBeGreaterThan(20)
    expect(checks[0]?.sealsDone).toBe(checks[0]?.sealsTotal)
    expect(seals).toHaveLength(1)
  })

  test('200: a row that a superuser changed is named', async () => {
    const { auditId } = await makeHeld(app)
    await sealOnce(app.platform)
    const owner = app.database.ownerUrl
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: owner })
    await client.connect()
    await client.query('UPDATE audit SET act = $1 WHERE id = $2', ['account.enable', auditId])
    await client.end()
    const { body } = await auditor.call(startAuditCheck, { body: {} })
    await run(body.id)
    const [check] = (await auditor.call(readIntegrity)).body.checks
    expect(check?.findings).toMatchObject([{ kind: 'changed', auditId }])
  })

  test('a walk that a stop cut off makes room after an hour', async () => {
    const lost = await auditor.call(startAuditCheck, { body: {} })
    expect((await auditor.call(startAuditCheck, { body: {} })).body.id).toBe(lost.body.id)
    app.clock.advance(3_600_001)
    const again = (await makeAdministrator(app, 'auditAdmin')).client
    const next = await again.call(startAuditCheck, { body: {} })
    expect(next.body.id).not.toBe(lost.body.id)
    await run(lost.body.id)
    const checks = (await again.call(readIntegrity)).body.checks
    expect(checks.find(({ id }) => id === lost.body.id)?.state).toBe('failed')
  })
})
