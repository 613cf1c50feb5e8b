import {
  addEvidence,
  appealDeclaration,
  type Declaration,
  type DeclarationForm,
  type DeclarationMove,
  declarationMoves,
  declarationStates,
  deleteDeclarations,
  editDeclaration,
  grantDeclaration,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  reinstateDeclaration,
  rejectDeclaration,
  returnDeclaration,
  revokeDeclaration,
  submitDeclaration,
  undoDecision,
  upholdDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { declarationForm, makeDraft, makeSubmitted } from '../../test/factories/declarations.ts'
import { guangdong, guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
/** The person's employer, the HR&SS office above it, the one above that, a trade's, and another employer. */
let callers: Record<
  'individual' | 'employer' | 'hrss' | 'province' | 'industry' | 'stranger',
  Client
>

beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  const province = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
  const authority = await makeUnit(app, {
    capabilities: ['industry'],
    industryCode: 'education',
    regionCode: guangdong,
  })
  person = await makePerson(app)
  callers = {
    individual: person.client,
    employer: await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId }),
    hrss: (await makeStaff(app, hrss.id, { kind: 'hrss' })).client,
    province: (await makeStaff(app, province.id, { kind: 'hrss' })).client,
    industry: (await makeStaff(app, authority.id, { kind: 'industry' })).client,
    stranger: (await makeStaff(app, (await makeUnit(app)).id)).client,
  }
})
afterAll(() => app.close())

type Record_ = Pick<Declaration, 'id' | 'version'>
const submitted = (form: Partial<DeclarationForm> = {}) => makeSubmitted(app, person, { form })
const hours =
  (recognisedTenths: number) =>
  ({ id, version }: Record_) => ({
    params: { id },
    body: { version, recognisedTenths, reason: '按签到记录认定' },
  })
const withReason = ({ id, version }: Record_) => ({
  params: { id },
  body: { version, reason: '缺少结业证书' },
})
const onDecision = ({ id, version }: Record_) => ({
  params: { id },
  body: { version, decision: '粤人社决〔2026〕1号', reason: '材料不实' },
})
const ofVersion = ({ id, version }: Record_) => ({ params: { id }, body: { version } })

/** A record in each state, by each of the ways that lead there. */
const ways: Record<string, () => Promise<Declaration>> = {
  draft: () => makeDraft(app, person),
  submitted: () => submitted(),
  underReview: async () =>
    (
      await callers.employer.call(
        passDeclaration,
        ofVersion(await submitted({ category: 'public' })),
      )
    ).body,
  returned: async () =>
    (await callers.employer.call(returnDeclaration, withReason(await submitted()))).body,
  recognised: async () =>
    (await callers.employer.call(recogniseDeclaration, hours(160)(await submitted()))).body,
  'recognised, cut': async () =>
    (await callers.employer.call(recogniseDeclaration, hours(150)(await submitted()))).body,
  rejected: async () =>
    (await callers.employer.call(rejectDeclaration, withReason(await submitted()))).body,
  'rejected by the office above': async () => {
    const record = await ways['underReview']?.()
    return (await callers.hrss.call(rejectDeclaration, withReason(record ?? noRecord))).body
  },
  appealed: async () => {
    const record = await ways['rejected']?.()
    return (await callers.individual.call(appealDeclaration, withReason(record ?? noRecord))).body
  },
  'appealed, against a cut': async () => {
    const record = await ways['recognised, cut']?.()
    return (await callers.individual.call(appealDeclaration, withReason(record ?? noRecord))).body
  },
  revoked: async () => {
    const record = await ways['recognised']?.()
    return (await callers.hrss.call(revokeDeclaration, onDecision(record ?? noRecord))).body
  },
}
const noRecord: Record_ = { id: '00000000-0000-4000-8000-000000000001', version: 1 }

type Attempt = (client: Client, record: Record_) => Promise<{ status: number }>
/** A request for each move; one request stands for two moves where the record itself says which it is. */
const attempts: readonly [readonly DeclarationMove[], Attempt][] = [
  [
    ['edit'],
    (client, { id, version }) =>
      client.call(editDeclaration, { params: { id }, body: { version, form: declarationForm() } }),
  ],
  [
    ['attach'],
    (client, { id }) =>
      client.call(addEvidence, { params: { id }, body: { name: '证书.pdf', sizeBytes: 10 } }),
  ],
  [['delete'], (client, { id }) => client.call(deleteDeclarations, { body: { ids: [id] } })],
  [['submit', 'resubmit'], (client, record) => client.call(submitDeclaration, ofVersion(record))],
  [['withdraw'], (client, record) => client.call(withdrawDeclaration, ofVersion(record))],
  [['return'], (client, record) => client.call(returnDeclaration, withReason(record))],
  [['pass'], (client, record) => client.call(passDeclaration, ofVersion(record))],
  [['recognise'], (client, record) => client.call(recogniseDeclaration, hours(160)(record))],
  [['reject'], (client, record) => client.call(rejectDeclaration, withReason(record))],
  [['appeal'], (client, record) => client.call(appealDeclaration, withReason(record))],
  [['uphold', 'upholdCut'], (client, record) => client.call(upholdDeclaration, withReason(record))],
  [['grant'], (client, record) => client.call(grantDeclaration, hours(155)(record))],
  [['revoke'], (client, record) => client.call(revokeDeclaration, onDecision(record))],
  [['reinstate'], (client, record) => client.call(reinstateDeclaration, onDecision(record))],
  [['undo', 'undoHigher'], (client, record) => client.call(undoDecision, ofVersion(record))],
]

const standing = async (id: string) =>
  app.platform.db
    .selectFrom('declarations')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirst()

describe('the table of moves', () => {
  test('every state is reached, and every move is tried', () => {
    const reached = Object.keys(ways).map((way) => way.replace(/[, ].*/, ''))
    expect(new Set(reached)).toEqual(new Set(declarationStates))
    const tried = attempts.flatMap(([moves]) => moves)
    // What the house does by itself nobody can try: that is the deadlines' test.
    const someones = Object.entries(declarationMoves).filter(([, { by }]) => by.length > 0)
    expect(new Set(tried)).toEqual(new Set(someones.map(([name]) => name)))
  })

  test.each(Object.keys(ways))(
    'from %s: each move succeeds if and only if `open` offers it, and nothing else changes anything',
    async (way) => {
      const make = ways[way]
      if (!make) throw new Error('no such way')
      let made = 0
      for (const [kind, client] of Object.entries(callers)) {
        let record = await make()
        for (const [moves, attempt] of attempts) {
          const before = await standing(record.id)
          const { status: found, body } = await client.call(readDeclaration, {
            params: { id: record.id },
          })
          const open = found === 200 ? body.open : []
          const move = moves.find((one) => open.includes(one))
          const { status } = await attempt(client, record)
          expect([way, kind, moves[0], status === 200]).toEqual([
            way,
            kind,
            moves[0],
            Boolean(move),
          ])
          const after = await standing(record.id)
          if (!move) {
            expect([401, 403, 404, 409]).toContain(status)
            expect(after).toEqual(before)
            continue
          }
          made += 1
          const { to } = declarationMoves[move]
          if (move === 'delete') expect(after).toBeUndefined()
          else expect(after?.state).toBe(to ?? before?.state)
          record = await make()
        }
      }
      expect(made).toBeGreaterThan(0)
    },
    60_000,
  )
})
