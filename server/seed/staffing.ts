import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import type { SeatLevel } from '@xueshi/contract/actor'
import * as administration from '../src/administration/accounts/service.ts'
import * as absences from '../src/orgs/absences/service.ts'
import * as invitations from '../src/orgs/invitations/service.ts'
import * as expiring from '../src/orgs/invitations/store.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedIdentityNumber } from './numbers.ts'
import * as accounts from '../src/accounts/service.ts'
import { demoPasswordHash, platformAt, type World } from './world.ts'

const hour = 3_600_000
const invited = ['钟毅', '温雅', '邱林', '赖晴', '闵杰'] as const

/**
 * Invitations of the demo employer in each of their states, and one colleague who stands in for
 * another this week: what 员工账号 has to show.
 */
export async function makeStaffing(platform: Platform, world: World): Promise<void> {
  const unitId = world.unitIds.get('lingnan') ?? ''
  const manager = world.managers.get(unitId)
  const clerk = world.clerks.get(unitId)
  if (!manager || !clerk) throw new Error('the demo employer has no staff')
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 9 * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const desk = (days: number) => orgs.actorFor(daysAgo(days), manager)
  const invite = async (days: number, name: string, accountName: string, level: SeatLevel) =>
    invitations.invite(await desk(days), { way: 'account', name, address: accountName, level })

  const people: { id: string; accountName: string; name: string }[] = []
  for (const [at, name] of invited.entries()) people.push(await makeGuest(daysAgo(60), name, at))
  const [guest, decliner, forgetful, mistaken, lost] = people
  if (!guest || !decliner || !forgetful || !mistaken || !lost)
    throw new Error('somebody was not made')
  const as = (days: number, { id }: { id: string }) =>
    orgs.actorFor(daysAgo(days), { accountId: id, seatId: null })

  await invite(50, forgetful.name, forgetful.accountName, 'clerk')
  const declined = await invite(30, decliner.name, decliner.accountName, 'manager')
  await invitations.decline(await as(29, decliner), declined)
  const revoked = await invite(20, mistaken.name, mistaken.accountName, 'clerk')
  await invitations.revoke(await desk(19), revoked)
  const accepted = await invite(10, guest.name, guest.accountName, 'clerk')
  const { seatId } = await invitations.accept(await as(9, guest), accepted)
  await expiring.expire(platform.db, present)
  await disable(daysAgo(5), lost)
  const link = { way: 'link', name: '古丽', address: 'guli@example.com', level: 'clerk' } as const
  await invitations.invite(await desk(2), link)

  const fromOn = todayIn(present)
  const days = { fromOn, toOn: addDays(fromOn, 4) }
  const pair = { seatId: clerk.seatId, deputySeatId: seatId }
  await absences.nameDeputy(await orgs.actorFor(platform, manager), { ...pair, ...days })
}

/** 停用 of an account whose owner lost a phone to somebody. */
async function disable(platform: Platform, { id }: { id: string }): Promise<void> {
  const officer = await platform.db
    .selectFrom('unitStaff')
    .select(['id as seatId', 'accountId'])
    .where('kind', '=', 'securityAdmin')
    .executeTakeFirstOrThrow()
  const reason = '本人来电：手机被盗，请先停用账号。'
  await administration.disable(await orgs.actorFor(platform, officer), { id, version: 1, reason })
}

async function makeGuest(platform: Platform, name: string, at: number) {
  const accountName = `guest_${at + 1}`
  const { id } = await accounts.createAccount(orgs.systemActor(platform), {
    accountName,
    password: { hash: await demoPasswordHash() },
    name,
    phone: `139000${String(40_000 + at)}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: inventedIdentityNumber('1991-09-09', 700 + at),
    email: `${accountName}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
  })
  return { id, accountName, name }
}
