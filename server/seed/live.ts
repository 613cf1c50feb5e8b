import type { Declaration } from '@xueshi/contract/declarations'
import type { ProfileForm } from '@xueshi/contract/people'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accounts from '../src/accounts/service.ts'
import * as declarations from '../src/declarations/service.ts'
import * as ledger from '../src/ledger/service.ts'
import * as orgs from '../src/orgs/service.ts'
import * as people from '../src/people/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { MovedClock } from '../src/platform/clock.ts'
import { newId } from '../src/platform/ids.ts'
import type { Platform } from '../src/platform/platform.ts'
import { attachEvidence, bringPhoto, inventedJpeg, inventedPdf } from './evidence-files.ts'
import type { Fate, SeedRecord } from './lives.ts'
import { inventedIdentityNumber } from './numbers.ts'
import type { SeedPerson } from './people.ts'
import { demoPasswordHash, type World } from './world.ts'

/** One person's house: the shared database under a clock that runs through this life alone, up to the present. */
export type Life = {
  platform: Platform & { clock: MovedClock }
  world: World
  at: number
  present: Date
  /** Unit id → its clerk, once met in this life. */
  clerks: Map<string, Actor>
}

const hour = 3_600_000
const noon = (day: string, hours = 12) => new Date(startOf(day).getTime() + hours * hour)

/** Moves the clock on to noon of a day; it never runs back and never past the present. */
function reach({ platform, present }: Life, day: string): void {
  const wanted = Math.max(noon(day).getTime(), platform.clock.now().getTime() + 60_000)
  platform.clock.set(new Date(Math.min(wanted, present.getTime())))
}

const birthDate = (at: number) => `${1972 + ((at * 7 + 13) % 22)}-0${1 + (at % 9)}-1${at % 9}`

/** An account past its forced change of password; answers the person as an actor. */
export async function join(life: Life, person: SeedPerson, accountName: string): Promise<Actor> {
  const { platform, at } = life
  const { id } = await accounts.createAccount(orgs.systemActor(platform), {
    accountName,
    password: { hash: await demoPasswordHash() },
    name: person.name,
    phone: `139000${String(30_000 + at)}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: inventedIdentityNumber(birthDate(at), 100 + at),
    email: `${accountName}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
    phoneProven: true,
  })
  return orgs.actorFor(platform, { accountId: id, seatId: null })
}

function profileOf({ at, world }: Life, person: SeedPerson, unitKey: string | null): ProfileForm {
  const born = birthDate(at)
  const later = (years: number) => `${Number(born.slice(0, 4)) + years}-07-01`
  return {
    sex: (100 + at) % 2 === 1 ? 'male' : 'female',
    birthDate: born,
    ethnicity: person.name.includes('·') ? '05' : '01',
    nativePlace: '440106',
    education: '21',
    degree: null,
    major: person.specialty,
    school: '岭南理工大学（演示）',
    graduatedOn: later(22),
    startedWorkOn: later(23),
    phone: `139000${String(30_000 + at)}`,
    email: `person${at}@example.com`,
    titleLevel: person.titleLevel,
    title: person.title,
    titleObtainedOn: later(28),
    series: person.series,
    specialty: person.specialty,
    postalCode: '510000',
    unitId: unitKey === null ? null : (world.unitIds.get(unitKey) ?? null),
    workRegion: '440106',
    wantedUnit: unitKey === null ? '珠江口精密机械厂（演示）' : null,
    photoId: null,
    otherTitles: [],
    otherDegrees: [],
  }
}

/** The profile goes as far as the person's pace says. */
export async function settleProfile(life: Life, me: Actor, person: SeedPerson): Promise<void> {
  const { pace } = person
  const asked = profileOf(life, person, pace === 'draft' ? null : person.unit)
  // Some have not brought one: the frame on their certificates stays empty.
  const photoId = life.at % 3 === 2 ? null : await bringPhoto(me, life.at)
  const form = { ...asked, photoId }
  const saved = await people.save(me, { form, version: null })
  if (pace === 'draft' || pace === 'waiting') return
  const clerk = await clerkOf(life, form.unitId)
  if (pace === 'returned') {
    await people.giveBack(clerk, {
      ...saved,
      reason: '取得资格时间与证书不一致，请核对后重新提交。',
    })
    return
  }
  await people.confirm(clerk, saved)
  if (pace !== 'changed') return
  // A new title: the confirmed version stays in force until the unit accepts this one; here it has.
  reach(life, addDays(dayOf(life), 30))
  const newer = { ...form, titleLevel: 'associateSenior', title: '高级工程师' } as const
  const changed = await people.save(me, { form: newer, version: null })
  await people.confirm(clerk, changed)
}

