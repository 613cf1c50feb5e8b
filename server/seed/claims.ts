import { addDays, startOf } from '@xueshi/contract/year'
import * as claims from '../src/insight/claims/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import { platformAt, type World } from './world.ts'

const hour = 3_600_000

/** Somebody of the hospital misses hours: one claim in each state. */
export async function fileClaims(
  platform: Platform,
  world: World,
  { today, year, personId }: { today: string; year: number; personId: string },
): Promise<void> {
  const at = (daysAgo: number) => {
    const instant = startOf(addDays(today, -daysAgo)).getTime() + 11 * hour
    return platformAt(platform, new Date(instant)).platform
  }
  const known = world.clerks.get(world.unitIds.get('hospital') ?? '')
  if (!known) throw new Error('the hospital has no clerk')
  const me = (daysAgo: number) => orgs.actorFor(at(daysAgo), { accountId: personId, seatId: null })
  const clerk = (daysAgo: number) => orgs.actorFor(at(daysAgo), known)
  const file = async (daysAgo: number, name: string, words: string) =>
    claims.file(await me(daysAgo), {
      year,
      kind: 'unit',
      record: null,
      institution: null,
      regionCode: null,
      name,
      hoursTenths: 80,
      words,
    })
  await claims.withdraw(
    await me(19),
    await file(20, '新员工入职培训', '入职时参加，后来在申报记录中找到了。'),
  )
  const mended = await claims.answer(await clerk(14), {
    ...(await file(16, '院内感染防控培训', '上半年全院培训，签到表在医务科。')),
    outcome: 'mended',
    words: '已由单位补报，请在继续教育记录中查看。',
  })
  await claims.accept(await me(13), mended)
  await claims.answer(await clerk(6), {
    ...(await file(8, '急救技能复训', '参加过复训，没有看到学时。')),
    outcome: 'explained',
    words: '复训不足一天，按规则不计学时。',
  })
  await file(2, '护理文书书写讲座', '十月的讲座，请核对签到记录。')
}
