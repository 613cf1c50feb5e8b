import { birthDateOf, sexOf } from '@xueshi/contract/document-number'
import type { ProfileForm } from '@xueshi/contract/people'
import type { NewAccount } from '../../src/accounts/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import * as people from '../../src/people/service.ts'
import type { TestApp } from '../app.ts'
import { makeIndividual } from './accounts.ts'
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
