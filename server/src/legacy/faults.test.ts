import {
  acceptLegacyNear,
  checkLegacy,
  commitLegacy,
  keepLegacyControls,
  type LegacyDetail,
  openLegacyInput,
  undoLegacy,
} from '@xueshi/contract/legacy'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { someFaults } from '../../test/battery.ts'
import { everyStatement } from '../../test/every-statement.ts'
import { makeIndividual, residentNumber } from '../../test/factories/accounts.ts'
import {
  controlsOf,
  firstNear,
  makeChecked,
  makeCommitted,
  pastCsv,
  pastRow,
  pastYear,
  runLegacy,
} from '../../test/factories/legacy.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeInput } from '../../test/factories/tasks.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
/** That of the test itself: no statement of it goes wrong. */
let plain: TestApp['platform']['db']
beforeAll(async () => {
  app = await testApp()
  plain = app.platform.db
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await orgs.actorFor(app.platform, { accountId: office.id, seatId: office.seatId })
})
afterAll(() => app.close())

type Traces = Record<string, string | number>

/** All that is kept of a batch and of what it brought in, and how often somebody was told of it. */
const tracesOf = async ({ id }: { id: string }): Promise<Traces> => {
  const { rows } = await sql<Traces>`
    SELECT b.state, b.row_count, b.wrong_count,
      (SELECT string_agg(n.state, ' ' ORDER BY n.first_row) FROM legacy_people n WHERE n.batch_id = b.id) AS people,
      (SELECT count(*)::int FROM legacy_rows WHERE batch_id = b.id) AS staged,
      (SELECT coalesce(sum(row_count), 0)::int FROM legacy_totals WHERE batch_id = b.id) AS totals,
      (SELECT count(*)::int FROM tasks WHERE request ->> 'batchId' = b.id::text) AS tasks,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id = b.id AND reverses IS NULL) AS entries,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id = b.id AND reverses IS NOT NULL) AS reversals,
      (SELECT coalesce(string_agg(DISTINCT c.state, ' '), '') FROM certificates c JOIN ledger_entries e
        ON e.person_id = c.person_id AND e.year = c.year WHERE e.source_id = b.id) AS certificates,
      (SELECT count(*)::int FROM accounts a JOIN legacy_people n ON n.account_id = a.id
        WHERE n.batch_id = b.id AND a.state = 'unclaimed') AS accounts,
      (SELECT count(*)::int FROM audit WHERE record_id = b.id) AS told
    FROM legacy_batches b WHERE b.id = ${id}`.execute(app.platform.db)
  const [row] = rows
  if (!row) throw new Error('the batch is not there')
  return row
}

const year = () =>
  pastYear({ 证件号码: residentNumber(), 姓名: '欧阳䶮' }, `旧继教〔2015〕${newId()}号`)
const checked = () => makeChecked(app, actor, year())

/** The task of a batch is run as the relay would, again where it had failed. */
async function runAgain({ id }: { id: string }) {
  const { rows } = await sql<{ taskId: string }>`
    UPDATE tasks SET state = 'waiting', fault = NULL, ended_at = NULL
    WHERE id = (SELECT task_id FROM legacy_batches WHERE id = ${id}) AND state IN ('running', 'failed')
    RETURNING id AS task_id`.execute(plain)
  const taskId = rows[0]?.taskId ?? (await taskOf(id)).taskId
  await runLegacy(app, taskId).catch(() => undefined)
  const { state } = await taskOf(id)
  return { status: state === 'done' ? 200 : 500, problem: { code: 'INTERNAL' } }
}
const taskOf = (id: string) =>
  plain
    .selectFrom('legacyBatches as b')
    .innerJoin('tasks as t', 't.id', 'b.taskId')
    .select(['t.id as taskId', 't.state'])
    .where('b.id', '=', id)
    .executeTakeFirstOrThrow()

// Some forty statements each, every one of them with a batch of its own.
const longTest = { timeout: 600_000 }

