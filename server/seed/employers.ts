import { Readable } from 'node:stream'
import type { PendingPolicy, ProfileForm } from '@xueshi/contract/people'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accounts from '../src/accounts/service.ts'
import * as orgs from '../src/orgs/service.ts'
import * as departments from '../src/people/departments/service.ts'
import * as desk from '../src/people/desk/service.ts'
import * as imports from '../src/people/imports/service.ts'
import { peopleWorks } from '../src/people/jobs.ts'
import * as people from '../src/people/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { csvType } from '../src/platform/sheet.ts'
import * as tasks from '../src/tasks/service.ts'
import { inventedIdentityNumber } from './numbers.ts'
import { demoPasswordHash, platformAt, type World } from './world.ts'

const hour = 3_600_000
const birthday = '1988-08-18'
/** Sequences and phones of this file's people begin here, past those of the others. */
const firstNumber = 850
const departmentNames = ['研发部', '质量部', '工程部', '行政部']

type House = { platform: Platform; world: World; daysAgo: (days: number) => Platform }

/**
 * Moves between units in each of their states, part-time and hosted people, and the desk of the demo's
 * employer: departments, and an import with errors. Whoever moves is somebody of their own.
 */
export async function makeEmployers(platform: Platform, world: World): Promise<void> {
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 10 * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const house = { platform, world, daysAgo }
  await moveAway(house)
  await moveHere(house)
  await standBeside(house)
  await keepDesk(house)
}

/** From the demo's employer to others: its desk has something to answer, and something answered. */
async function moveAway(house: House): Promise<void> {
  const { daysAgo } = house
  const away = { from: 'lingnan', to: 'toys' } as const
  await move(house, { ...away, name: '甘若兰', at: 0, askedAgo: 2 })
  const accepted = await move(house, { ...away, name: '白景行', at: 1, askedAgo: 3 })
  await accept(house, accepted, 2)

  const released = await move(house, { ...away, name: '宁致远', at: 2, askedAgo: 6 })
  const transfer = await transferOf(house, released)
  await people.transfers.release(await clerkOf(house, 'lingnan', 5), transfer)

  const gone = await move(house, { ...away, name: '贝思齐', at: 3, askedAgo: 20 })
  await accept(house, gone, 19)
  await people.transfers.release(await clerkOf(house, 'lingnan', 18), await transferOf(house, gone))

  const back = await move(house, { ...away, name: '祝晓彤', at: 4, askedAgo: 8 })
  const me = await orgs.actorFor(daysAgo(7), { accountId: back.personId, seatId: null })
  const [application] = await people.employments.listOwn(me)
  if (application) await people.employments.withdraw(me, application)

  const left = await employ(house, { name: '邱逸飞', at: 5, unit: 'lingnan', joinedAgo: 200 })
  const former = await orgs.actorFor(daysAgo(30), { accountId: left, seatId: null })
  const [employment] = await people.employments.listOwn(former)
  if (employment) await people.employments.leave(former, { ...employment, reason: 'left' })
}

/** To the demo's employer from others, which object: its county's office decides. */
async function moveHere(house: House): Promise<void> {
  const here = { from: 'design', to: 'lingnan' } as const
  const reason = '本人与我院签订的项目服务协议尚未到期，交接未完成。'
  const waiting = await move(house, { ...here, name: '季清扬', at: 6, askedAgo: 5 })
  await accept(house, waiting, 4)
  const objection = { ...(await transferOf(house, waiting)), reason }
  await people.transfers.object(await clerkOf(house, 'design', 3), objection)

  const kept = await move(house, { ...here, name: '冉子衿', at: 7, askedAgo: 30 })
  const disputed = { ...(await transferOf(house, kept)), reason }
  const objected = await people.transfers.object(await clerkOf(house, 'design', 28), disputed)
  await people.transfers.uphold(await clerkOf(house, 'hrss-tianhe', 25), {
    ...objected,
    reason: '服务协议有效，协议期满后可再次申请。',
  })

  const freed = await move(house, {
    ...here,
    name: '闻雨桐',
    at: 8,
    askedAgo: 26,
    pendingPolicy: 'finish',
  })
  await accept(house, freed, 25)
  const contested = { ...(await transferOf(house, freed)), reason }
  const asked = await people.transfers.object(await clerkOf(house, 'design', 24), contested)
  await people.transfers.overrule(await clerkOf(house, 'hrss-tianhe', 22), {
    ...asked,
    reason: '劳动合同已解除，单位不得以交接为由阻止变更。',
  })
}

