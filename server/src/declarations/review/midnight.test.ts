import { createDeclaration, recogniseDeclaration } from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { declarationForm, makeSubmitted } from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { callAt, startHouse } from '../../../test/houses.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
})
afterAll(() => app.close())

/** The last millisecond of 2026 in Asia/Shanghai, and the first of 2027. */
const before = '2026-12-31T15:59:59.999Z'
const after = '2026-12-31T16:00:00.000Z'

const yearsOf = async (sourceId: string) =>
  app.platform.db
    .selectFrom('ledgerEntries')
    .select('year')
    .where('sourceId', '=', sourceId)
    .execute()

describe('T32: around the New Year in Asia/Shanghai, wherever the server stands', () => {
  test.each([
    ['UTC', before],
    ['UTC', after],
    ['America/New_York', before],
    ['America/New_York', after],
  ])(
    'a house in %s at %s: the year is that of the study, and no day is in the future',
    async (timeZone, at) => {
      app.clock.set(new Date(at))
      const { id: accountId, seatId } = person.clerk
      const clerk = await clientFor(app, { accountId, seatId })
      const own = await clientFor(app, { accountId: person.id })
      const house = await startHouse(app, { timeZone })
      try {
        const form = declarationForm({ startOn: '2026-12-30', endOn: '2026-12-31' })
        const record = await makeSubmitted(app, person, { form })
        const { id, version } = record
        const body = { version, recognisedTenths: 160, reason: null }
        const seat = { cookies: clerk.cookies, seatId }
        const decided = await callAt(house, seat, recogniseDeclaration, { params: { id }, body })
        expect([decided.status, decided.body.year]).toEqual([200, 2026])
        expect(await yearsOf(id)).toEqual([{ year: 2026 }])

        const tomorrow = declarationForm({ startOn: '2027-01-01', endOn: '2027-01-01' })
        const body2027 = { ...tomorrow, claimedTenths: 80 }
        const made = await callAt(house, own, createDeclaration, { body: body2027 })
        if (at === after) expect([made.status, made.body.year]).toEqual([200, 2027])
        else
          expect([made.status, made.problem]).toMatchObject([
            422,
            { fields: { endOn: 'DATE_IN_FUTURE' } },
          ])
      } finally {
        await house.stop()
      }
    },
    180_000,
  )
})
