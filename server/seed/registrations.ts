import { Readable } from 'node:stream'
import type { UnitForm } from '@xueshi/contract/orgs/units'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accounts from '../src/accounts/service.ts'
import * as joins from '../src/orgs/joins/service.ts'
import * as licences from '../src/orgs/licences/service.ts'
import * as registrations from '../src/orgs/registrations/service.ts'
import * as reviews from '../src/orgs/reviews/service.ts'
import * as orgs from '../src/orgs/service.ts'
import * as registering from '../src/orgs/units/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedPdf } from './evidence-files.ts'
import { inventedCreditCode, inventedIdentityNumber } from './numbers.ts'
import { demoPasswordHash, platformAt, type World } from './world.ts'

const hour = 3_600_000
/** Behind the units that the house made itself. */
const firstCode = 120

/**
 * 单位用户注册 by its own way: one that is not sent yet, one that the county returned, one that it
 * refused and one that was given up; and 加入申请 to the demo's employer, one that waits among them.
 */
export async function makeRegistrations(platform: Platform, world: World): Promise<void> {
  const present = platform.clock.now()
  const daysAgo = (days: number, hours = 9) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + hours * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const idOf = (key: string) => world.unitIds.get(key) ?? ''
  const officer = world.clerks.get(idOf('hrss-tianhe'))
  const manager = world.managers.get(idOf('lingnan'))
  if (!officer || !manager) throw new Error('the demo office or employer has no staff')
  const office = (days: number) => orgs.actorFor(daysAgo(days), officer)
  const desk = (days: number) => orgs.actorFor(daysAgo(days), manager)

  await register(daysAgo(3), { at: 0, person: '鲍文轩', name: '天河听涛测绘有限公司' })
  const returned = await send(daysAgo(9), daysAgo(9, 10), {
    at: 1,
    person: '滕佳怡',
    name: '天河青禾农业科技有限公司',
  })
  const unclear = '营业执照照片反光，看不清登记机关印章，请重新上传。'
  await reviews.giveBack(await office(7), { ...returned, reason: unclear })
  const refused = await send(daysAgo(34), daysAgo(34, 10), {
    at: 2,
    person: '阮志远',
    name: '天河万象咨询有限公司',
  })
  const none = '经核查，该单位已在登记机关办理注销，不予注册。'
  await reviews.reject(await office(31), { ...refused, reason: none })
  const mistaken = await register(daysAgo(15), {
    at: 3,
    person: '苗可心',
    name: '天河晨曦会展有限公司',
  })
  const { version } = await registering.readOwn(mistaken)
  await registrations.discard(mistaken, { version })

  const code = await codeOf(platform, idOf('lingnan'))
  const ask = async (days: number, name: string, at: number) => {
    const me = await join(daysAgo(days), name, at)
    const { id } = await joins.apply(me, code)
    return { id, version: 1 }
  }
  const taken = await ask(18, '甄若兰', 10)
  await joins.decide(await desk(17), { ...taken, state: 'accepted', level: 'clerk' })
  const stranger = await ask(13, '褚一鸣', 11)
  const reason = '本单位没有这名工作人员，请核对单位名称。'
  await joins.decide(await desk(12), { ...stranger, state: 'refused', reason })
  await ask(1, '项思琪', 12)
}

type Registered = { at: number; person: string; name: string }

/** Somebody with an account of their own, who works for nobody yet. */
async function join(platform: Platform, name: string, at: number): Promise<Actor> {
  const accountName = `registering_${at}`
  const { id } = await accounts.createAccount(orgs.systemActor(platform), {
    accountName,
    password: { hash: await demoPasswordHash() },
    name,
    phone: `139000${String(70_000 + at)}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: inventedIdentityNumber('1986-03-21', 960 + at),
    email: `${accountName}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
  })
  return orgs.actorFor(platform, { accountId: id, seatId: null })
}

/** The registration stands as a draft; answers its manager. */
async function register(platform: Platform, { at, person, name }: Registered): Promise<Actor> {
  const me = await join(platform, person, at)
  const unitForm: UnitForm = {
    name: `${name}（演示）`,
    code: inventedCreditCode('91', '440106', firstCode + at),
    nature: 'enterprise',
    regionCode: '440106',
    industryCodes: [],
    parentId: null,
    contactName: person,
    contactPhone: `139000${String(70_000 + at)}`,
  }
  const { seatId } = await registering.register(me, unitForm)
  const accountId = me.accountId ?? ''
  return orgs.actorFor(platform, { accountId, seatId })
}

/** The registration is sent with the scan of its licence; answers the unit. */
async function send(platform: Platform, later: Platform, registered: Registered) {
  const manager = await register(platform, registered)
  const bytes = inventedPdf(992_000 + registered.at)
  const place = { name: '营业执照.pdf', sizeBytes: bytes.length }
  const { id } = await licences.addLicence(manager, place)
  const stored = await platform.locker.put(Readable.from([bytes]))
  await licences.licenceReceiver.receive(manager, id, { ...stored, type: 'application/pdf' })
  const { version } = await registering.readOwn(manager)
  const unit = await registering.submit({ ...manager, platform: later }, { version })
  return { id: unit.id, version: unit.version }
}

async function codeOf({ db }: Platform, id: string): Promise<string> {
  const { code } = await db
    .selectFrom('units')
    .select('code')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return code
}