/** 兼职 beside a main employment, waiting and agreed to; 挂靠 with a 人才服务机构. */
async function standBeside(house: House): Promise<void> {
  const { world, daysAgo } = house
  const unitId = world.unitIds.get('lingnan') ?? ''
  for (const [name, at, isConfirmed] of [
    ['尚文博', 9, true],
    ['薄荷清', 10, false],
  ] as const) {
    const id = await employ(house, { name, at, unit: 'water', joinedAgo: 120 })
    const me = await orgs.actorFor(daysAgo(4), { accountId: id, seatId: null })
    const application = await people.applyToUnit(me, {
      unitId,
      partTime: true,
      pendingPolicy: 'follow',
    })
    if (isConfirmed) await people.partTime.confirm(await clerkOf(house, 'lingnan', 2), application)
  }
  await employ(house, { name: '柯一苇', at: 11, unit: 'talent', joinedAgo: 90 })
}

/** 内设部门 of the demo's employer, some people in them, and a file of people with errors. */
async function keepDesk(house: House): Promise<void> {
  const clerk = await clerkOf(house, 'lingnan', 1)
  const made = []
  for (const name of departmentNames) made.push(await departments.add(clerk, name))
  const { items } = await desk.list(clerk, {})
  for (const [at, { id: departmentId }] of made.slice(0, 3).entries()) {
    const chosen = items.filter((_, index) => index % 4 === at)
    const employments = chosen.map(({ employmentId: id, version }) => ({ id, version }))
    await desk.assign(clerk, { employments, departmentId })
  }
  await importInto(clerk)
}

const columns = ['姓名', '证件号码', '联系电话', '内设部门']
const imported = (at: number) => inventedIdentityNumber('1993-05-15', firstNumber + 40 + at)

/**
 * 导入人员: two who have no account yet, one with a number that lost a digit, one without a phone; before
 * that a file without its numbers, which failed, and one that was cancelled as soon as it was begun.
 */
async function importInto(clerk: Actor): Promise<void> {
  const { platform } = clerk
  const run = (id: string) => tasks.runTask(platform, { works: peopleWorks, actors }, id)
  await run(await beginImport(clerk, '通讯录.csv', [['姓名', '内设部门']]))
  const hasty = await beginImport(clerk, '新入职人员（旧）.csv', [columns])
  await tasks.cancel(clerk, hasty)
  const rows = [
    columns,
    ['戚晓岚', imported(0), '13900060001', '工程部'],
    ['晏书航', imported(1), '13900060002', '工程部'],
    ['覃思敏', imported(2).slice(0, 17), '13900060003', '质量部'],
    ['佟雅静', imported(3), '', '行政部'],
  ]
  await run(await beginImport(clerk, '新入职人员.csv', rows))
}

const actors = { anew: orgs.actorAnew, system: orgs.systemActor }

/** A file of people is sent, and its import begun; answers the task. */
async function beginImport(
  clerk: Actor,
  name: string,
  rows: readonly (readonly string[])[],
): Promise<string> {
  const bytes = Buffer.from(rows.map((row) => row.join(',')).join('\n'))
  const place = { name, sizeBytes: bytes.length }
  const { id: inputId } = await tasks.openInput(clerk, place)
  const stored = await clerk.platform.locker.put(Readable.from([bytes]))
  await tasks.inputReceiver.receive(clerk, inputId, { ...stored, type: csvType })
  const { id } = await imports.begin(clerk, { inputId, dryRun: false })
  return id
}

