import { printBatch } from '@xueshi/contract/certificates/batches'
import { reissueCertificate, withdrawCertificate } from '@xueshi/contract/certificates/register'
import { certifyYear } from '@xueshi/contract/ledger'
import { beginCertification } from '@xueshi/contract/ledger/certification'
import { undoCertification } from '@xueshi/contract/ledger/certification-runs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { someFaults } from '../../../test/battery.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePeople } from '../../../test/factories/certificates.ts'
import { certifyRegion } from '../../../test/factories/certification.ts'
import { creditWholeYear, makeCertified } from '../../../test/factories/ledger.ts'
import { makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { actors } from '../../../test/factories/tasks.ts'
import type { Db } from '../../platform/database.ts'
import * as tasks from '../../tasks/service.ts'
import { ledgerWorks } from '../jobs.ts'

type Officer = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
/** Past every fault. */
let plain: Db
let officer: Officer
let unitId: string
beforeAll(async () => {
  app = await testApp()
  plain = app.platform.db
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  officer = await makeStaff(app, office.id, { kind: 'hrss' })
  unitId = (await makeUnit(app)).id
})
afterAll(() => app.close())

type Traces = {
  state: string
  version: number
  certificates: string
  numbered: number
  audited: number
  told: number
}

/** How a person's year stands, its editions, that each number has its record, and what was said of it. */
async function tracesOf({ personId }: { personId: string }): Promise<Traces> {
  const { rows } = await sql<Traces>`
    SELECT y.state, y.version,
      (SELECT coalesce(string_agg(c.state, ' ' ORDER BY c.edition), '') FROM certificates c WHERE c.person_id = y.person_id) AS certificates,
      (SELECT coalesce(sum(n.last), 0)::int - (SELECT count(*)::int FROM certificates) FROM certificate_numbers n) AS numbered,
      (SELECT count(*)::int FROM audit a WHERE a.record_id = y.id
        OR a.record_id IN (SELECT id FROM certificates c WHERE c.person_id = y.person_id)) AS audited,
      (SELECT count(*)::int FROM outbox o WHERE o.topic LIKE 'certificate.%'
        AND o.payload::text LIKE '%' || y.person_id || '%') AS told
    FROM years y WHERE y.person_id = ${personId}`.execute(plain)
  const [row] = rows
  if (!row) throw new Error('the year is not there')
  return row
}

async function makeMet() {
  const [personId = ''] = await makePeople(app.platform, ['陈嘉欣'])
  await creditWholeYear(app, personId, unitId)
  const { id } = await plain
    .selectFrom('years')
    .select('id')
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return { personId, yearId: id, client: await clientFor(app, { accountId: personId }) }
}

const reason = '照片有误'
const byHand = ({ id }: { id: string }, key: string, version = 1) => ({
  params: { id },
  body: { version, reason },
  key,
})
const issued = (before: Traces, certificates: string) => ({
  ...before,
  state: 'certified',
  version: before.version + 1,
  certificates,
  audited: before.audited + 1,
  told: before.told + 1,
})

/** Tasks that were only begun are left behind, so that nobody has too many. */
const idle = () =>
  sql`UPDATE tasks SET state = 'cancelled', ended_at = now() WHERE state IN ('waiting', 'running')`.execute(
    plain,
  )
const tasksOf = async (kind: string) => {
  const { rows } = await sql<{ tasks: number; audited: number }>`
    SELECT count(*)::int AS tasks,
      (SELECT count(*)::int FROM audit a WHERE a.record_id IN (SELECT id FROM tasks WHERE kind = ${kind})
        AND a.act = ${kind}) AS audited
    FROM tasks WHERE kind = ${kind}`.execute(plain)
  return rows[0]
}
const oneMore = ({ tasks: had, audited }: { tasks: number; audited: number }) => ({
  tasks: had + 1,
  audited: audited + 1,
})

describe(
  'T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect',
  { timeout: 300_000 },
  () => {
    test('申请认证', async () => {
      for (const fault of someFaults) {
        const statements = await everyStatement(app, fault, {
          make: makeMet,
          act: ({ client, yearId }, key) =>
            client.call(certifyYear, { params: { id: yearId }, body: {}, key }),
          traces: tracesOf,
          done: (before: Traces) => issued(before, 'valid'),
        })
        expect(statements).toBeGreaterThan(6)
      }
    })

    test('撤销', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => makeCertified(app, unitId),
          act: (made, key) => officer.client.call(withdrawCertificate, byHand(made, key)),
          traces: tracesOf,
          done: (before: Traces) => ({ ...issued(before, 'withdrawn'), state: 'revoked' }),
        })
    })

    test('重新签发', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => makeCertified(app, unitId),
          act: (made, key) => officer.client.call(reissueCertificate, byHand(made, key)),
          traces: tracesOf,
          done: (before: Traces) => issued(before, 'replaced valid'),
        })
    })

    test('年度认证, as it is begun', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
          },
          act: (_, key) =>
            officer.client.call(beginCertification, { body: { year: '2026', series: '05' }, key }),
          traces: () => tasksOf('years.certify'),
          done: oneMore,
        })
    })

    test('年度认证, the task with its step', async () => {
      for (const fault of someFaults) {
        const statements = await everyStatement(app, fault, {
          make: async () => {
            await idle()
            const made = await makeMet()
            const { body } = await officer.client.call(beginCertification, {
              body: { year: '2026' },
            })
            return { ...made, taskId: body.id }
          },
          act: ({ taskId }) => runAgain(taskId),
          traces: tracesOf,
          done: (before: Traces) => issued(before, 'valid'),
        })
        expect(statements).toBeGreaterThan(15)
      }
    })

    test('撤销整次认证, the task with its step', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
            const made = await makeMet()
            const run = await certifyRegion(app, officer)
            await idle()
            const { body } = await officer.client.call(undoCertification, {
              params: { id: run.id },
              body: { version: run.version, reason },
            })
            return { ...made, taskId: body.id }
          },
          act: ({ taskId }) => runAgain(taskId),
          traces: tracesOf,
          done: (before: Traces) => ({
            ...issued(before, 'withdrawn'),
            state: 'met',
            audited: before.audited + 2,
          }),
        })
    })

    test('批量打印, as it is begun', async () => {
      const clerk = await makeStaff(app, unitId)
      await makeCertified(app, unitId)
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
          },
          act: (_, key) =>
            clerk.client.call(printBatch, { body: { year: '2026', form: 'zip' }, key }),
          traces: () => tasksOf('certificates.print'),
          done: oneMore,
        })
    })
  },
)

/** The task is run as the relay would, again where it had failed. */
async function runAgain(id: string) {
  await sql`UPDATE tasks SET state = 'waiting', fault = NULL, ended_at = NULL
    WHERE id = ${id} AND state IN ('running', 'failed')`.execute(plain)
  await tasks.runTask(app.platform, { works: ledgerWorks, actors }, id).catch(() => undefined)
  const { state } = await plain
    .selectFrom('tasks')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { status: state === 'done' ? 200 : 500, problem: { code: 'INTERNAL' } }
}
