import { Readable } from 'node:stream'
import { kindsWithSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import type { Capability } from '@xueshi/contract/orgs'
import type { Unit, UnitForm } from '@xueshi/contract/orgs/units'
import * as accounts from '../../src/accounts/service.ts'
import * as joins from '../../src/orgs/joins/service.ts'
import * as licences from '../../src/orgs/licences/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import * as units from '../../src/orgs/units/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { FileType } from '../../src/platform/files.ts'
import type { TestApp } from '../app.ts'
import { clientFor, makeAccount, nextNumber } from './accounts.ts'
import { pdf } from './declarations.ts'

/** A unified social credit code with its check character, another one at each call. */
export function creditCode(): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const body = `91440101${String(nextNumber()).padStart(9, '0')}`
  const sum = weights.reduce(
    (total, weight, at) => total + weight * alphabet.indexOf(body.charAt(at)),
    0,
  )
  return body + alphabet.charAt((31 - (sum % 31)) % 31)
}

/** 天河区, 广州市 and 广东省. */
export const tianhe = '440106'
export const guangzhou = '440100'
export const guangdong = '440000'

/** Where the factories put whatever is not told otherwise: 天河区, unless the house lives elsewhere. */
export type Place = { city: string; county: string }
const places = new WeakMap<TestApp, Place>()
export const placeOf = (app: TestApp): Place =>
  places.get(app) ?? { city: guangzhou, county: tianhe }
/** What is made from now on stands there. */
export const standIn = (app: TestApp, place: Place): void => void places.set(app, place)

/** An approved unit in 天河区, or where the house lives, with the capabilities (employer unless told); `industryCode` is what an authority is for. */
export async function makeUnit(
  app: TestApp,
  {
    capabilities = ['employer'],
    industryCode = null,
    ...given
  }: Partial<orgs.NewUnit> & {
    capabilities?: readonly Capability[]
    industryCode?: string | null
  } = {},
): Promise<{ id: string; name: string; code: string }> {
  const system = orgs.systemActor(app.platform)
  const name = given.name ?? `广州木棉科技有限公司${nextNumber()}`
  const code = given.code ?? creditCode()
  const { id } = await orgs.createUnit(system, {
    nature: 'enterprise',
    regionCode: placeOf(app).county,
    contactName: '何穗生',
    contactPhone: '13800000000',
    ...given,
    name,
    code,
  })
  for (const capability of capabilities)
    await orgs.grantCapability(system, {
      unitId: id,
      capability,
      industryCode: capability === 'industry' ? industryCode : null,
    })
  return { id, name, code }
}

/** The second factor of everyone whose seat asks for one. */
export const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Somebody with a seat at the unit, and a browser that acts from it; no individual unless told. */
export async function makeStaff(
  app: TestApp,
  unitId: string,
  {
    kind = 'employer',
    level = 'clerk',
    ...given
  }: Partial<accounts.NewAccount> & { kind?: ActorKind; level?: SeatLevel } = {},
) {
  const account = await makeAccount(app, { individual: false, name: '梁志明', ...given })
  const system = orgs.systemActor(app.platform)
  const { id: seatId } = await orgs.addStaff(system, { unitId, accountId: account.id, kind, level })
  if (kindsWithSecondFactor.some((one) => one === kind))
    await accounts.enrolSecondFactor(system, account.id, totpSecret)
  const client = await clientFor(app, { accountId: account.id, seatId })
  return { ...account, seatId, client }
}

/** A unit in 天河区 as its staff would write it: right in every field. */
export function unitForm(given: Partial<UnitForm> = {}): UnitForm {
  return {
    name: `广州珠江新材料研究所${nextNumber()}`,
    code: creditCode(),
    nature: 'enterprise',
    regionCode: tianhe,
    industryCodes: ['housing'],
    parentId: null,
    contactName: '何穗生',
    contactPhone: '020-87654321',
    ...given,
  }
}

/** Somebody who has registered a unit and looks from its seat; the scan is there if asked for. */
export async function makeRegistrant(
  app: TestApp,
  { form = {}, isLicensed = false }: { form?: Partial<UnitForm>; isLicensed?: boolean } = {},
) {
  const account = await makeAccount(app)
  const plain = await orgs.actorFor(app.platform, { accountId: account.id, seatId: null })
  const { seatId } = await units.register(
    plain,
    unitForm({ regionCode: placeOf(app).county, ...form }),
  )
  const actor = await orgs.actorFor(app.platform, { accountId: account.id, seatId })
  if (isLicensed) await attachLicence(app, actor)
  const unit = await units.readOwn(actor)
  const client = await clientFor(app, { accountId: account.id, seatId })
  return { ...account, accountId: account.id, cookies: client.cookies, seatId, actor, unit, client }
}

/** The scan of the unit, brought in past the wire. */
export async function attachLicence(
  { platform }: TestApp,
  actor: Actor,
  type: FileType = 'application/pdf',
): Promise<string> {
  const file = pdf()
  const place = { name: '营业执照.pdf', sizeBytes: file.length }
  const { id } = await licences.addLicence(actor, place)
  const stored = await platform.locker.put(Readable.from([file]))
  await licences.licenceReceiver.receive(actor, id, { ...stored, type })
  return id
}

/** A unit that waits for the office of its region. */
export async function makeWaitingUnit(app: TestApp, form: Partial<UnitForm> = {}) {
  const registrant = await makeRegistrant(app, { form, isLicensed: true })
  const unit: Unit = await units.submit(registrant.actor, registrant.unit)
  return { ...registrant, unit }
}

/** Somebody asks to join the unit; answers the application's id. */
export async function makeJoin(app: TestApp, unitId: string): Promise<string> {
  const account = await makeAccount(app)
  const { db } = app.platform
  const unit = await db
    .selectFrom('units')
    .select('code')
    .where('id', '=', unitId)
    .executeTakeFirst()
  const actor = await orgs.actorFor(app.platform, { accountId: account.id, seatId: null })
  const { id } = await joins.apply(actor, unit?.code ?? '')
  return id
}
