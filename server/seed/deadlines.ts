import type { DeclarationForm } from '@xueshi/contract/declarations'
import { addDays, startOf } from '@xueshi/contract/year'
import { escalate, remind } from '../src/declarations/deadlines/service.ts'
import * as declarations from '../src/declarations/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import { attachEvidence, inventedPdf } from './evidence-files.ts'
import { platformAt } from './world.ts'

const hour = 3_600_000

/** Days ago that a record was sent which nobody has answered: long enough to be passed over, and to be reminded of. */
const unanswered = [45, 45, 17] as const
/** Days ago on which the house looked for what nobody has answered. */
const looks = [14, 7, 0] as const

/**
 * Records that their offices did not answer. The first two went on to the next office, an industry
 * authority's and one of HR&SS; of the third the employer has been reminded.
 */
export async function leaveUnanswered(
  platform: Platform,
  { today, people }: { today: string; people: readonly string[] },
): Promise<void> {
  const on = (daysAgo: number, hours: number) =>
    platformAt(platform, new Date(startOf(addDays(today, -daysAgo)).getTime() + hours * hour))
      .platform
  for (const [at, daysAgo] of unanswered.entries()) {
    const person = { accountId: people[at] ?? '', seatId: null }
    const startOn = addDays(today, -daysAgo - 9)
    const form: DeclarationForm = {
      name: ['院内感染防控专题培训', '企业会计准则解释专题', '内部控制与风险管理'][at] ?? '',
      category: 'professional',
      form: '05',
      institution: '广州市继续教育中心（演示）',
      startOn,
      endOn: addDays(startOn, 1),
      claimedTenths: 120,
    }
    const draft = await declarations.create(await orgs.actorFor(on(daysAgo, 10), person), form)
    const later = await orgs.actorFor(on(daysAgo, 11), person)
    await attachEvidence(later, draft.id, '结业证书.pdf', inventedPdf(85_000 + at))
    // The file has made the next version of its record.
    await declarations.submit(later, draft.id, draft.version + 1)
  }
  for (const daysAgo of looks) {
    const house = on(daysAgo, 1)
    await remind(house)
    await escalate(house)
  }
}
