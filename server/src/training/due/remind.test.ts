import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  classForm,
  confirmAll,
  enrol,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import * as authoring from '../authoring/service.ts'
import * as classes from '../classes/service.ts'
import * as lifecycle from '../lifecycle/service.ts'
import { remindAll } from './service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())

/** Who was reminded, in any order. */
async function reminded(): Promise<unknown[]> {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'enrolment.reminder')
    .execute()
  return rows.map(({ payload }) => JSON.stringify(payload))
}

const at = async (instant: string) => {
  app.clock.set(new Date(instant))
  await remindAll(app.platform)
  return reminded()
}

describe('开班提醒', () => {
  test('once, a day before the first session, to those who have a place and to nobody else', async () => {
    const placed = await makePerson(app)
    const waiting = await makePerson(app)
    const { id, name } = await makeOpenClass(app, institution, { form: { plan: 1 } })
    await enrol(app, placed, id)
    await enrol(app, waiting, id)
    await confirmAll(app, institution, id)
    const off = await makeOpenClass(app, institution)
    const called = await makePerson(app)
    await enrol(app, called, off.id)
    await confirmAll(app, institution, off.id)
    const { version } = await classes.read(institution.actor, off.id)
    await lifecycle.cancel(institution.actor, { id: off.id, version, reason: '报名人数不足' })

    // The class starts with its sign-in, half an hour before 09:00.
    expect(await at('2026-07-10T00:29:59Z')).toEqual([])
    const told = await at('2026-07-10T00:30:00Z')
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(placed.id)
    expect(told[0]).toContain(name)
    expect(await at('2026-07-10T12:00:00Z')).toHaveLength(1)
  })

  test('again where the class was moved to another day; once to somebody who has a place late', async () => {
    const early = await makePerson(app)
    const late = await makePerson(app)
    const { id } = await makeOpenClass(app, institution, {
      form: { startsOn: '2026-08-11', confirmation: 'first' },
    })
    app.clock.set(new Date('2026-06-02T02:00:00Z'))
    await enrol(app, early, id)
    const of = (told: unknown[], person: { id: string }) =>
      told.filter((one) => String(one).includes(person.id)).length
    expect(of(await at('2026-08-10T00:30:00Z'), early)).toBe(1)
    // In the last day a class is moved by two days, and its sign-up goes on.
    const moved = classForm(institution.course.id, { startsOn: '2026-08-13' })
    const one = await classes.read(institution.actor, id)
    const form = {
      ...moved,
      name: one.name,
      confirmation: one.confirmation,
      signUpToOn: '2026-08-12',
    }
    await authoring.change(institution.actor, id, {
      version: one.version,
      form,
      reason: '场地调整',
    })
    expect(of(await at('2026-08-10T02:00:00Z'), early)).toBe(1)
    expect(of(await at('2026-08-12T00:30:00Z'), early)).toBe(2)
    await enrol(app, late, id)
    const told = await at('2026-08-12T01:00:00Z')
    expect([of(told, early), of(told, late)]).toEqual([2, 1])
    expect(of(await at('2026-08-12T01:10:00Z'), late)).toBe(1)
  })
})
