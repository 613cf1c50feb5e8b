import { todayIn } from '@xueshi/contract/year'
import { loadConfig } from '../server/src/platform/config.ts'
import { createPlatform, openDatabase } from '../server/src/platform/installation.ts'
import { createLog } from '../server/src/platform/log.ts'
import { demo, type Person } from './people.ts'
import { expect } from './test.ts'

/** The verbs of the house, for what no page offers yet, on the database of the server under test. */
async function open() {
  const { XUESHI_URL: publicUrl, XUESHI_DATA_DIR: dataDir } = process.env
  if (!dataDir)
    throw new Error('XUESHI_DATA_DIR must name the data folder of the server under test')
  const config = loadConfig({ DATA_DIR: dataDir, PUBLIC_URL: publicUrl, LOG_LEVEL: 'fatal' })
  const log = createLog(config)
  const database = await openDatabase(config, log)
  const { platform, close } = await createPlatform(config, log, database.appUrl)
  // A busy machine may keep the first connection waiting for longer than a request may wait.
  await expect(() => platform.db.selectFrom('units').select('id').limit(1).execute()).toPass()
  // Later than the configuration, for they draw in the whole house.
  const orgs = await import('../server/src/orgs/service.ts')
  const accounts = await import('../server/src/accounts/service.ts')
  const { transaction } = await import('../server/src/platform/transaction.ts')
  const system = orgs.systemActor(platform)
  const idOf = async (accountName: string) => {
    const account = await platform.db
      .selectFrom('accounts')
      .select('id')
      .where('accountName', '=', accountName)
      .executeTakeFirstOrThrow()
    return account.id
  }
  const leave = async () => {
    await close()
    await database.end()
  }
  return { platform, orgs, accounts, transaction, system, idOf, leave }
}

async function inTheHouse<Result>(
  act: (house: Awaited<ReturnType<typeof open>>) => Promise<Result>,
): Promise<Result> {
  const house = await open()
  try {
    return await act(house)
  } finally {
    await house.leave()
  }
}

/** An office has put the person on file: the account waits to be claimed. */
export async function putOnFile(person: Person): Promise<void> {
  const { name, documentNumber, phone, email } = person
  const given = { name, documentNumber, phone, email }
  const origin = { country: 'CHN', documentType: 'residentId' } as const
  await inTheHouse(({ accounts, transaction, system }) =>
    transaction(system, (tx) => accounts.openUnclaimed(tx, system, { ...given, ...origin })),
  )
}

/** The account has a seat at one of the demo's HR&SS offices from now on, the city's unless another is named. */
export async function seatAtOffice(
  accountName: string,
  role = 'hrss.city',
  level: 'manager' | 'clerk' = 'clerk',
): Promise<void> {
  await inTheHouse(async ({ platform, orgs, system, idOf }) => {
    const { id: unitId } = await platform.db
      .selectFrom('units')
      .select('id')
      .where('name', '=', demo(role).unit)
      .executeTakeFirstOrThrow()
    const seat = { unitId, kind: 'hrss', level } as const
    await orgs.addStaff(system, { ...seat, accountId: await idOf(accountName) })
  })
}

/** An approved employer in 天河区 whose manager and clerk are people with these accounts. */
export async function openUnit(
  unit: { name: string; code: string },
  staff: readonly { accountName: string; level: 'manager' | 'clerk' }[],
): Promise<{ id: string }> {
  return inTheHouse(async ({ orgs, system, idOf }) => {
    const { id } = await orgs.createUnit(system, {
      ...unit,
      nature: 'enterprise',
      regionCode: '440106',
      contactName: '何穗生',
      contactPhone: '13800000000',
    })
    await orgs.grantCapability(system, { unitId: id, capability: 'employer' })
    for (const { accountName, level } of staff) {
      const accountId = await idOf(accountName)
      await orgs.addStaff(system, { unitId: id, accountId, kind: 'employer', level })
    }
    return { id }
  })
}

/** A minute has passed since the last code was on its way to the account: the next may be asked for. */
export async function letCodeRest(accountName: string): Promise<void> {
  await inTheHouse(async ({ platform, idOf }) => {
    await platform.db
      .updateTable('codes')
      .set({ createdAt: new Date(Date.now() - 61_000) })
      .where('accountId', '=', await idOf(accountName))
      .execute()
  })
}

/** The lessons of the class are over: nobody waits here for the end of a day. */
export async function letSessionsEnd(classId: string): Promise<void> {
  await inTheHouse(async ({ platform }) => {
    await platform.db
      .updateTable('classSessions')
      .set({ endsAt: new Date(Date.now() - 1000) })
      .where('classId', '=', classId)
      .execute()
  })
}

/** The sign-up of a class is over since yesterday, and with it the places that were kept. */
export async function letSignUpEnd(classId: string): Promise<void> {
  const [begun, over] = [2, 1].map((days) => new Date(Date.now() - days * 86_400_000))
  await inTheHouse(async ({ platform }) => {
    await platform.db
      .updateTable('classes')
      .set({ signUpFrom: begun, signUpTo: over, keptEndedOf: over })
      .where('id', '=', classId)
      .execute()
  })
}

/** That many days later the house looks whether the transfer of the person was answered. */
export async function letTransferLapse(accountName: string, days: number): Promise<void> {
  await inTheHouse(async ({ platform, orgs, idOf }) => {
    const { lapse } = await import('../server/src/people/moving/service.ts')
    const { movedClock } = await import('../server/src/platform/clock.ts')
    const later = movedClock(new Date(Date.now() + days * 86_400_000))
    const { id } = await platform.db
      .selectFrom('transfers')
      .select('id')
      .where('personId', '=', await idOf(accountName))
      .executeTakeFirstOrThrow()
    const system = orgs.systemActor({ ...platform, clock: later })
    await lapse(system, id, todayIn(later.now()))
  })
}
