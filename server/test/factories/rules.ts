import { sql } from 'kysely'
import { type RuleSetDetail, type RuleSetForm, ruleSetFormOf } from '@xueshi/contract/ledger'
import { ledgerWorks } from '../../src/ledger/jobs.ts'
import * as publishing from '../../src/ledger/rule-publishing/service.ts'
import * as editor from '../../src/ledger/rule-set-editor/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import { newId } from '../../src/platform/ids.ts'
import * as tasks from '../../src/tasks/service.ts'
import type { TestApp } from '../app.ts'
import { guangdong, makeStaff, makeUnit } from './orgs.ts'
import { actors } from './tasks.ts'

/** The rules since 2021 that are shipped. */
export const shipped2021 = '01980000-0000-7000-8000-000000000021'

/** Somebody at the office that makes the province's rules, made once in a house. */
const ruleMakers = new WeakMap<TestApp, Promise<Awaited<ReturnType<typeof makeRuleMaker>>>>()
export function ruleMakerOf(app: TestApp) {
  const known = ruleMakers.get(app) ?? makeRuleMaker(app)
  ruleMakers.set(app, known)
  return known
}

async function makeRuleMaker(app: TestApp) {
  const { db } = app.platform
  const office = await db
    .selectFrom('unitCapabilities')
    .select('unitId')
    .where('capability', '=', 'hrss')
    .where('regionCode', '=', guangdong)
    .executeTakeFirst()
  const unitId =
    office?.unitId ?? (await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })).id
  const staff = await makeStaff(app, unitId, { kind: 'hrss' })
  const actor = await orgs.actorFor(app.platform, { accountId: staff.id, seatId: staff.seatId })
  return { ...staff, unitId, actor }
}

/** A draft of the rules since 2021 with these changes. */
export async function makeDraftRules(
  actor: Actor,
  change: Partial<RuleSetForm> = {},
  from: string = shipped2021,
): Promise<RuleSetDetail> {
  const draft = await editor.copy(actor, from)
  const form = { ...ruleSetFormOf(draft), ...change }
  return editor.edit(actor, draft.id, { version: draft.version, form })
}

/** Runs a task of the ledger as the house would. */
export const runLedgerTask = ({ platform }: TestApp, id: string, stop?: AbortSignal) =>
  tasks.runTask(platform, { works: ledgerWorks, actors }, id, stop)

/** A draft whose people were counted. */
export async function makeCountedRules(
  app: TestApp,
  actor: Actor,
  change: Partial<RuleSetForm> = {},
  from: string = shipped2021,
): Promise<RuleSetDetail> {
  const draft = await makeDraftRules(actor, change, from)
  const task = await publishing.beginCount(actor, draft.id, draft.version)
  await runLedgerTask(app, task.id)
  return editor.read(actor, draft.id)
}

/** Rules that were published at once and applied to every year. */
export async function publishRules(
  app: TestApp,
  change: Partial<RuleSetForm>,
  from: string = shipped2021,
): Promise<RuleSetDetail> {
  const { actor } = await ruleMakerOf(app)
  const draft = await makeCountedRules(app, actor, change, from)
  const now = { version: draft.version, effectiveAt: null }
  const { taskId } = await publishing.publish(actor, draft.id, now)
  await runLedgerTask(app, taskId ?? '')
  return editor.read(actor, draft.id)
}

/** The stricter successor of the rules since 2021, as a revision that took their place. */
export async function supersede(app: TestApp, minimumTenths: number): Promise<void> {
  await sql`
    WITH former AS (UPDATE rule_sets SET state = 'superseded' WHERE state = 'effective' AND year_from = 2021 RETURNING *)
    INSERT INTO rule_sets (id, name, jurisdiction, series, year_from, year_to, state, revision, total_tenths, public_tenths,
      professional_tenths, elective_tenths, shares, day_tenths, minutes_per_hour, prorates, certifies, forms, form_caps,
      windows, chains, defaults, source, confirmed, created_at, effective_at)
    SELECT ${newId()}, name || '（修订）', jurisdiction, series, year_from, year_to, 'effective', revision + 1,
      total_tenths + ${minimumTenths}::int - public_tenths, ${minimumTenths}, professional_tenths, elective_tenths, shares,
      day_tenths, minutes_per_hour, prorates, certifies, forms, form_caps, windows, chains, defaults, source, confirmed,
      created_at, ${app.clock.now()}
    FROM former`.execute(app.platform.db)
}
