import { readWays, type Way } from '@xueshi/contract/insight/ways'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { makeIndividual } from '../../../test/factories/accounts.ts'
import { credit, creditWholeYear } from '../../../test/factories/ledger.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import * as lifecycle from '../../training/lifecycle/service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())

type Person = Pick<Awaited<ReturnType<typeof makePerson>>, 'client'>
const waysOf = async ({ client }: Person, year = '2026') =>
  (await client.call(readWays, { params: { year } })).body.items
const of = (ways: readonly Way[], category: Way['category']) =>
  ways.find((way) => way.category === category)
const classesOf = async (person: Person) =>
  of(await waysOf(person), 'elective')?.classes.map(({ id }) => id) ?? []

describe('GET /years/:year/ways', () => {
  test('200: a way for each category that lacks hours, and what its classes bring', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 300 })
    const { id, name } = await makeOpenClass(app, institution, { form: { plan: 12 } })
    const ways = await waysOf(person)
    expect(ways.map(({ category, lackingTenths }) => [category, lackingTenths])).toEqual([
      ['professional', 420],
      ['elective', 180],
    ])
    expect(of(ways, 'elective')?.classes).toContainEqual({
      id,
      name,
      category: 'elective',
      institutionName: institution.name,
      startsOn: '2026-07-11',
      hoursTenths: 120,
      free: 12,
    })
    expect(of(ways, 'professional')?.classes).toEqual([])
  })

  test('200: three classes at most, those with places first, then the soonest', async () => {
    const person = await makePerson(app)
    const days = ['2026-06-24', '2026-06-21', '2026-06-23', '2026-06-22']
    const made = new Map<string, string>()
    const full = await makeOpenClass(app, institution, {
      form: { startsOn: '2026-06-20', plan: 1, confirmation: 'first' },
    })
    await enrol(app, await makePerson(app), full.id)
    for (const startsOn of days)
      made.set(startsOn, (await makeOpenClass(app, institution, { form: { startsOn } })).id)
    expect(await classesOf(person)).toEqual(
      days
        .toSorted()
        .slice(0, 3)
        .map((day) => made.get(day)),
    )
  })

  test('200: no class that does not admit the person, in which they are, or which takes nobody any more', async () => {
    const person = await makePerson(app)
    const soonest = { startsOn: '2026-06-12', signUpToOn: '2026-06-08' }
    const admission = { series: [], levels: [], regionCode: null, units: [], unitsOnly: false }
    const units = [{ unitId: (await makeUnit(app)).id, kept: 0 }]
    const open = (form: Parameters<typeof makeOpenClass>[2] & object) =>
      makeOpenClass(app, institution, form)
    const fitting = await open({ form: soonest })
    expect(await classesOf(person)).toContain(fitting.id)
    const unfit = [
      await open({ form: { ...soonest, admission: { ...admission, series: ['12'] } } }),
      await open({ form: { ...soonest, admission: { ...admission, regionCode: '440300' } } }),
      await open({ form: { ...soonest, admission: { ...admission, levels: ['senior'] } } }),
      await open({ form: { ...soonest, admission: { ...admission, units, unitsOnly: true } } }),
      await open({
        form: soonest,
        courseId: (await makeFiledCourse(app, institution.id, { series: '12' })).id,
      }),
    ]
    await lifecycle.move(institution.actor, { ...fitting, move: 'pause' })
    const mine = await open({ form: soonest })
    expect(await classesOf(person)).toContain(mine.id)
    await enrol(app, person, mine.id)
    const offered = await classesOf(person)
    for (const { id } of [fitting, mine, ...unfit]) expect(offered).not.toContain(id)
    // It is the person's own enrolment that counts, nobody else's.
    expect(await classesOf(await makePerson(app))).toContain(mine.id)
  })

  test('200: forms with what their cap leaves, the category’s own first; none that is used up or comes by decision', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'professional', hoursTenths: 400, form: '07' })
    await credit(app, person.id, { category: 'elective', hoursTenths: 100, form: '05' })
    const ways = await waysOf(person)
    const codes = (category: Way['category']) =>
      of(ways, category)?.forms.map(({ code }) => code) ?? []
    expect(codes('professional')).not.toContain('07')
    expect(codes('professional')).toContain('04')
    expect(codes('professional')).not.toContain('05')
    expect(codes('elective')[0]).toBe('05')
    expect(of(ways, 'elective')?.forms[0]).toEqual({
      code: '05',
      leftTenths: 60,
    })
    for (const category of ['public', 'professional', 'elective'] as const) {
      expect(codes(category)).not.toContain('20')
      expect(codes(category).at(-1)).toBe('99')
    }
    const other = await makePerson(app)
    expect(of(await waysOf(other), 'professional')?.forms.map(({ code }) => code)).toContain('07')
  })

  test('200: nothing where nothing is lacking, and no class before the employer has confirmed', async () => {
    const done = await makePerson(app)
    await creditWholeYear(app, done.id, done.unitId)
    expect(await waysOf(done)).toEqual([])
    await makeOpenClass(app, institution)
    const ways = await waysOf(await makeIndividual(app))
    expect(ways.flatMap(({ classes }) => classes)).toEqual([])
    expect(ways.map(({ forms }) => forms.length > 0)).toEqual([true, true, true])
  })

  test('200: a year that takes no declarations any more offers none; 404: a year without rules', async () => {
    const person = await makePerson(app)
    const past = await waysOf(person, '2022')
    expect(past.flatMap(({ classes }) => classes)).toEqual([])
    const { status } = await person.client.call(readWays, { params: { year: '1999' } })
    expect(status).toBe(404)
  })
})
