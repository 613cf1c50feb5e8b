import type { SeatLevel } from '@xueshi/contract/actor'
import type { Invitation } from '@xueshi/contract/orgs/invitations'
import { addDays, todayIn } from '@xueshi/contract/year'
import * as absences from '../../src/orgs/absences/service.ts'
import * as invitations from '../../src/orgs/invitations/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { TestApp } from '../app.ts'
import { clientFor, makeAccount } from './accounts.ts'

type Seat = { id: string; seatId: string }

/** The actor behind a seat that a factory made. */
export const actorAt = (app: TestApp, { id, seatId }: Seat) =>
  orgs.actorFor(app.platform, { accountId: id, seatId })

/** Somebody with an account is asked by the manager to work for the unit. */
export async function makeInvitation(
  app: TestApp,
  manager: Seat,
  level: SeatLevel = 'clerk',
): Promise<{
  invitation: Invitation
  accountId: string
  cookies: Record<string, string>
  client: Awaited<ReturnType<typeof clientFor>>
}> {
  const account = await makeAccount(app, { name: '黎小满' })
  const form = { way: 'account', name: '黎小满', address: account.accountName, level } as const
  const invitation = await invitations.invite(await actorAt(app, manager), form)
  const client = await clientFor(app, { accountId: account.id })
  return { invitation, accountId: account.id, cookies: client.cookies, client }
}

/** The manager is away from today for a week, and the colleague stands in; answers the arrangement's id. */
export async function makeAbsence(
  app: TestApp,
  manager: Seat,
  { seatId, deputySeatId }: { seatId: string; deputySeatId: string },
): Promise<string> {
  const fromOn = todayIn(app.clock.now())
  const form = { seatId, deputySeatId, fromOn, toOn: addDays(fromOn, 6) }
  const { id } = await absences.nameDeputy(await actorAt(app, manager), form)
  return id
}
