import {
  confirmProfile,
  type Profile,
  readOwnProfile,
  readProfile,
  returnProfile,
  saveProfile,
  withdrawProfile,
} from '@xueshi/contract/people'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { profileForm } from '../../test/factories/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Step =
  | { move: 'keep' }
  | { move: 'submit'; unit: 0 | 1 }
  | { move: 'withdraw' | 'return' | 'confirm'; unit: 0 | 1 }
const unit = fc.constantFrom(0 as const, 1 as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ move: fc.constant('keep' as const) }),
  fc.record({ move: fc.constant('submit' as const), unit }),
  fc.record({ move: fc.constantFrom('withdraw' as const, 'return' as const), unit }),
  fc.record({ move: fc.constant('confirm' as const), unit }),
)

test('whatever people and units do, a move succeeds if and only if it was open', async () => {
  const units = [await makeUnit(app), await makeUnit(app)] as const
  const clerks = [await makeStaff(app, units[0].id), await makeStaff(app, units[1].id)] as const

  /** The version under way as this client is shown it, or null. */
  const shown = async (client: Client, id: string): Promise<Profile | null> => {
    const { status, body } = await client.call(readProfile, { params: { id } })
    return status === 200 ? body : null
  }

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { id: personId, client, documentNumber } = await makeIndividual(app)
      for (const at of steps) {
        const { current } = (await client.call(readOwnProfile)).body
        if (at.move === 'keep' || at.move === 'submit') {
          const unitId = at.move === 'keep' ? null : units[at.unit].id
          const { status } = await client.call(saveProfile, {
            body: {
              version: current?.version ?? null,
              form: profileForm(documentNumber, { unitId }),
            },
          })
          expect(status).toBe(!current || current.open.includes(at.move) ? 200 : 409)
        } else if (current) {
          const { id, version } = current
          const clerk = clerks[at.unit].client
          const seen = at.move === 'withdraw' ? current : await shown(clerk, id)
          const { status } =
            at.move === 'withdraw'
              ? await client.call(withdrawProfile, { params: { id }, body: { version } })
              : at.move === 'confirm'
                ? await clerk.call(confirmProfile, { params: { id }, body: { version } })
                : await clerk.call(returnProfile, {
                    params: { id },
                    body: { version, reason: '请补充' },
                  })
          expect(status).toBe(!seen ? 404 : seen.open.includes(at.move) ? 200 : 409)
        }
        await holds(personId)
      }
    }),
    { numRuns: 12, seed: 20_260_601 },
  )
})

/** What is true of a person after every act: an application stands exactly while a unit they are not at is asked. */
async function holds(personId: string) {
  const { db } = app.platform
  const profiles = await db
    .selectFrom('profiles')
    .select(['state', 'unitId'])
    .where('personId', '=', personId)
    .execute()
  const employments = await db
    .selectFrom('employments')
    .select(['state', 'unitId'])
    .where('personId', '=', personId)
    .execute()
  const inForce = profiles.filter(({ state }) => state === 'confirmed')
  const belongs = employments.filter(({ state }) => state === 'confirmed')
  // What a new unit has confirmed names that unit, before the former one has let the person go.
  const accepted = employments.filter(({ state }) => state === 'accepted')
  const named = accepted.length > 0 ? accepted : belongs
  expect(named.map(({ unitId }) => unitId)).toEqual(inForce.map(({ unitId }) => unitId))
  const asked = profiles.filter(
    ({ state, unitId }) => state === 'submitted' && unitId !== named[0]?.unitId,
  )
  const applied = employments.filter(({ state }) => state === 'applied')
  expect(applied.map(({ unitId }) => unitId)).toEqual(asked.map(({ unitId }) => unitId))
}
