import { kindsWithSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import * as accounts from '../src/accounts/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import { movedClock } from '../src/platform/clock.ts'
import { hashPassword } from '../src/platform/passwords.ts'
import type { Platform } from '../src/platform/platform.ts'
import logins from './logins.json' with { type: 'json' }
import { inventedCreditCode, inventedIdentityNumber } from './numbers.ts'
import { type SeedUnit, units } from './province.ts'
import { several } from './several.ts'

/** Who works at a unit of the demo province: their account and seat. */
export type Staff = { accountId: string; seatId: string }
export type World = {
  /** Unit key → id. */
  unitIds: ReadonlyMap<string, string>
  /** Unit id → who does its daily work: its first clerk, or the manager where it has none. */
  clerks: ReadonlyMap<string, Staff>
  /** Unit id → its first manager. */
  managers: ReadonlyMap<string, Staff>
}

/** The house at another moment: the same database under a clock of its own. */
export function platformAt(platform: Platform, at: Date) {
  const clock = movedClock(at)
  return { platform: { ...platform, clock } }
}

/** The same actor some minutes on: a moved clock stands still, and what follows would seem to come first. */
export function later(actor: Actor, minutes = 5): Actor {
  const at = new Date(actor.platform.clock.now().getTime() + minutes * 60_000)
  return { ...actor, ...platformAt(actor.platform, at) }
}

const staffNames =
  '陈敏 李强 王芳 张伟 刘洋 杨静 黄磊 周婷 吴涛 徐丽 孙鹏 马兰 朱军 胡燕 郭峰 林静 何勇 高洁 罗斌 郑爽 梁宇 谢芸 宋波 唐欣 许诺 韩冰 冯凯 邓颖 曹阳 彭莉'.split(
    ' ',
  )

let made = 0

type Seat = {
  kind: ActorKind
  level: SeatLevel
  accountName?: string | undefined
  totp?: string | undefined
}

/** An account of somebody who works for a unit; past the forced change of password. */
export async function makeStaff(system: Actor, unitId: string, seat: Seat): Promise<Staff> {
  made += 1
  const number = made
  const { id: accountId } = await accounts.createAccount(system, {
    accountName: seat.accountName ?? `staff_${number}`,
    password: { hash: await demoPasswordHash() },
    name: staffNames[number % staffNames.length] ?? '陈敏',
    phone: `139000${String(10_000 + number)}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: inventedIdentityNumber('1980-05-20', number),
    email: `staff${number}@example.com`,
    questions: [],
    individual: false,
    mustChangePassword: false,
  })
  const { kind, level } = seat
  const { id: seatId } = await orgs.addStaff(system, { unitId, accountId, kind, level })
  // The first login of an authority's clerk or an administrator would ask for it.
  if (kindsWithSecondFactor.some((one) => one === kind))
    await accounts.enrolSecondFactor(system, accountId, seat.totp ?? demoSecret)
  return { accountId, seatId }
}

let demoHash: Promise<string> | undefined

/** The hash of the one password that everybody in the demo province has: made once, it costs as much as three acts. */
export function demoPasswordHash(): Promise<string> {
  demoHash ??= hashPassword(logins[0]?.password ?? '')
  return demoHash
}

const demoSecret = logins.find(({ totp }) => totp !== undefined)?.totp ?? ''

const kindOfCapability = {
  hrss: 'hrss',
  industry: 'industry',
  institution: 'institution',
  employer: 'employer',
  hosting: 'employer',
} as const
const kindOfRole: Record<string, { kind: ActorKind; level: SeatLevel }> = {
  'employer.manager': { kind: 'employer', level: 'manager' },
  'employer.clerk': { kind: 'employer', level: 'clerk' },
  institution: { kind: 'institution', level: 'manager' },
  industry: { kind: 'industry', level: 'manager' },
  'hrss.province': { kind: 'hrss', level: 'manager' },
  'hrss.city': { kind: 'hrss', level: 'manager' },
  'hrss.county': { kind: 'hrss', level: 'clerk' },
  'admin.system': { kind: 'systemAdmin', level: 'manager' },
  'admin.security': { kind: 'securityAdmin', level: 'manager' },
  'admin.audit': { kind: 'auditAdmin', level: 'manager' },
}

const adminKinds: ReadonlySet<ActorKind> = new Set(['systemAdmin', 'securityAdmin', 'auditAdmin'])

/** Offices, employers and institutions, each with a manager or clerk, and the demo logins among them. */
export async function makeWorld(platform: Platform): Promise<World> {
  const system = orgs.systemActor(platform)
  const unitIds = new Map<string, string>()
  const clerks = new Map<string, Staff>()
  const managers = new Map<string, Staff>()
  const made = await several(units, (unit, at) => makeUnit(system, unit, at + 1))
  for (const [at, { key }] of units.entries()) unitIds.set(key, made[at] ?? '')

  const posts = logins.flatMap(({ role, account, unit: name, totp }) => {
    const seat = kindOfRole[role]
    const unit = units.find((one) => one.name === name)
    const unitId = unit && unitIds.get(unit.key)
    return seat && unitId ? [{ unitId, ...seat, accountName: account, totp }] : []
  })
  const known = new Set(posts.map(({ unitId }) => unitId))
  const others = units.flatMap(({ key, capabilities: [capability = 'employer'], waiting }) => {
    const unitId = unitIds.get(key)
    if (!unitId || known.has(unitId) || waiting) return []
    return [{ unitId, kind: kindOfCapability[capability], level: 'manager' as const }]
  })
  // A clerk alone could take nobody in: every office has somebody who manages it.
  const managed = new Set(
    posts.flatMap(({ unitId, level, kind }) =>
      level === 'manager' && !adminKinds.has(kind) ? [unitId] : [],
    ),
  )
  const above = posts.flatMap(({ unitId, kind }) =>
    managed.has(unitId) || adminKinds.has(kind)
      ? []
      : [{ unitId, kind, level: 'manager' as const }],
  )
  const all: (Seat & { unitId: string })[] = [...posts, ...others, ...above]
  const staff = await several(all, (seat) => makeStaff(system, seat.unitId, seat))
  for (const [at, { unitId, kind, level }] of all.entries()) {
    const one = staff[at]
    if (!one || adminKinds.has(kind)) continue
    const those = level === 'clerk' ? clerks : managers
    if (!those.has(unitId)) those.set(unitId, one)
  }
  for (const [unitId, one] of managers) if (!clerks.has(unitId)) clerks.set(unitId, one)
  return { unitIds, clerks, managers }
}

/** A unit with its capabilities, as it stands when the demo begins. */
export async function makeUnit(system: Actor, unit: SeedUnit, sequence: number): Promise<string> {
  const { id } = await orgs.createUnit(system, {
    name: unit.name,
    code: inventedCreditCode(unit.nature === 'enterprise' ? '91' : '12', unit.regionCode, sequence),
    nature: unit.nature,
    regionCode: unit.regionCode,
    contactName: staffNames[sequence % staffNames.length] ?? '陈敏',
    contactPhone: `139000${String(20_000 + sequence)}`,
    industryCodes: unit.industries ?? [],
    state: unit.waiting ? 'submitted' : 'approved',
  })
  for (const capability of unit.capabilities)
    await orgs.grantCapability(system, {
      unitId: id,
      capability,
      industryCode: capability === 'industry' ? (unit.industries?.[0] ?? null) : null,
    })
  return id
}
