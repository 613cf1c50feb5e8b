import { readIntegrity, startAuditCheck } from '@xueshi/contract/administration/audit'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { makePeople } from '../../test/factories/certificates.ts'
import {
  creditMany,
  creditWholeYear,
  makeCertified,
  newSource,
  replace,
  reverse,
} from '../../test/factories/ledger.ts'
import { makeCommitted, pastYear, runLegacy } from '../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import * as certificates from '../certificates/service.ts'
import * as legacy from '../legacy/service.ts'
import * as orgs from '../orgs/service.ts'
import * as audit from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import { sealOnce, sealsLogOf } from '../platform/seals.ts'
import { transaction } from '../platform/transaction.ts'
import { noteWritten } from '../platform/written-rows.ts'
import { verify } from './audit/service.ts'
import { administrationTasks } from './jobs.ts'

let app: TestApp
let admin: pg.Client
beforeAll(async () => {
  app = await testApp()
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await app.close()
})
beforeEach(async () => {
  await admin.query('TRUNCATE audit, audit_leaves, audit_seals, audit_parts CASCADE')
  await admin.query('TRUNCATE years, ledger_entries, certificates CASCADE')
})

const report = () =>
  verify(app.platform.db, app.platform.keys, { sealsLog: sealsLogOf(app.platform.config) })
/** What is said of rows; each seal of the audit has tests of its own. */
const findings = async () =>
  (await report()).findings.flatMap((one) => ('rowId' in one ? [one] : []))

type Entry = { id: string; personId: string; year: number }
async function manyEntries(): Promise<Entry[]> {
  const people = await makePeople(
    app.platform,
    Array.from({ length: 30 }, () => '林晓彤'),
  )
  await creditMany(
    app,
    people.flatMap((personId) => [
      { personId, source: newSource(), category: 'public', hoursTenths: 300 },
      { personId, source: newSource(), category: 'elective', hoursTenths: 180 },
    ]),
  )
  for (const personId of people.slice(0, 5)) {
    const [first, second] = await creditWholeYear(app, personId)
    if (first) await reverse(app, first)
    if (second)
      await replace(app, personId, { source: second, category: 'professional', hoursTenths: 10 })
  }
  const { rows } = await sql<Entry>`SELECT id, person_id, year FROM ledger_entries
    WHERE NOT EXISTS (SELECT FROM ledger_entries o WHERE o.reverses = ledger_entries.id OR o.follows = ledger_entries.id)
    ORDER BY id`.execute(app.platform.db)
  return rows
}
const named = (kind: string, rows: readonly Entry[]) =>
  rows.map(({ id: rowId, personId, year }) => ({
    kind,
    table: 'ledgerEntries',
    rowId,
    personId,
    year,
  }))
const byRow = (rows: readonly { rowId: string }[]) =>
  rows.toSorted((one, other) => (one.rowId < other.rowId ? -1 : 1))

describe('the ledger', () => {
  test('stands untouched through credits, reversals, other revisions and bulk: nothing is found', async () => {
    const entries = await manyEntries()
    expect(entries.length).toBeGreaterThan(60)
    expect(await report()).toMatchObject({
      findings: [],
      tables: [
        { name: 'ledgerEntries', older: 0 },
        { name: 'certificates', rows: 0, older: 0 },
      ],
    })
  })

  test('every one of 60 entries that a superuser changed, removed or slipped in is named, with person and year', async () => {
    const entries = await manyEntries()
    await sealOnce(app.platform)
    const changes = [
      'hours_tenths = hours_tenths + 1',
      `category = CASE category WHEN 'public' THEN 'elective' ELSE 'public' END`,
      `item = item || '{"name": "别的课程"}'`,
      'subjects = subjects + 1',
      `at = at + interval '1 microsecond'`,
      'by_id = NULL, unit_id = (SELECT id FROM units LIMIT 1)',
      `series = '06'`,
      'mac = NULL',
    ]
    await makeUnit(app)
    const changed = entries.slice(0, 24)
    for (const [at, { id }] of changed.entries())
      await admin.query(
        `UPDATE ledger_entries SET ${changes[at % changes.length] ?? ''} WHERE id = $1`,
        [id],
      )
    const removed = entries.slice(24, 44)
    for (const { id } of removed)
      await admin.query('DELETE FROM ledger_entries WHERE id = $1', [id])
    const slipped: Entry[] = []
    for (const [at, model] of entries.slice(44, 60).entries()) {
      const id = newId(app.clock.now())
      // With the code of a genuine one, or none at all; each by a line of its own.
      await admin.query(
        `INSERT INTO ledger_entries SELECT (e).* FROM (
          SELECT jsonb_populate_record(l, jsonb_build_object('id', $1::text, 'line', 1000 + $2::int,
            'revision', 1, 'reverses', NULL, 'follows', NULL, 'mac', CASE WHEN $3 THEN NULL ELSE '\\x' || encode(l.mac, 'hex') END)) AS e
          FROM ledger_entries l WHERE l.id = $4) made`,
        [id, at, at % 2 === 0, model.id],
      )
      slipped.push({ ...model, id })
    }
    expect(byRow(await findings())).toEqual(
      byRow([
        ...named('rowChanged', changed),
        ...named('rowRemoved', removed),
        ...named('rowSlippedIn', slipped),
      ]),
    )
  })

  test('an entry that went with its line in the audit is named by the seal', async () => {
    const [entry] = await manyEntries()
    await sealOnce(app.platform)
    await admin.query('DELETE FROM ledger_entries WHERE id = $1', [entry?.id])
    await admin.query('UPDATE audit SET written = NULL WHERE written IS NOT NULL')
    const kinds = new Set((await report()).findings.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['changed']))
  })

  test('entries from before the codes are counted as not covered; one that comes later is slipped in', async () => {
    const [early, late] = await manyEntries()
    await admin.query(
      `UPDATE audit SET written = NULL WHERE at < (SELECT max(at) FROM audit WHERE written IS NOT NULL)`,
    )
    await admin.query(
      `UPDATE ledger_entries SET mac = NULL, at = at - interval '1 year' WHERE id = $1`,
      [early?.id],
    )
    app.clock.advance(60_000)
    await creditWholeYear(app, late?.personId ?? '')
    await admin.query('UPDATE audit SET written = NULL WHERE at < $1', [app.clock.now()])
    const { tables, coveredSince, findings: found } = await report()
    expect(tables[0]).toMatchObject({ older: 1 })
    expect(coveredSince).toEqual(app.clock.now())
    expect(found).toEqual([])
  })

  test('an act of ten thousand rows lists them in parts, and each that is removed is named', async () => {
    const actor = orgs.systemActor(app.platform)
    const rows = Array.from({ length: 10_000 }, () => ({
      id: newId(),
      personId: newId(),
      year: 2026,
    }))
    await transaction(actor, async (tx) => {
      for (let from = 0; from < rows.length; from += 700)
        await noteWritten(tx, 'entryWritten', rows.slice(from, from + 700))
      await audit.record(tx, actor, { act: 'test.many', recordId: null })
      return { id: '' }
    })
    await sealOnce(app.platform)
    expect(await findings()).toHaveLength(10_000) // none of them stands in the ledger
    await admin.query('UPDATE audit_parts SET written = substr(written, 36) WHERE part = 1')
    const after = (await report()).findings
    expect(after.filter(({ kind }) => kind === 'partChanged')).toHaveLength(1)
  })
})

