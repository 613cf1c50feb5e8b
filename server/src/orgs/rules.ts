import type { ActorKind } from '@xueshi/contract/actor'
import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'
import type { UnitState } from '@xueshi/contract/orgs'
import type { AccreditationFact, AccreditationState } from '@xueshi/contract/orgs/accreditations'
import type { LoginSettings } from '@xueshi/contract/settings'
import { pinyin } from 'pinyin-pro'
import type { SignedIn } from '../platform/actor.ts'
import { checkDigit } from '../platform/check-digit.ts'
import type { Reach } from '../platform/scope.ts'

/** What decides how long a login lasts. */
export type LoginTimes = { seenAt: Date; idleSeconds: number; expiresAt: Date; hasSeats: boolean }

/** Whether the login is over at the instant: too old, or too long without a request. */
export function hasEnded(login: LoginTimes, now: Date, set: LoginSettings): boolean {
  const { idleLeftSeconds, leftSeconds } = timesLeft(login, now, set)
  return idleLeftSeconds <= 0 || leftSeconds <= 0
}

/** Seconds that the login lasts without a request, and whatever is done with it. */
export function timesLeft(
  { seenAt, expiresAt, idleSeconds, hasSeats }: LoginTimes,
  now: Date,
  { staffIdleMinutes }: LoginSettings,
) {
  const idle = hasSeats ? Math.min(idleSeconds, staffIdleMinutes * 60) : idleSeconds
  const secondsTo = (at: number) => Math.ceil((at - now.getTime()) / 1000)
  return {
    idleLeftSeconds: secondsTo(seenAt.getTime() + idle * 1000),
    leftSeconds: secondsTo(expiresAt.getTime()),
  }
}

/** What decides how far a seat sees: its unit's state, and whose office the unit is (null: not granted). */
export type SeatOffice = {
  unitState: UnitState | null
  officeRegion: string | null
  officeIndustry: string | null
}

const over: ReadonlySet<UnitState> = new Set(['merged', 'closed', 'rejected', 'discarded'])

/**
 * How far a seat sees; null when the unit may no longer act, or not in this capability. A unit that
 * is still being looked at sees nothing yet, but its staff may come in.
 */
export function reachOf(office: SeatOffice, kind: ActorKind, unitId: string): Reach | null {
  if (kind === 'systemAdmin' || kind === 'securityAdmin' || kind === 'auditAdmin')
    return { kind: 'nothing' }
  const { unitState, officeRegion: regionCode, officeIndustry: industryCode } = office
  if (unitState === null || over.has(unitState) || regionCode === null) return null
  if (unitState !== 'approved') return { kind: 'nothing' }
  if (kind === 'hrss') return { kind: 'region', unitId, regionCode }
  if (kind !== 'industry') return { kind: 'unit', unitId }
  return industryCode === null ? null : { kind: 'trade', unitId, regionCode, industryCode }
}

/** How people type a name on a keyboard of Latin letters: lower case, without anything between. */
export function latinOf(name: string): { pinyin: string; initials: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
  const firsts = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' })
  return { pinyin: letters(syllables.join('')), initials: letters(firsts.join('')) }
}

/** What was typed, as `latinOf` spells it; '' when it holds anything but letters of the keyboard. */
export function latinTyped(text: string): string {
  const plain = text.normalize('NFKC')
  return /^[\x20-\x7Eüʼ’Ü]*$/.test(plain) ? letters(plain) : ''
}

const letters = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[^a-z0-9]/g, '')

/** From 广东省 down, without anything between. */
export const placeName = (regionCode: string) =>
  regionPath(regionCode)
    .map(({ label }) => label)
    .join('')

/** What is known of a unit by its name and its region, as it is kept; null: not a place of the province. */
export function placed({ name, regionCode }: { name: string; regionCode: string }) {
  const [province, city, county] = regionPath(regionCode)
  if (!province) return null
  const latin = latinOf(name)
  return {
    name,
    namePinyin: latin.pinyin,
    nameInitials: latin.initials,
    regionCode,
    provinceCode: province.code,
    cityCode: city?.code ?? null,
    countyCode: county?.code ?? null,
  }
}

/** What decides which moves of an accreditation an actor may make. */
export function accreditationFacts(
  row: {
    state: AccreditationState
    unitId: string
    cityCode: string | null
    provinceCode: string
    reviewedBy: string | null
    ownStaff: boolean
  },
  { scope, seat, accountId }: SignedIn,
): Record<AccreditationFact, boolean> {
  const region = scope.kind === 'region' ? scope.regionCode : null
  const isProvince = region === row.provinceCode
  // A unit that stands in no city is the province's from the beginning.
  const isCity = region === (row.cityCode ?? row.provinceCode)
  return {
    own: seat?.unitId === row.unitId && seat.level === 'manager' && scope.kind === 'unit',
    holds: row.state === 'applied' ? isCity : isProvince,
    answers: isCity || isProvince,
    province: isProvince,
    notSelf: !row.ownStaff,
    notReviewer: row.reviewedBy !== accountId,
  }
}

/** 资质编号: `SJ`, the year, six digits drawn at random and a check digit over all ten. */
export function accreditationNumber(year: number, drawn: number): string {
  const digits = String(drawn).padStart(6, '0')
  return `SJ${year}-${digits}${checkDigit(`${year}${digits}`)}`
}

/** Who recognises the series after the employer, whatever the unit's trades are; null: no such trade. */
export function tradeOfSeries(series: string | undefined): 'education' | 'health' | null {
  const chain = series === undefined ? 'employer' : titleSeriesOf(series)?.chain
  return chain === 'education' || chain === 'health' ? chain : null
}
