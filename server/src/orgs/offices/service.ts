import { normaliseCreditCode } from '@xueshi/contract/credit-code'
import { guangdongCode, regionPath } from '@xueshi/contract/dictionaries/guangdong'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { type listOffices, type OfficeForm, officeIssues } from '@xueshi/contract/orgs/offices'
import { normaliseContactPhone } from '@xueshi/contract/orgs/units'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { areOffered } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { note } from '../events/service.ts'
import { placed, placeName } from '../rules.ts'
import { managed } from '../staff/service.ts'
import * as seats from '../store.ts'
import { holdBack } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

const pageRows = 50
const Cursor = z.tuple([z.string(), z.string(), z.string(), Id])

/** Whose subtree the actor sees, and of which trade alone. */
function reachOf({ scope, kind }: SignedIn): { regionCode: string; industryCode?: string } {
  if (kind === 'securityAdmin') return { regionCode: guangdongCode }
  if (scope.kind === 'region') return { regionCode: scope.regionCode }
  if (scope.kind === 'trade') {
    const { regionCode, industryCode } = scope
    return { regionCode, industryCode }
  }
  return fail('FORBIDDEN')
}

const isWithin = (code: string, above: string) =>
  regionPath(code).some((region) => region.code === above)

/** 组织树: 50 offices of the actor's subtree, or of a region within it. INVALID at `region` outside. */
export async function list(
  actor: Actor,
  { region, after }: Query<typeof listOffices>,
): Promise<Reply<typeof listOffices>> {
  const me = signedIn(actor)
  const { regionCode, industryCode } = reachOf(me)
  const looked = region ?? regionCode
  if (!isWithin(looked, regionCode)) fail('INVALID', { fields: { region: 'NOT_OFFERED' } })
  const key = after === undefined ? null : readCursor(after, Cursor)
  const asked = { regionCode: looked, industryCode }
  const rows = await store.list(me.platform.db, asked, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (last) => [
    last.regionCode,
    last.kind,
    last.industryCode ?? '',
    last.id,
  ])
  return {
    regionCode,
    mayOpen: me.seat?.level === 'manager' && me.kind !== 'securityAdmin',
    items: page.map((row) => ({ ...row, regionPath: placeName(row.regionCode) })),
    next,
  }
}

/** Whether the actor's office may open one of this kind there. */
async function faultsOf(me: SignedIn, { kind, regionCode, industryCode }: OfficeForm) {
  const { regionCode: own, industryCode: trade } = reachOf(me)
  const isBelow = regionCode !== own && isWithin(regionCode, own)
  // Beside an HR&SS office stand the authorities of its own region.
  const mayStand = isBelow || (me.kind === 'hrss' && kind === 'industry' && regionCode === own)
  const isTrade =
    kind === 'hrss'
      ? industryCode === null && me.kind === 'hrss'
      : industryCode !== null &&
        (await areOffered(me.platform, 'industries', [industryCode])) &&
        (trade === undefined || trade === industryCode)
  return {
    ...(!mayStand && { regionCode: 'NOT_OFFERED' }),
    ...(!isTrade && { industryCode: 'NOT_OFFERED' }),
  }
}

const officesADay = 50

/**
 * 设立下级部门: the office is in force, and the account manages it. INVALID at the fields
 * (CREDIT_CODE_TAKEN, OFFICE_EXISTS, PERSON_NOT_FOUND, HANDOVER_SELF).
 */
export async function open(actor: Actor, form: OfficeForm): Promise<{ done: true }> {
  const { me } = managed(actor)
  const place = placed(form)
  failOnIssues({ ...officeIssues(form), ...(await faultsOf(me, form)) })
  if (place === null) return fail('INVALID', { fields: { regionCode: 'NOT_OFFERED' } })
  await holdBack(me, 'office', officesADay)
  const { managerName: name, managerUserName: userName, kind, industryCode, regionCode } = form
  const manager = await accounts.holding.findByUserName(me.platform, { userName, name })
  if (!manager) return fail('INVALID', { fields: { managerUserName: 'PERSON_NOT_FOUND' } })
  if (manager.id === me.accountId) fail('INVALID', { fields: { managerUserName: 'HANDOVER_SELF' } })
  await transaction(actor, async (tx) => {
    await store.lockTree(tx)
    if (await store.stands(tx, { kind, regionCode, industryCode }))
      fail('INVALID', { fields: { regionCode: 'OFFICE_EXISTS' } })
    const at = me.platform.clock.now()
    const id = newId(at)
    const unit = {
      ...place,
      id,
      state: 'approved' as const,
      code: normaliseCreditCode(form.code),
      nature: 'government',
      contactName: form.contactName,
      contactPhoneSealed: me.platform.cipher.seal(normaliseContactPhone(form.contactPhone), {
        table: 'units',
        column: 'contact_phone_sealed',
        id,
      }),
      createdAt: at,
      approvedAt: at,
      decidedBy: me.accountId,
    }
    const trades = industryCode === null ? [] : [industryCode]
    if ((await units.findByCode(tx, unit.code)) || !(await seats.insertUnit(tx, unit, trades)))
      fail('INVALID', { fields: { code: 'CREDIT_CODE_TAKEN' } })
    const granted = { unitId: id, capability: kind, industryCode, regionCode, grantedAt: at }
    await seats.insertCapability(tx, granted)
    const seat = { id: newId(at), unitId: id, accountId: manager.id, kind, createdAt: at }
    await seats.insertStaff(tx, { ...seat, level: 'manager' })
    const facts = { unitName: form.name, office: me.seat?.unitName ?? '' }
    tell(tx, actor, { accountId: manager.id }, 'office.opened', facts)
    await note(tx, actor, { unitId: id, act: 'openOffice', about: manager.name })
    const recorded = { kind, regionCode, industryCode, accountId: manager.id }
    await audit.record(tx, actor, { act: 'office.open', recordId: id, facts: recorded })
    return { id }
  })
  return { done: true }
}