test('past years brought in and taken back, their certificates too: nothing is found, and what is removed is', async () => {
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  const { id, seatId } = await makeStaff(app, office.id, { kind: 'hrss' })
  const actor = await orgs.actorFor(app.platform, { accountId: id, seatId })
  const batch = await makeCommitted(app, actor, pastYear({}, '旧〔2015〕1号'))
  expect((await report()).findings).toEqual([])
  const undone = await legacy.undo(actor, { id: batch.id, version: batch.version, reason: '填错' })
  await runLegacy(app, undone.taskId)
  const { findings: found, tables } = await report()
  expect(found).toEqual([])
  expect(tables.map(({ rows }) => rows)).toEqual([6, 1])
  await admin.query('DELETE FROM ledger_entries WHERE reverses IS NOT NULL')
  expect((await findings()).map(({ kind, year }) => [kind, year])).toEqual(
    Array.from({ length: 3 }, () => ['rowRemoved', 2015]),
  )
})

describe('certificates', () => {
  const certify = async () => {
    const unit = await makeUnit(app)
    return makeCertified(app, unit.id)
  }
  const end = async (personId: string) => {
    const actor = orgs.systemActor(app.platform)
    await transaction(actor, async (tx) => {
      await certificates.withdraw(tx, actor, { personId, year: 2026, reason: '测试' })
      return { id: '' }
    })
  }

  test.each([
    ['its facts', `facts = jsonb_set(facts, '{totalHoursTenths}', '9990')`],
    ['its holder', `facts = jsonb_set(facts, '{name}', '"别人"'), name = '别人'`],
    ['its number', `number = '4401 2026 999999 0'`],
    ['its code', `code = code || 'X'`],
    ['its state', `state = 'withdrawn', ended_at = now(), end_reason = '假的'`],
    ['its year', 'year = 2025'],
  ])('%s changed by a superuser: it is named', async (_, change) => {
    const { id, personId } = await certify()
    await certify()
    await sealOnce(app.platform)
    await admin.query(`UPDATE certificates SET ${change} WHERE id = $1`, [id])
    const found = { kind: 'rowChanged', table: 'certificates', rowId: id, personId, year: 2026 }
    expect(await findings()).toEqual([found])
  })

  test('one that was withdrawn is set in force again, also with all that it had then: it is named', async () => {
    const { id, personId } = await certify()
    await end(personId)
    expect(await findings()).toEqual([])
    await admin.query(
      `UPDATE certificates SET state = 'valid', ended_at = NULL, end_reason = NULL, end_mac = NULL WHERE id = $1`,
      [id],
    )
    expect(await findings()).toMatchObject([{ kind: 'rowChanged', rowId: id, personId }])
  })

  test('one that was removed, and one that nobody issued', async () => {
    const { id, personId } = await certify()
    const other = await certify()
    await admin.query('UPDATE certificates SET id = $1 WHERE id = $2', [newId(), other.id])
    await admin.query('DELETE FROM certificates WHERE id = $1', [id])
    const kinds = (await findings()).map(({ kind, rowId }) => [kind, rowId])
    expect(kinds).toContainEqual(['rowRemoved', id])
    expect(kinds).toContainEqual(['rowRemoved', other.id])
    expect(kinds.filter(([kind]) => kind === 'rowSlippedIn')).toHaveLength(1)
    expect(personId).not.toBe('')
  })

  test('an auditor sees it on the page of checks', async () => {
    const { id, personId } = await certify()
    await sealOnce(app.platform)
    await admin.query(`UPDATE certificates SET name = '别人' WHERE id = $1`, [id])
    const { client } = await makeAdministrator(app, 'auditAdmin')
    const begun = (await client.call(startAuditCheck, { body: {} })).body
    await administrationTasks['administration.checkAudit']?.({ id: begun.id }, app)
    const { checks } = (await client.call(readIntegrity, {})).body
    expect(checks[0]?.findings.filter(({ table }) => table)).toEqual([
      { kind: 'rowChanged', table: 'certificates', rowId: id, personId, year: 2026 },
    ])
  })
})