type Person = { name: string; at: number }

/** Somebody whom the unit has confirmed; answers who. */
async function employ(
  house: House,
  { name, at, unit, joinedAgo }: Person & { unit: string; joinedAgo: number },
): Promise<string> {
  const platform = house.daysAgo(joinedAgo)
  const accountName = `moving_${at}`
  const documentNumber = inventedIdentityNumber(birthday, firstNumber + at)
  const phone = `139000${String(60_100 + at)}`
  const { id } = await accounts.createAccount(orgs.systemActor(platform), {
    accountName,
    password: { hash: await demoPasswordHash() },
    name,
    phone,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber,
    email: `${accountName}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
  })
  const me = await orgs.actorFor(platform, { accountId: id, seatId: null })
  const form = profileOf({ at, phone, unitId: house.world.unitIds.get(unit) ?? '' })
  const saved = await people.save(me, { form, version: null })
  await people.confirm(await clerkOf(house, unit, joinedAgo - 1), saved)
  return id
}

function profileOf({
  at,
  phone,
  unitId,
}: {
  at: number
  phone: string
  unitId: string
}): ProfileForm {
  return {
    sex: (firstNumber + at) % 2 === 1 ? 'male' : 'female',
    birthDate: birthday,
    ethnicity: '01',
    nativePlace: '440106',
    education: '21',
    degree: null,
    major: '机械设计制造及其自动化',
    school: '岭南理工大学（演示）',
    graduatedOn: '2011-06-30',
    startedWorkOn: '2011-07-15',
    phone,
    email: `moving${at}@example.com`,
    titleLevel: 'intermediate',
    title: '工程师',
    titleObtainedOn: '2017-12-01',
    series: '05',
    specialty: '机械工程',
    postalCode: '510000',
    unitId,
    workRegion: '440106',
    wantedUnit: null,
    photoId: null,
    otherTitles: [],
    otherDegrees: [],
  }
}

type Moving = { personId: string; to: string; from: string }

/** Somebody of one unit asks another one. */
async function move(
  house: House,
  {
    from,
    to,
    askedAgo,
    pendingPolicy = 'follow',
    ...person
  }: Person & { from: string; to: string; askedAgo: number; pendingPolicy?: PendingPolicy },
): Promise<Moving> {
  const personId = await employ(house, { ...person, unit: from, joinedAgo: 150 })
  const me = await orgs.actorFor(house.daysAgo(askedAgo), { accountId: personId, seatId: null })
  const unitId = house.world.unitIds.get(to) ?? ''
  await people.applyToUnit(me, { unitId, partTime: false, pendingPolicy })
  return { personId, to, from }
}

/** The new unit confirms the profile that came with the application. */
async function accept(house: House, { personId, to }: Moving, ago: number): Promise<void> {
  const platform = house.daysAgo(ago)
  const me = await orgs.actorFor(platform, { accountId: personId, seatId: null })
  const { current } = await people.readOwn(me)
  if (current) await people.confirm(await clerkOf(house, to, ago), current)
}

/** The transfer as the former unit has it now. */
async function transferOf(house: House, { personId, from }: Moving) {
  const clerk = await clerkOf(house, from, 0)
  const { items } = await people.transfers.list(clerk, {})
  const found = items.find((each) => each.personId === personId)
  if (!found) throw new Error('a transfer of the demo province is not where it was made')
  return found
}

/** Whoever decides for the unit, that many days ago. */
async function clerkOf({ world, daysAgo }: House, unit: string, ago: number): Promise<Actor> {
  const clerk = world.clerks.get(world.unitIds.get(unit) ?? '')
  if (!clerk) throw new Error('a unit of the demo province has no clerk')
  return orgs.actorFor(daysAgo(ago), clerk)
}
