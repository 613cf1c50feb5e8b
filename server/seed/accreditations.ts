import { Readable } from 'node:stream'
import type { AccreditationForm } from '@xueshi/contract/orgs/accreditations'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accreditations from '../src/orgs/accreditations/service.ts'
import * as accrediting from '../src/orgs/accrediting/service.ts'
import * as papers from '../src/orgs/papers/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedPdf } from './evidence-files.ts'
import { platformAt, type World } from './world.ts'

const hour = 3_600_000
type Seen = { id: string; version: number }

const form = (given: Partial<AccreditationForm> = {}): AccreditationForm => ({
  categories: ['professional', 'elective'],
  series: [],
  address: '一号楼二层培训中心',
  teachers: 18,
  places: 240,
  about: '自有多媒体教室四间、机房一间，专兼职教师十八人，有学籍、考勤和档案管理制度。',
  ...given,
})

/** 机构资质 of the demo province in each of their states. */
export async function makeAccreditations(platform: Platform, world: World): Promise<void> {
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 9 * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const today = todayIn(present)
  const seat = (key: string) => world.managers.get(world.unitIds.get(key) ?? '')
  const as = (key: string, days: number) => {
    const who = seat(key)
    if (!who) throw new Error(`${key} has no manager`)
    return orgs.actorFor(daysAgo(days), who)
  }
  let scan = 0
  const apply = async (key: string, days: number, given?: Partial<AccreditationForm>) => {
    const manager = await as(key, days)
    scan += 1
    const bytes = inventedPdf(991_000 + scan)
    const place = { name: '办学条件证明.pdf', sizeBytes: bytes.length }
    const { id } = await papers.addOwn(manager, { purpose: 'accreditation', ...place })
    const stored = await platform.locker.put(Readable.from([bytes]))
    await papers.paperReceiver.receive(manager, id, { ...stored, type: 'application/pdf' })
    return accreditations.apply(manager, { form: form(given), paperIds: [id] })
  }
  const pass = async (city: string, days: number, { id, version }: Seen) =>
    accrediting.pass(await as(city, days), {
      id,
      version,
      opinion: '经现场核查，场地、师资与申报一致。',
    })
  const approve = async (days: number, { id, version }: Seen, validTo: string) =>
    accrediting.approve(await as('hrss-province', days), { id, version, validTo })
  const give = async (
    name: Parameters<typeof accrediting.give>[0],
    [office, days]: readonly [string, number],
    { id, version }: Seen,
    reason: string,
  ) => accrediting.give(name)(await as(office, days), { id, version, reason })

  // In force, by the whole way: the demo institution's, and one of health.
  const centre = { categories: ['public', 'professional', 'elective'] as const }
  const renewed = await apply('centre', 120, { categories: [...centre.categories] })
  await approve(100, await pass('hrss-guangzhou', 110, renewed), addDays(today, 990))
  const medical = await apply('medical', 90, { categories: ['professional'], series: ['04'] })
  await approve(70, await pass('hrss-guangzhou', 80, medical), addDays(today, 900))

  // Employers that apply: waiting for the city, for the province, returned, refused, taken back.
  await apply('hospital', 4, { categories: ['professional'], series: ['04'] })
  await pass('hrss-guangzhou', 6, await apply('design', 15))
  await give('return', ['hrss-guangzhou', 8], await apply('school', 11), '请补充教师名册。')
  await give('refuse', ['hrss-guangzhou', 30], await apply('press', 40), '没有固定的培训场地。')
  const mistaken = await apply('accounts', 20)
  const { id, version } = mistaken
  await accreditations.withdraw(await as('accounts', 19), { id, version })

  // No more: suspended, revoked, over.
  const bay = await apply('bay', 300)
  const suspended = await approve(280, await pass('hrss-shenzhen', 290, bay), addDays(today, 800))
  await give('suspend', ['hrss-shenzhen', 10], suspended, '消防验收不合格，限期整改。')
  const toys = await apply('toys', 320)
  const lent = await approve(300, await pass('hrss-dongguan', 310, toys), addDays(today, 700))
  await give('revoke', ['hrss-province', 50], lent, '出借资质由他人办班。')
  const ceramics = await apply('ceramics', 420)
  await approve(400, await pass('hrss-foshan', 410, ceramics), addDays(today, -20))
  await accreditations.runOut(orgs.systemActor(platform))
}
