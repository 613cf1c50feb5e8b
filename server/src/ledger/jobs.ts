import * as orgs from '../orgs/service.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Works } from '../tasks/service.ts'
import * as certification from './certification/service.ts'
import * as undoing from './certification-undo/service.ts'
import * as deadlines from './exemption-deadlines/service.ts'
import * as ledger from './service.ts'

/** Rule sets take effect at their moment, or within a minute of it. */
export const ledgerTasks: Tasks = {
  'rules.takeDue': async (_, { platform }) => ledger.takeDue(orgs.systemActor(platform)),
  'exemptions.sweep': async (_, { platform }) =>
    ledger.sweepExemptionFiles(orgs.systemActor(platform)),
  'exemptions.deadlines': async (_, { platform }) => {
    await deadlines.remind(platform)
    await deadlines.takeOver(platform)
  },
}
export const ledgerSchedule: Schedule = [
  { task: 'rules.takeDue', match: '* * * * *' },
  { task: 'exemptions.sweep', match: '47 3 * * *' },
  // Early on every day in Guangdong.
  { task: 'exemptions.deadlines', match: '33 17 * * *' },
]

export const ledgerWorks: Works = {
  'rules.count': ledger.countChange,
  'rules.apply': ledger.applyChange,
  'rules.export': ledger.exportEffects,
  'years.certify': certification.run,
  'years.uncertify': undoing.run,
}
