import { normaliseCreditCode } from '@xueshi/contract/credit-code'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type changeContact as changeContactEndpoint,
  contactIssues,
  normaliseContactPhone,
  type registerUnit as registerEndpoint,
  type Unit,
  type UnitForm,
  unitIssues,
  unitMoves,
} from '@xueshi/contract/orgs/units'
import { Licence } from '@xueshi/contract/orgs/licences'
import type { UnitEvent } from '@xueshi/contract/orgs/timeline'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import { countAttempt } from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { areOffered } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { note, timelineOf } from '../events/service.ts'
import { placed, placeName } from '../rules.ts'
import * as seats from '../store.ts'
import * as store from './store.ts'

const changeable = unitMoves.save.from
const day = 86_400
const registrationsADay = 10

/** The unit from whose seat the actor looks. */
export function seatUnit(actor: Actor): { me: SignedIn; unitId: string } {
  const me = signedIn(actor)
  return me.seat ? { me, unitId: me.seat.unitId } : fail('FORBIDDEN')
}

/** How often an account may do this in a day; RATE_LIMITED past it. */
export async function holdBack(me: SignedIn, kind: string, most: number): Promise<void> {
  const { db, clock, indexes } = me.platform
  const subject = indexes.blindIndex(kind, me.accountId)
  if ((await countAttempt(db, clock.now(), kind, subject, day)) > most)
    fail('RATE_LIMITED', { retryAfterSeconds: 3600 })
}

/**
 * 单位用户注册: the unit stands as a draft, and the account has the manager's seat at it. Its code is
 * taken by nobody before it is submitted. INVALID at `code` with CREDIT_CODE_TAKEN where a unit has
 * it: then one asks to join.
 */
export async function register(
  actor: Actor,
  form: UnitForm,
): Promise<Reply<typeof registerEndpoint>> {
  const me = signedIn(actor)
  await holdBack(me, 'unit registration', registrationsADay)
  const { id } = await transaction(actor, async (tx) => {
    const now = me.platform.clock.now()
    const unitId = newId(now)
    const values = await checked(tx, me, unitId, form)
    const unit = { ...values, id: unitId, state: 'draft' as const, createdAt: now }
    await store.insert(tx, unit, form.industryCodes)
    await seats.insertCapability(tx, {
      unitId,
      capability: 'employer',
      industryCode: null,
      regionCode: form.regionCode,
      grantedAt: now,
    })
    const { accountId } = me
    const seat = { unitId, accountId, kind: 'employer', level: 'manager' } as const
    await seats.insertStaff(tx, { ...seat, id: newId(now), createdAt: now })
    const { name, code, regionCode } = values
    await audit.record(tx, actor, {
      act: 'unit.register',
      recordId: unitId,
      facts: { name, code, regionCode },
    })
    return { id: unitId }
  })
  return presentRegistered(actor, id)
}

/** What a registration answered, anew. */
export async function presentRegistered(
  actor: Actor,
  id: string,
): Promise<Reply<typeof registerEndpoint>> {
  const found = await store.findSeat(actor.platform.db, id, signedIn(actor).accountId)
  return found ? { id, ...found } : fail('NOT_FOUND')
}

/** The form held against the rules that need the house, as the columns that it fills. */
async function checked(db: Db, me: SignedIn, id: string, form: UnitForm) {
  const code = normaliseCreditCode(form.code)
  const place = placed(form)
  const twin = await store.findByCode(db, code)
  const unknown = !(await areOffered(me.platform, 'industries', form.industryCodes))
  const isOrphan = form.parentId !== null && !(await store.stands(db, form.parentId))
  failOnIssues({
    ...unitIssues(form),
    ...(twin && twin.id !== id && { code: 'CREDIT_CODE_TAKEN' }),
    ...(place === null && { regionCode: 'NOT_OFFERED' }),
    ...(unknown && { industryCodes: 'NOT_OFFERED' }),
    ...((isOrphan || form.parentId === id) && { parentId: 'NOT_OFFERED' }),
  })
  if (place === null) throw new Error('a unit without a place was let through')
  const contactPhoneSealed = sealedPhone(me, id, form.contactPhone)
  const { nature, parentId, contactName } = form
  // A registration names its 主管单位, which says so itself once the unit is in force.
  const parentState = parentId === null ? ('none' as const) : ('asked' as const)
  return { ...place, code, nature, parentId, parentState, contactName, contactPhoneSealed }
}

const phonePlace = (id: string) => ({ table: 'units', column: 'contact_phone_sealed', id })
const sealedPhone = ({ platform }: SignedIn, id: string, phone: string) =>
  platform.cipher.seal(normaliseContactPhone(phone), phonePlace(id))

/** 单位信息 of the unit from whose seat the actor looks. */
export async function readOwn(actor: Actor): Promise<Unit> {
  const { me, unitId } = seatUnit(actor)
  const row = await findOwn(me.platform.db, me, unitId)
  return row ? show(me, me.platform.db, row) : fail('NOT_FOUND')
}

/** The unit with its timeline. */
export const show = async (me: SignedIn, db: Db, row: store.UnitRow): Promise<Unit> =>
  present(me, row, await timelineOf(db, row.id))

/** The unit as its own staff see it. */
export const findOwn = (db: Db, { accountId }: SignedIn, unitId: string) =>
  store.find(db, unitId, { within: store.only(unitId), accountId })

