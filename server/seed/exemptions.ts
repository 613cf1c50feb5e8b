import { Readable } from 'node:stream'
import { askedRelief, type ExemptionForm } from '@xueshi/contract/ledger'
import { addDays, startOf } from '@xueshi/contract/year'
import * as files from '../src/ledger/exemption-files/service.ts'
import * as review from '../src/ledger/exemption-review/service.ts'
import * as exemptions from '../src/ledger/exemptions/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedPdf } from './evidence-files.ts'
import { platformAt, type World } from './world.ts'

const hour = 3_600_000

/** How far an application goes. */
type Fate = 'draft' | 'submitted' | 'returned' | 'underReview' | 'refused' | 'granted' | 'revoked'
type Told = { personId: string; form: ExemptionForm; fate: Fate }

/** A few applications for 免修减免, one in each state, by people of different employers. */
export async function applyForExemptions(
  platform: Platform,
  world: World,
  { today, year, people }: { today: string; year: number; people: readonly string[] },
): Promise<void> {
  const [one = '', two = '', three = '', four = '', five = ''] = people
  const maternity = (of: number): ExemptionForm => ({
    year: of,
    reason: 'maternity',
    kind: 'months',
    startOn: `${of}-02-01`,
    endOn: `${of}-06-30`,
    words: '产假五个月，单位已出具休假证明。',
  })
  const aid = (of: number): ExemptionForm => ({
    year: of,
    reason: 'aid',
    kind: 'professional',
    startOn: `${of}-01-01`,
    endOn: `${of}-12-31`,
    words: '参加对口支援，全年在受援单位工作。',
  })
  const told: readonly Told[] = [
    { personId: one, form: maternity(year), fate: 'granted' },
    { personId: one, form: aid(year - 1), fate: 'refused' },
    { personId: two, form: aid(year), fate: 'underReview' },
    { personId: two, form: maternity(year - 1), fate: 'revoked' },
    { personId: three, form: maternity(year), fate: 'submitted' },
    { personId: four, form: aid(year), fate: 'returned' },
    { personId: five, form: maternity(year), fate: 'draft' },
  ]
  for (const [at, each] of told.entries())
    await tell(each, {
      // Each act on a day of its own, the last of them before today.
      on: (step) => {
        const day = addDays(today, step - 20 + at)
        return platformAt(platform, new Date(startOf(day).getTime() + (9 + at) * hour)).platform
      },
      world,
      sequence: 80_000 + at,
    })
}

type Means = { on: (step: number) => Platform; world: World; sequence: number }

async function tell({ personId, form, fate }: Told, { on, world, sequence }: Means): Promise<void> {
  const person = await orgs.actorFor(on(0), { accountId: personId, seatId: null })
  const { id } = await exemptions.create(person, form)
  const bytes = inventedPdf(sequence)
  const place = await files.add(person, id, { name: '证明材料.pdf', sizeBytes: bytes.length })
  const stored = await person.platform.locker.put(Readable.from([bytes]))
  await files.exemptionReceiver.receive(person, place.id, { ...stored, type: 'application/pdf' })
  if (fate === 'draft') return
  const { version } = await exemptions.read(person, id)
  const sent = await exemptions.submit(person, id, version)
  if (fate === 'submitted') return
  const clerk = await decider('unitId', 1)
  if (fate === 'returned') {
    const reason = '请补充派出文件。'
    await review.giveBack(clerk, { id, version: sent.version, reason })
    return
  }
  const passed = await review.pass(clerk, { id, version: sent.version })
  if (fate === 'underReview') return
  const officer = await decider('officeUnitId', 2)
  const seen = { id, version: passed.version }
  if (fate === 'refused') {
    await review.refuse(officer, { ...seen, reason: '派出时间与单位证明不符。' })
    return
  }
  const granted = await review.grant(officer, { ...seen, relief: askedRelief(form), reason: null })
  if (fate === 'revoked')
    await review.revoke(await decider('officeUnitId', 3), {
      id,
      version: granted.version,
      reason: '核对发现休假不足一个月。',
    })

  /** Whoever does the daily work of the employer or the office that the application was sent to. */
  async function decider(where: 'unitId' | 'officeUnitId', step: number) {
    const row = await on(step)
      .db.selectFrom('exemptions')
      .select(where)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const staff = world.clerks.get(row[where] ?? '')
    if (!staff) throw new Error('nobody decides on an application of the demo province')
    return orgs.actorFor(on(step), staff)
  }
}
