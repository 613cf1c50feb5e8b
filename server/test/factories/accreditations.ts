import type { Accreditation, AccreditationForm } from '@xueshi/contract/orgs/accreditations'
import * as accreditations from '../../src/orgs/accreditations/service.ts'
import * as accrediting from '../../src/orgs/accrediting/service.ts'
import type { TestApp } from '../app.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from './orgs.ts'
import { actorAt } from './staff.ts'
import { makePaper } from './units.ts'

type Seat = { id: string; seatId: string }

/** What an institution says of itself: right in every field. */
export const accreditationForm = (given: Partial<AccreditationForm> = {}): AccreditationForm => ({
  categories: ['public', 'professional'],
  series: ['05'],
  address: '天河区云杉路 18 号三楼',
  teachers: 24,
  places: 300,
  about: '自有教室六间，专职教师二十四人，制度齐全。',
  ...given,
})

/** An officer of each office above 天河区, and of one that has nothing to do with it; a region has one office. */
export async function makeAccreditors(app: TestApp) {
  const at = async (regionCode: string) => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return { unitId: unit.id, ...(await makeStaff(app, unit.id, { kind: 'hrss' })) }
  }
  return {
    county: await at(tianhe),
    city: await at(guangzhou),
    province: await at(guangdong),
    foshan: await at('440600'),
  }
}

/** The unit, a new one unless its manager is given, applies to teach. */
export async function makeApplication(
  app: TestApp,
  manager?: Seat,
): Promise<Accreditation & { manager: Seat }> {
  const seat = manager ?? (await makeStaff(app, (await makeUnit(app)).id, { level: 'manager' }))
  const actor = await actorAt(app, seat)
  const paperIds = [await makePaper(app, actor, 'accreditation')]
  const made = await accreditations.apply(actor, { form: accreditationForm(), paperIds })
  return { ...made, manager: seat }
}

/** One that the city has passed on. */
export async function makeReviewed(app: TestApp, city: Seat, manager?: Seat) {
  const applied = await makeApplication(app, manager)
  const { id, version } = applied
  const opinion = '场地、师资属实'
  const passed = await accrediting.pass(await actorAt(app, city), { id, version, opinion })
  return { ...passed, manager: applied.manager }
}

/** One that the province has approved. */
export async function makeAccredited(
  app: TestApp,
  { city, province }: { city: Seat; province: Seat },
  { validTo = '2029-01-31', manager }: { validTo?: string; manager?: Seat } = {},
) {
  const reviewed = await makeReviewed(app, city, manager)
  const { id, version } = reviewed
  const officer = await actorAt(app, province)
  const approved = await accrediting.approve(officer, { id, version, validTo })
  return { ...approved, manager: reviewed.manager }
}
