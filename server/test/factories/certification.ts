import { beginCertification } from '@xueshi/contract/ledger/certification'
import {
  type CertificationRunDetail,
  readCertification,
  undoCertification,
} from '@xueshi/contract/ledger/certification-runs'
import { ledgerWorks } from '../../src/ledger/jobs.ts'
import * as certification from '../../src/ledger/certification/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import * as tasks from '../../src/tasks/service.ts'
import type { TestApp } from '../app.ts'
import { makePeople } from './certificates.ts'
import { creditWholeYear } from './ledger.ts'
import { makeStaff, makeUnit } from './orgs.ts'
import { actors } from './tasks.ts'

export type Officer = Awaited<ReturnType<typeof makeStaff>>

/** An officer of an office of its own region, so that no test certifies another's people. */
export async function makeOfficer(app: TestApp, regionCode: string): Promise<Officer> {
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  return makeStaff(app, office.id, { kind: 'hrss' })
}

/** People of an employer of their own whose years are complete, in the order of their ids. */
export async function makeMet(app: TestApp, count: number, regionCode: string) {
  const unit = await makeUnit(app, { regionCode })
  const names = Array.from({ length: count }, () => '陈嘉欣')
  const ids = (await makePeople(app.platform, names)).toSorted()
  const sources = []
  for (const id of ids) sources.push(await creditWholeYear(app, id, unit.id))
  return { ids, sources, unitId: unit.id }
}

export const runLedgerTask = ({ platform }: TestApp, id: string) =>
  tasks.runTask(platform, { works: ledgerWorks, actors }, id)

/** Certifies the officer's region to the end; answers the run as it stands then. */
export async function certifyRegion(
  app: TestApp,
  { client }: Officer,
): Promise<CertificationRunDetail> {
  const { body: task } = await client.call(beginCertification, { body: { year: '2026' } })
  await runLedgerTask(app, task.id)
  return (await client.call(readCertification, { params: { id: task.id } })).body
}

/** A run that certified one person, for whoever needs one that is over. */
export async function makeRun(app: TestApp, actor: Actor, unitId: string): Promise<string> {
  const [personId = ''] = await makePeople(app.platform, ['陈嘉欣'])
  await creditWholeYear(app, personId, unitId)
  const { id } = await certification.begin(actor, { year: '2026' })
  await runLedgerTask(app, id)
  return id
}

/** Takes the run back to the end; answers the task as it stands then. */
export async function undoRun(app: TestApp, { client }: Officer, run: CertificationRunDetail) {
  const body = { version: run.version, reason: '年度选错了' }
  const { body: task } = await client.call(undoCertification, { params: { id: run.id }, body })
  await runLedgerTask(app, task.id)
  return task.id
}
