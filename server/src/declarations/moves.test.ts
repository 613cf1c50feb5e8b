import {
  type Declaration,
  type DeclarationForm,
  type DeclarationMove,
  declarationMoves,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeDraft, makeSubmitted } from '../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
/** The person's employer, the HR&SS office above it, and another employer. */
let clerk: Client
let officer: Client
let outsider: Client

beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  officer = (await makeStaff(app, hrss.id, { kind: 'hrss' })).client
  outsider = (await makeStaff(app, (await makeUnit(app)).id)).client
})
afterAll(() => app.close())

const submitted = (form: Partial<DeclarationForm> = {}) => makeSubmitted(app, person, { form })
const recognise = (client: Client, { id, version }: Declaration) =>
  client.call(recogniseDeclaration, {
    params: { id },
    body: { version, recognisedTenths: 160, reason: null },
  })
const withReason = ({ id, version }: Declaration) => ({
  params: { id },
  body: { version, reason: '缺少结业证书' },
})
const ofVersion = ({ id, version }: Declaration) => ({ params: { id }, body: { version } })
const stateOf = async (id: string) =>
  app.platform.db
    .selectFrom('declarations')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe('the table of moves', () => {
  /** A record in each state, as far as moves lead there. */
  const inState: Record<string, () => Promise<Declaration>> = {
    draft: () => makeDraft(app, person),
    submitted: () => submitted(),
    underReview: async () =>
      (await clerk.call(passDeclaration, ofVersion(await submitted({ category: 'public' })))).body,
    returned: async () => (await clerk.call(returnDeclaration, withReason(await submitted()))).body,
    recognised: async () => (await recognise(clerk, await submitted())).body,
    rejected: async () => (await clerk.call(rejectDeclaration, withReason(await submitted()))).body,
  }
  const tries: Record<
    Exclude<DeclarationMove, 'edit' | 'delete' | 'resubmit'>,
    (client: Client, record: Declaration) => Promise<{ status: number }>
  > = {
    submit: (client, record) => client.call(submitDeclaration, ofVersion(record)),
    withdraw: (client, record) => client.call(withdrawDeclaration, ofVersion(record)),
    return: (client, record) => client.call(returnDeclaration, withReason(record)),
    pass: (client, record) => client.call(passDeclaration, ofVersion(record)),
    recognise: (client, record) => recognise(client, record),
    reject: (client, record) => client.call(rejectDeclaration, withReason(record)),
  }

  test.each(Object.keys(inState))(
    'from %s: each move succeeds if and only if `open` offers it',
    async (state) => {
      const callers = {
        individual: person.client,
        employer: clerk,
        hrss: officer,
        stranger: outsider,
      }
      for (const [kind, client] of Object.entries(callers))
        for (const [move, attempt] of Object.entries(tries)) {
          const record = await inState[state]?.()
          if (!record) throw new Error('no such state')
          const { status: found, body } = await client.call(readDeclaration, {
            params: { id: record.id },
          })
          const open: readonly string[] = found === 200 ? body.open : []
          const isOpen = open.includes(move) || (move === 'submit' && open.includes('resubmit'))
          const { status } = await attempt(client, record)
          expect([state, kind, move, status === 200]).toEqual([state, kind, move, isOpen])
          if (!isOpen) expect([403, 404, 409]).toContain(status)
          const { to } = declarationMoves[move as DeclarationMove] // the keys of `tries` are moves
          const { state: now } = await stateOf(record.id)
          expect(now).toBe(isOpen ? (open.includes('resubmit') ? 'underReview' : to) : state)
        }
    },
  )
})
