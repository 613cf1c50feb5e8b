import { addDays, startOf } from '@xueshi/contract/year'
import * as certificates from '../src/certificates/service.ts'
import * as certification from '../src/ledger/certification/service.ts'
import * as undoing from '../src/ledger/certification-undo/service.ts'
import { ledgerWorks } from '../src/ledger/jobs.ts'
import * as reissues from '../src/ledger/reissues/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as tasks from '../src/tasks/service.ts'
import { platformAt, type World } from './world.ts'

const hour = 3_600_000

/**
 * The county's office has certified this year's nurses and doctors, and its accountants by mistake, which it
 * took back; it has withdrawn one certificate of two
 * years ago and issued another one anew.
 */
export async function runCertificates(
  platform: Platform,
  world: World,
  { today, lastYear }: { today: string; lastYear: number },
): Promise<void> {
  const clerk = world.clerks.get(world.unitIds.get('hrss-tianhe') ?? '')
  if (!clerk) throw new Error('the county has no office')
  const officer = (daysAgo: number) => {
    const instant = new Date(startOf(addDays(today, -daysAgo)).getTime() + 15 * hour)
    return orgs.actorFor(platformAt(platform, instant).platform, clerk)
  }
  const actors = { anew: orgs.actorAnew, system: orgs.systemActor }
  const mistaken = await officer(3)
  const run = await certification.begin(mistaken, { year: String(lastYear), series: '17' })
  await tasks.runTask(mistaken.platform, { works: ledgerWorks, actors }, run.id)
  const undo = await undoing.begin(mistaken, {
    id: run.id,
    version: 1,
    reason: '专业系列选错了，本系列的学时尚在核对。',
  })
  await tasks.runTask(mistaken.platform, { works: ledgerWorks, actors }, undo.id)

  const certifier = await officer(2)
  const { id } = await certification.begin(certifier, { year: String(lastYear), series: '04' })
  await tasks.runTask(certifier.platform, { works: ledgerWorks, actors }, id)

  const page = { year: String(lastYear - 2) }
  const { items } = await certificates.register.list(await officer(6), page)
  const [wrong, misspelt] = items
  if (!wrong || !misspelt) throw new Error('the county has no certificates of two years ago')
  const seen = async (daysAgo: number, certificateId: string) => {
    const { version } = await certificates.register.read(await officer(daysAgo), certificateId)
    return { id: certificateId, version }
  }
  await reissues.withdraw(await officer(5), {
    ...(await seen(5, wrong.id)),
    reason: '该年度的单位归属登记有误，待核实后重新签发。',
  })
  await reissues.reissue(await officer(4), {
    ...(await seen(4, misspelt.id)),
    reason: '职称登记更正，按现有登记重新签发。',
  })
}
