import { Readable } from 'node:stream'
import { birthDateOf, sexOf } from '@xueshi/contract/document-number'
import type { PendingPolicy, ProfileForm } from '@xueshi/contract/people'
import sharp from 'sharp'
import type { NewAccount } from '../../src/accounts/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import * as photos from '../../src/people/photos/service.ts'
import * as people from '../../src/people/service.ts'
import type { TestApp } from '../app.ts'
import { makeIndividual, nextNumber } from './accounts.ts'
import { makeStaff, makeUnit } from './orgs.ts'

/** A form that agrees with this resident's number, for a draft unless a unit is given. */
export function profileForm(documentNumber: string, given: Partial<ProfileForm> = {}): ProfileForm {
  return {
    sex: sexOf('residentId', documentNumber) ?? 'male',
    birthDate: birthDateOf('residentId', documentNumber) ?? '1988-03-07',
    ethnicity: '01',
    nativePlace: '440100',
    education: '21',
    degree: '408',
    major: '计算机科学与技术',
    school: '珠江理工大学',
    graduatedOn: '2010-06-30',
    startedWorkOn: '2010-07-01',
    phone: '13812345678',
    email: 'chen@example.com',
    titleLevel: 'intermediate',
    title: '工程师',
    titleObtainedOn: '2016-12-01',
    series: '05',
    specialty: '计算机软件',
    postalCode: '510630',
    unitId: null,
    workRegion: '440106',
    wantedUnit: given.unitId ? null : '尚未注册的单位',
    photoId: null,
    otherTitles: [],
    otherDegrees: [],
    ...given,
  }
}

/** An individual whose profile waits for the unit, a new one unless given. */
export async function makeApplicant(
  app: TestApp,
  {
    unitId,
    form = {},
    account = {},
  }: { unitId?: string; form?: Partial<ProfileForm>; account?: Partial<NewAccount> } = {},
) {
  const asked = unitId ?? (await makeUnit(app)).id
  const person = await makeIndividual(app, account)
  const actor = await orgs.actorFor(app.platform, { accountId: person.id, seatId: null })
  const profile = await people.save(actor, {
    version: null,
    form: profileForm(person.documentNumber, { unitId: asked, ...form }),
  })
  return { ...person, unitId: asked, profile }
}

/** An individual whom the unit has confirmed: a new unit with a new clerk unless given. */
export async function makePerson(
  app: TestApp,
  {
    unit,
    clerk,
    ...given
  }: {
    unit?: { id: string }
    clerk?: { id: string; seatId: string }
    form?: Partial<ProfileForm>
    account?: Partial<NewAccount>
  } = {},
) {
  const { id: unitId } = unit ?? (await makeUnit(app))
  const confirming = clerk ?? (await makeStaff(app, unitId))
  const { profile, ...applicant } = await makeApplicant(app, { unitId, ...given })
  const actor = await orgs.actorFor(app.platform, {
    accountId: confirming.id,
    seatId: confirming.seatId,
  })
  return { ...applicant, clerk: confirming, profile: await people.confirm(actor, profile) }
}

/** An individual with a photo, whom a new unit has confirmed. */
export async function makePhotographed(app: TestApp, unit?: { id: string }) {
  const { id: unitId } = unit ?? (await makeUnit(app))
  const clerk = await makeStaff(app, unitId)
  const person = await makeIndividual(app)
  const photoId = await makePhoto(app, person)
  const form = profileForm(person.documentNumber, { unitId, photoId })
  const profile = await people.save(await actorOf(app, person), { version: null, form })
  const { version } = await people.confirm(await actorOf(app, clerk), profile)
  return { ...person, unitId, clerk, photoId, profileVersion: version }
}

/** Somebody's actor as an individual, or from a seat. */
export const actorOf = (app: TestApp, who: { id: string; seatId?: string }) =>
  orgs.actorFor(app.platform, { accountId: who.id, seatId: who.seatId ?? null })

/** A unit with somebody who acts for it. */
export type Desk = { id: string; name: string; clerk: Awaited<ReturnType<typeof makeStaff>> }

/** A person of one unit who has asked another one; its clerk has confirmed them if so told. */
export async function makeMover(
  app: TestApp,
  {
    former,
    next,
    isAccepted = false,
    pendingPolicy = 'follow',
  }: {
    former?: Desk
    next?: Desk
    isAccepted?: boolean
    pendingPolicy?: PendingPolicy
  } = {},
) {
  const from = former ?? (await makeDesk(app))
  const to = next ?? (await makeDesk(app))
  const person = await makePerson(app, { unit: from, clerk: from.clerk })
  const actor = await actorOf(app, person)
  const application = await people.applyToUnit(actor, {
    unitId: to.id,
    partTime: false,
    pendingPolicy,
  })
  const { current } = await people.readOwn(actor)
  if (!current) throw new Error('an application came without a profile')
  if (isAccepted) await people.confirm(await actorOf(app, to.clerk), current)
  const { id } = await app.platform.db
    .selectFrom('transfers')
    .select('id')
    .where('toEmploymentId', '=', application.id)
    .executeTakeFirstOrThrow()
  const transfer = await people.transfers.read(await actorOf(app, from.clerk), id)
  return { ...person, from, to, actor, application, current, transfer }
}

/** An employer with a clerk at its desk. */
export async function makeDesk(
  app: TestApp,
  given: Parameters<typeof makeUnit>[1] = {},
): Promise<Desk> {
  const unit = await makeUnit(app, given)
  return { ...unit, clerk: await makeStaff(app, unit.id) }
}

/** A person of the unit who asks another one for part-time work; answers that application. */
export async function makePartTimer(app: TestApp, unitId: string) {
  const person = await makePerson(app)
  const actor = await actorOf(app, person)
  const asked = { unitId, partTime: true, pendingPolicy: 'follow' } as const
  return { ...person, actor, application: await people.applyToUnit(actor, asked) }
}

/** A colour of its own for each number up to 4,095, far enough from its neighbours to stay so as a JPEG. */
function colourOf(number: number): string {
  const digits = (number % 4096).toString(16).padStart(3, '0')
  return `#${digits.replaceAll(/./g, '$&$&')}`
}

/** A picture as it is sent, other than every other one. */
export const picture = (given: { width?: number; height?: number } = {}) =>
  sharp({
    create: {
      width: 60,
      height: 80,
      channels: 3,
      background: colourOf(nextNumber()),
      ...given,
    },
  })

/** A photo that has come, brought in past the wire. */
export async function makePhoto(app: TestApp, { id }: { id: string }): Promise<string> {
  const bytes = await picture().jpeg().toBuffer()
  const actor = await actorOf(app, { id })
  const place = await photos.add(actor, { sizeBytes: bytes.length })
  const stored = await app.platform.locker.put(Readable.from([bytes]))
  await people.photoReceiver.receive(actor, place.id, { ...stored, type: 'image/jpeg' })
  return place.id
}