describe(
  'T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect',
  longTest,
  () => {
    test('上传历史数据文件', async () => {
      const places = async () => {
        const { rows } = await sql<Traces>`
        SELECT count(*)::int AS places, (SELECT count(*)::int FROM audit WHERE act = 'task.openInput') AS told
        FROM task_inputs`.execute(app.platform.db)
        return rows[0]
      }
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => Promise.resolve(null),
          act: (_, key) =>
            office.client.call(openLegacyInput, {
              body: { name: '台账.csv', sizeBytes: 100 },
              key,
            }),
          traces: places,
          done: ({ places: had, told }: { places: number; told: number }) => ({
            places: had + 1,
            told: told + 1,
          }),
        })
    })

    test('开始核对', async () => {
      const batches = async (inputId: string) => {
        const { rows } = await sql<Traces>`
        SELECT (SELECT count(*)::int FROM tasks WHERE input_id = ${inputId}) AS tasks,
          (SELECT count(*)::int FROM legacy_batches b JOIN tasks t ON t.id = b.task_id WHERE t.input_id = ${inputId}) AS batches,
          (SELECT count(*)::int FROM audit a JOIN legacy_batches b ON b.id = a.record_id JOIN tasks t ON t.id = b.task_id
            WHERE t.input_id = ${inputId}) AS told`.execute(app.platform.db)
        return rows[0]
      }
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
            return makeInput(app, actor, pastCsv(year()), { name: '台账.csv' })
          },
          act: (inputId, key) =>
            office.client.call(checkLegacy, { body: { name: '台账', inputId }, key }),
          traces: batches,
          done: () => ({ tasks: 1, batches: 1, told: 1 }),
        })
    })

    test('是同一人', async () => {
      const known = await makeIndividual(app, { name: '周大河' })
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            const rows = [pastRow({ 姓名: '周大何', 证件号码: known.documentNumber })]
            const { id } = await makeChecked(app, actor, rows)
            return { id, nearId: (await firstNear(actor, id)).id }
          },
          act: ({ id, nearId }, key) =>
            office.client.call(acceptLegacyNear, { params: { id, nearId }, body: {}, key }),
          traces: tracesOf,
          done: (before: Traces) => ({ ...before, people: 'known', told: Number(before.told) + 1 }),
        })
    })

    const begun = (before: Traces) => ({
      ...before,
      tasks: Number(before.tasks) + 1,
      told: Number(before.told) + 1,
    })
    const commit = (batch: LegacyDetail, key?: string) =>
      office.client.call(commitLegacy, {
        params: { id: batch.id },
        body: { version: batch.version, controls: controlsOf(batch) },
        ...(key !== undefined && { key }),
      })
    const undo = ({ id, version }: LegacyDetail, key?: string) =>
      office.client.call(undoLegacy, {
        params: { id },
        body: { version, reason: '年度填错' },
        ...(key !== undefined && { key }),
      })

    test('保存台账合计', async () => {
      const kept = async ({ id }: { id: string }) => {
        const { rows } = await sql<Traces>`
          SELECT b.version, (SELECT count(*)::int FROM audit WHERE record_id = b.id) AS told,
            (SELECT coalesce(string_agg(c.hours_tenths::text, ' ' ORDER BY c.category), '') FROM legacy_controls c
              WHERE c.batch_id = b.id) AS hours
          FROM legacy_batches b WHERE b.id = ${id}`.execute(app.platform.db)
        return rows[0]
      }
      const lines = (['public', 'elective'] as const).map((category) => ({
        unitName: '广州木棉机械厂',
        year: 2015,
        category,
        hoursTenths: 180,
      }))
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: checked,
          act: ({ id, version }, key) =>
            office.client.call(keepLegacyControls, {
              params: { id },
              body: { version, lines },
              key,
            }),
          traces: kept,
          done: (before: Traces) => ({
            version: Number(before.version) + 1,
            told: Number(before.told) + 1,
            hours: '180 180',
          }),
        })
    })

    test('正式导入, as it is begun', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
            return checked()
          },
          act: commit,
          traces: tracesOf,
          // What the books come to is told of by itself.
          done: (before: Traces) => ({ ...begun(before), told: Number(before.told) + 2 }),
        })
    })

    test('正式导入, the task itself', async () => {
      for (const fault of someFaults) {
        const statements = await everyStatement(app, fault, {
          make: async () => {
            await idle()
            const batch = await checked()
            await commit(batch)
            return batch
          },
          act: runAgain,
          traces: tracesOf,
          done: (before: Traces) => ({
            ...before,
            state: 'committed',
            staged: 0,
            entries: 3,
            certificates: 'valid',
            accounts: 1,
            told: Number(before.told) + 1,
          }),
        })
        expect(statements).toBeGreaterThan(20)
      }
    })

    test('撤销导入, as it is begun', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: async () => {
            await idle()
            return makeCommitted(app, actor, year())
          },
          act: undo,
          traces: tracesOf,
          done: begun,
        })
    })

    test('撤销导入, the task itself', async () => {
      for (const fault of someFaults) {
        const statements = await everyStatement(app, fault, {
          make: async () => {
            await idle()
            const batch = await makeCommitted(app, actor, year())
            await undo(batch)
            return batch
          },
          act: runAgain,
          traces: tracesOf,
          done: (before: Traces) => ({
            ...before,
            state: 'undone',
            reversals: 3,
            certificates: 'withdrawn',
            told: Number(before.told) + 1,
          }),
        })
        expect(statements).toBeGreaterThan(10)
      }
    })
  },
)

/** Tasks that were only begun are left behind, so that nobody has too many. */
async function idle(): Promise<void> {
  await sql`UPDATE tasks SET state = 'cancelled', ended_at = now() WHERE state IN ('waiting', 'running')`.execute(
    plain,
  )
}
