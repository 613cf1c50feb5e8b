import { resizeClass } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  confirmAll,
  enrol,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import * as authoring from '../authoring/service.ts'
import * as classes from '../classes/service.ts'
import * as enrolments from '../enrolments/service.ts'
import * as places from '../places/service.ts'
import { endAllKept, warnOfKept } from './service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())
beforeEach(() => app.clock.set(new Date('2026-06-01T02:00:00Z')))

type Person = Awaited<ReturnType<typeof makePerson>>

/** A class of three places, two of them kept for the unit of the first; sign-up ends on 6 July at 18:00. */
async function keptClass(confirmation: 'first' | 'hand' | 'draw') {
  const own = await makePerson(app)
  const others: Person[] = []
  for (let at = 0; at < 3; at += 1) others.push(await makePerson(app))
  const units = [{ unitId: own.unitId, kept: 2 }]
  const one = await makeOpenClass(app, institution, {
    form: {
      plan: 3,
      confirmation,
      admission: { series: [], levels: [], regionCode: null, units, unitsOnly: false },
    },
  })
  return { ...one, own, others }
}

const stateOf = async (classId: string) =>
  Object.fromEntries(
    (
      await app.platform.db
        .selectFrom('enrolments')
        .select(['personId', 'state'])
        .where('classId', '=', classId)
        .execute()
    ).map(({ personId, state }) => [personId, state]),
  )

/** What was told under a topic of this class or enrolment, as text. */
const told = async (topic: string, name: string) =>
  (
    await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', topic)
      .execute()
  )
    .map(({ payload }) => JSON.stringify(payload))
    .filter((text) => text.includes(name))

const at = async (instant: string) => {
  app.clock.set(new Date(instant))
  await warnOfKept(app.platform)
  await endAllKept(app.platform)
}
const beforeEnd = '2026-07-04T10:00:00Z'
const end = '2026-07-06T10:00:00Z'

describe('保留名额', () => {
  test('end with sign-up: the unit is told before and then, who waits has what nobody of it wants', async () => {
    const { id, name, own, others } = await keptClass('first')
    for (const person of [...others, own]) await enrol(app, person, id)
    const [first, second, third] = others.map((person) => person.id)
    expect(await stateOf(id)).toEqual({
      [first ?? '']: 'confirmed',
      [second ?? '']: 'waitlisted',
      [third ?? '']: 'waitlisted',
      [own.id]: 'confirmed',
    })
    await at('2026-07-04T09:59:00Z')
    expect(await told('class.keptEnding', name)).toEqual([])
    await at(beforeEnd)
    await at(beforeEnd)
    const warned = await told('class.keptEnding', name)
    expect(warned).toHaveLength(1)
    for (const said of [own.unitId, '2026-07-06 18:00', '"count":1'])
      expect(warned[0]).toContain(said)
    expect((await stateOf(id))[second ?? '']).toBe('waitlisted')

    await at(end)
    await at(end)
    expect((await stateOf(id))[second ?? '']).toBe('confirmed')
    expect((await stateOf(id))[third ?? '']).toBe('waitlisted')
    expect(await told('class.keptEnded', name)).toHaveLength(1)
    const promoted = await told('enrolment.promoted', name)
    expect(promoted).toHaveLength(1)
    expect(promoted[0]).toContain(second)
    const read = await classes.read(institution.actor, id)
    expect(read).toMatchObject({ keptEnded: true, places: { free: 0, kept: 0 } })
    expect(read.admission.units).toMatchObject([{ kept: 2, released: 1 }])
    expect(read.timeline.at(-1)).toMatchObject({ act: 'release', by: '系统' })

    // What one of the unit gives up after that is anybody's.
    const actor = await individualActor(app, own.id)
    const { items } = await enrolments.list(actor, {})
    await enrolments.withdraw(actor, items[0] ?? { id: '', version: 0 })
    expect((await stateOf(id))[third ?? '']).toBe('confirmed')
    // A copy keeps what the class kept.
    const copy = await authoring.copy(institution.actor, id, '2026-09-12')
    expect(copy.admission.units).toMatchObject([{ kept: 2, released: 0 }])
  })

  test('by hand: what somebody of the unit still waits for is kept; nobody is confirmed by the end alone', async () => {
    const { id, own, others } = await keptClass('hand')
    for (const person of others) await enrol(app, person, id)
    await confirmAll(app, institution, id)
    await enrol(app, own, id)
    await at(end)
    const states = await stateOf(id)
    expect(states[own.id]).toBe('applied')
    expect(others.map((person) => states[person.id])).toEqual([
      'confirmed',
      'confirmed',
      'waitlisted',
    ])
    expect((await classes.read(institution.actor, id)).places).toMatchObject({ free: 1, kept: 1 })
  })

  test('422 KEPT_OVER: once they have ended nothing more is kept', async () => {
    const { id, own } = await keptClass('first')
    await at(end)
    const { version } = await classes.read(institution.actor, id)
    const { id: accountId, seatId } = institution.clerk
    const { problem } = await (
      await clientFor(app, { accountId, seatId })
    ).call(resizeClass, {
      params: { id },
      body: {
        version,
        plan: 3,
        units: [{ unitId: own.unitId, kept: 1 }],
        displaced: [],
        reason: null,
      },
    })
    expect([problem.code, problem.fields]).toEqual(['INVALID', { 'units.0.kept': 'KEPT_OVER' }])
  })

  test('a draw is held for all places that nobody of the unit wants', async () => {
    const { id, name, own, others } = await keptClass('draw')
    for (const person of others) await enrol(app, person, id)
    const { db } = app.platform
    await db.updateTable('classes').set({ state: 'closed' }).where('id', '=', id).execute()
    const { version } = await classes.read(institution.actor, id)
    await places.draw(institution.actor, id, version)
    expect(Object.values(await stateOf(id))).toEqual(['confirmed', 'confirmed', 'confirmed'])
    expect((await told('class.keptEnded', name))[0]).toContain(own.unitId)
    await at(end)
    expect(await told('class.keptEnded', name)).toHaveLength(1)
  })

  test('nothing is told or ended where nothing is kept', async () => {
    const unit = await makeUnit(app)
    const { id, name } = await makeOpenClass(app, institution, {
      form: {
        admission: {
          series: [],
          levels: [],
          regionCode: null,
          units: [{ unitId: unit.id, kept: 0 }],
          unitsOnly: false,
        },
      },
    })
    await at(beforeEnd)
    await at(end)
    for (const topic of ['class.keptEnding', 'class.keptEnded'])
      expect(await told(topic, name)).toEqual([])
    expect((await classes.read(institution.actor, id)).keptEnded).toBe(false)
  })
})