/** The unit as this actor may see it, with the moves that they may make next. */
function present(me: SignedIn, row: store.UnitRow, timeline: UnitEvent[]): Unit {
  const { licenceId, ownStaff, capabilities } = row
  const noOffice = !capabilities.includes('hrss') && !capabilities.includes('industry')
  const manages = me.seat?.unitId === row.id && me.seat.level === 'manager'
  const isHosting = capabilities.includes('hosting')
  const facts = {
    licensed: licenceId !== null,
    notSelf: !ownStaff,
    noOffice,
    manages,
    // One that is nothing else would be nothing without it.
    hosting: isHosting && capabilities.includes('employer'),
    notHosting: !isHosting,
  }
  // Without its scan a registration may still be sent: the refusal says what is missing.
  const open = openMoves(unitMoves, row.state, me.kind, { ...facts, licensed: true })
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    name: row.name,
    code: row.code,
    nature: row.nature,
    regionCode: row.regionCode,
    regionPath: placeName(row.regionCode),
    industryCodes: row.industryCodes,
    parent:
      row.parentId === null || row.parentName === null
        ? null
        : { id: row.parentId, name: row.parentName, accepted: row.parentState === 'accepted' },
    capabilities,
    mergedInto:
      row.mergedIntoId === null ? null : { id: row.mergedIntoId, name: row.mergedIntoName ?? '' },
    contactName: row.contactName,
    contactPhone: me.platform.cipher.open(row.contactPhoneSealed, phonePlace(row.id)),
    licence:
      row.licenceId === null
        ? null
        : Licence.parse({
            name: row.licenceName,
            type: row.licenceType,
            sizeBytes: row.licenceBytes,
            url: ticketUrl(me, 'licence', row.licenceId),
          }),
    createdAt: row.createdAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    approvedAt: row.approvedAt?.toISOString() ?? null,
    returnReason: row.returnReason,
    office: row.officeName,
    timeline,
    open,
  }
}

/** 保存 of a unit that was not approved yet. Refuses with INVALID at the fields, STALE, WRONG_STATE. */
export async function save(
  actor: Actor,
  { version, form }: { version: number; form: UnitForm },
): Promise<Unit> {
  const { me, unitId } = seatUnit(actor)
  await transaction(actor, async (tx) => {
    const values = await checked(tx, me, unitId, form)
    const guard = { id: unitId, version, from: changeable, within: store.only(unitId) }
    if (!(await store.change(tx, guard, values))) return refuse(tx, me, unitId, version)
    await store.replaceIndustries(tx, unitId, form.industryCodes)
    await store.moveCapabilities(tx, unitId, form.regionCode)
    const { name, code, regionCode } = values
    const facts = { name, code, regionCode }
    await audit.record(tx, actor, { act: 'unit.save', recordId: unitId, facts })
    return { id: unitId }
  })
  return readOwn(actor)
}

/** The contact of a unit in force, and its trades, are others from now on. */
export async function changeContact(
  actor: Actor,
  { version, contactName, contactPhone, industryCodes }: Body<typeof changeContactEndpoint>,
): Promise<Unit> {
  const { me, unitId } = seatUnit(actor)
  const own = (await readOwn(actor)).industryCodes
  const unknown = !(await areOffered(me.platform, 'industries', industryCodes, own))
  failOnIssues({
    ...contactIssues({ contactPhone, industryCodes }),
    ...(unknown && { industryCodes: 'NOT_OFFERED' }),
  })
  await transaction(actor, async (tx) => {
    const values = { contactName, contactPhoneSealed: sealedPhone(me, unitId, contactPhone) }
    const { from } = unitMoves.contact
    const guard = { id: unitId, version, from, within: store.only(unitId) }
    if (!(await store.change(tx, guard, values))) return refuse(tx, me, unitId, version)
    await store.replaceIndustries(tx, unitId, industryCodes)
    const facts = { version, industryCodes }
    await audit.record(tx, actor, { act: 'unit.contact', recordId: unitId, facts })
    return { id: unitId }
  })
  return readOwn(actor)
}

/**
 * 提交: the unit waits for the office of its region, which is told, and people may choose it. Refuses
 * with NOT_COMPLETE without a scan, INVALID at `code` where another unit came first.
 */
export async function submit(actor: Actor, { version }: { version: number }): Promise<Unit> {
  const { me, unitId } = seatUnit(actor)
  const { from, to } = unitMoves.submit
  await transaction(actor, async (tx) => {
    const guard = { id: unitId, version, from, within: store.only(unitId), licensed: true }
    const submittedAt = me.platform.clock.now()
    const moved = await store.changeCode(tx, guard, { state: to, submittedAt, returnReason: null })
    if (moved === 'taken') fail('INVALID', { fields: { code: 'CREDIT_CODE_TAKEN' } })
    const row = await findOwn(tx, me, unitId)
    if (moved === 'refused') {
      const lacks = row?.version === version && from.some((state) => state === row.state)
      if (lacks) fail('NOT_COMPLETE', { fields: { licence: 'LICENCE_REQUIRED' } })
      return refuse(tx, me, unitId, version)
    }
    const facts = { id: unitId, unitName: row?.name ?? '' }
    if (row?.officeId) tell(tx, actor, { unitId: row.officeId }, 'unit.submitted', facts)
    await note(tx, actor, { unitId, act: 'submit' })
    await audit.record(tx, actor, { act: 'unit.submit', recordId: unitId, facts: { version } })
    return { id: unitId }
  })
  return readOwn(actor)
}

/** Why a change of one's own unit was not to be: another was quicker, or its state does not allow it. */
export async function refuse(
  tx: Db,
  me: SignedIn,
  unitId: string,
  version: number,
): Promise<never> {
  const row = await findOwn(tx, me, unitId)
  if (!row) return fail('NOT_FOUND')
  fail(row.version === version ? 'WRONG_STATE' : 'STALE', { current: await show(me, tx, row) })
}