const dayOf = ({ platform }: Life) => platform.clock.now().toISOString().slice(0, 10)

/** Whoever decides for the unit; each time with a request of its own. */
async function clerkOf(life: Life, unitId: string | null | undefined): Promise<Actor> {
  const { platform, world, clerks } = life
  const clerk = world.clerks.get(unitId ?? '')
  if (!clerk || !unitId) throw new Error('a unit of the demo province has no clerk')
  const known = clerks.get(unitId)
  if (!known) {
    const actor = await orgs.actorFor(platform, clerk)
    clerks.set(unitId, actor)
    return actor
  }
  return { ...known, request: { ...known.request, id: newId(platform.clock.now()) } }
}

const waiting: readonly Fate[] = ['submitted', 'underReview', 'resubmitted']

/** Declares one record and takes it to its end, each step by whoever does it in life. */
export async function declare(
  life: Life,
  me: Actor,
  record: SeedRecord,
  sequence: number,
): Promise<{ id: string; version: number }> {
  // What still waits for an office was declared of late: else the house would have passed it on.
  const isOpen = waiting.includes(record.fate)
  reach(life, addDays(record.form.endOn, 2))
  if (isOpen) reach(life, addDays(todayIn(life.present), -2 - (life.at % 7)))
  const draft = await declarations.create(me, record.form)
  const bytes = record.isPhoto ? await inventedJpeg(sequence) : inventedPdf(sequence)
  await attachEvidence(me, draft.id, record.isPhoto ? '结业照片.jpg' : '结业证书.pdf', bytes)
  if (record.fate === 'draft') return draft
  // A little later: of two acts at one instant nobody could tell which came first.
  reach(life, addDays(record.form.endOn, 2))
  // The file has made the next version of its record.
  const sent = await declarations.submit(me, draft.id, draft.version + 1)
  return review(life, me, sent, record.fate)
}

async function review(life: Life, me: Actor, sent: Declaration, fate: Fate): Promise<Declaration> {
  if (fate === 'submitted') return sent
  reach(life, addDays(dayOf(life), 3))
  const offices = await officesOf(life, sent.id)
  const [first] = offices
  if (!first) return sent
  if (fate === 'returned' || fate === 'resubmitted') {
    const reason = '附件看不清培训起止日期，请补充培训通知。'
    const returned = await declarations.returnRecord(first, sent.id, {
      version: sent.version,
      reason,
    })
    if (fate === 'returned') return returned
    reach(life, addDays(dayOf(life), 1))
    return declarations.submit(me, sent.id, returned.version)
  }
  if (fate === 'rejected') {
    const reason = '学习内容与从事专业无关，不予认定。'
    return declarations.reject(first, sent.id, { version: sent.version, reason })
  }
  const last = offices.at(-1) ?? first
  let { version } = sent
  for (const office of offices.slice(0, -1)) {
    const passed = await declarations.pass(office, sent.id, version)
    version = passed.version
    if (fate === 'underReview') return passed
    reach(life, addDays(dayOf(life), 2))
  }
  const claimed = sent.claimedTenths
  const given =
    fate === 'cut'
      ? { recognisedTenths: claimed - 80, reason: '其中一天与培训通知不符，按实际天数认定。' }
      : { recognisedTenths: claimed, reason: null }
  return declarations.recognise(last, sent.id, { version, ...given })
}

/** Those who hold the record's steps, in their order. */
async function officesOf(life: Life, id: string): Promise<Actor[]> {
  const rows = await life.platform.db
    .selectFrom('reviewSteps')
    .select('officeUnitId')
    .where('declarationId', '=', id)
    .orderBy('position')
    .execute()
  return Promise.all(rows.map(({ officeUnitId }) => clerkOf(life, officeUnitId)))
}

/** So many days go by, if there are so many before the present. */
export function passDays(life: Life, days: number): void {
  reach(life, addDays(dayOf(life), days))
}

/** The HR&SS office of the region of a record's employer. */
export async function officeAbove(life: Life, id: string): Promise<Actor> {
  const { db } = life.platform
  const { unitId } = await db
    .selectFrom('declarations')
    .select('unitId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const office = unitId && (await orgs.officeOf(db, { unitId, office: 'hrss' }))
  return clerkOf(life, office ? office.id : null)
}

/** In January the person asks for the certificate of the year that ended, where it is met. */
export async function certifyBefore(life: Life, me: Actor, year: number): Promise<void> {
  const { items } = await ledger.listYears(me, { to: String(year - 1) })
  for (const row of items.toReversed().filter(({ open }) => open.includes('certify'))) {
    reach(life, `${row.year + 1}-01-15`)
    await ledger.certify(me, row.id)
  }
}
