import {
  appealDeclaration,
  createDeclaration,
  type Declaration,
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
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { rounds } from '../../test/battery.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { declarationForm, makeDraft } from '../../test/factories/declarations.ts'
import { guangdong, guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let callers: Record<'individual' | 'employer' | 'hrss' | 'province', Client>

beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  const province = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
  person = await makePerson(app)
  callers = {
    individual: person.client,
    employer: await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId }),
    hrss: (await makeStaff(app, hrss.id, { kind: 'hrss' })).client,
    province: (await makeStaff(app, province.id, { kind: 'hrss' })).client,
  }
})
afterAll(() => app.close())

type Caller = keyof typeof callers
type Seen = Pick<Declaration, 'id' | 'version'>
const on = <Body extends object>({ id, version }: Seen, body: Body, key: string) => ({
  params: { id },
  body: { version, ...body },
  key,
})
const reason = '缺少结业证书'
const decision = '粤人社决〔2026〕1号'
type Ask = (client: Client, seen: Seen, key: string) => Promise<{ status: number; body: unknown }>

/** Each verb of a record, and who may say it at some time. */
const verbs = {
  edit: [
    ['individual'],
    (client, seen, key) =>
      client.call(
        editDeclaration,
        on(seen, { form: declarationForm({ name: '改后的课程' }) }, key),
      ),
  ],
  submit: [
    ['individual'],
    (client, seen, key) => client.call(submitDeclaration, on(seen, {}, key)),
  ],
  withdraw: [
    ['individual'],
    (client, seen, key) => client.call(withdrawDeclaration, on(seen, {}, key)),
  ],
  return: [
    ['employer', 'hrss'],
    (client, seen, key) => client.call(returnDeclaration, on(seen, { reason }, key)),
  ],
  pass: [['employer'], (client, seen, key) => client.call(passDeclaration, on(seen, {}, key))],
  recognise: [
    ['employer', 'hrss'],
    (client, seen, key) =>
      client.call(recogniseDeclaration, on(seen, { recognisedTenths: 100, reason }, key)),
  ],
  reject: [
    ['employer', 'hrss'],
    (client, seen, key) => client.call(rejectDeclaration, on(seen, { reason }, key)),
  ],
  undo: [['employer', 'hrss'], (client, seen, key) => client.call(undoDecision, on(seen, {}, key))],
  appeal: [
    ['individual'],
    (client, seen, key) => client.call(appealDeclaration, on(seen, { reason }, key)),
  ],
  uphold: [
    ['hrss', 'province'],
    (client, seen, key) => client.call(upholdDeclaration, on(seen, { reason }, key)),
  ],
  grant: [
    ['hrss', 'province'],
    (client, seen, key) =>
      client.call(grantDeclaration, on(seen, { recognisedTenths: 120, reason }, key)),
  ],
  revoke: [
    ['hrss'],
    (client, seen, key) => client.call(revokeDeclaration, on(seen, { decision, reason }, key)),
  ],
  reinstate: [
    ['hrss'],
    (client, seen, key) => client.call(reinstateDeclaration, on(seen, { decision, reason }, key)),
  ],
} as const satisfies Record<string, readonly [readonly Caller[], Ask]>
type Verb = keyof typeof verbs
const verbNames = Object.keys(verbs) as Verb[] // the object's own keys

/** Everything in the house that a verb may change: the records in full, what only grows by its number of rows. */
async function everything() {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM declarations d) AS records,
      (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.declaration_id, s.round, s.position) FROM review_steps s) AS steps,
      (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.id) FROM years y) AS years,
      (SELECT count(*) FROM declaration_events) AS events, (SELECT count(*) FROM ledger_entries) AS entries,
      (SELECT count(*) FROM year_results) AS results, (SELECT count(*) FROM audit) AS audit,
      (SELECT count(*) FROM outbox) AS outbox`.execute(app.platform.db)
  return rows[0]
}

/** A step of a sequence: a verb by one of those who may say it, or a request of before that comes again. */
const steps = fc.array(
  fc.record({
    verb: fc.constantFrom(...verbNames),
    who: fc.nat(),
    /** Which of the requests so far is sent again after it, counted from the last. */
    again: fc.nat({ max: 6 }),
  }),
  { minLength: 4, maxLength: 16 },
)

/** A draft, and all that has been asked about it. */
async function play(
  category: 'public' | 'professional',
  chosen: readonly { verb: Verb; who: number; again: number }[],
): Promise<Verb[]> {
  const { id } = await makeDraft(app, person, { form: { category } })
  const asked: { verb: Verb; caller: Caller; seen: Seen; key: string; status: number }[] = []
  const send = ({ verb, caller, seen, key }: Omit<(typeof asked)[number], 'status'>) =>
    verbs[verb][1](callers[caller], seen, key)
  for (const { verb, who, again } of chosen) {
    const { version } = await app.platform.db
      .selectFrom('declarations')
      .select('version')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const [may] = verbs[verb]
    const caller: Caller = may[who % may.length] ?? may[0]
    const request = { verb, caller, seen: { id, version }, key: randomUUID() }
    asked.push({ ...request, status: (await send(request)).status })
    const former = asked.at(-1 - (again % asked.length)) ?? asked[0]
    if (!former) continue
    const before = await everything()
    const repeated = await send(former)
    expect(await everything()).toEqual(before)
    // A success is told anew as the record now stands, to those who may still see it; what was refused
    // is refused again, at times for another reason.
    const now = await callers[former.caller].call(readDeclaration, { params: { id } })
    if (former.status === 200)
      expect([former.verb, repeated.status]).toEqual([former.verb, now.status])
    else expect([403, 404, 409]).toContain(repeated.status)
  }
  return asked.filter(({ status }) => status === 200).map(({ verb }) => verb)
}

describe('a request that comes again by its key', () => {
  test('changes nothing, whatever has been asked since', async () => {
    const succeeded = new Set<Verb>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('public', 'professional'),
        steps,
        async (category, chosen) => {
          for (const verb of await play(category, chosen)) succeeded.add(verb)
        },
      ),
      { numRuns: rounds(200), seed: 20_261_129 },
    )
    for (const verb of ['edit', 'submit', 'withdraw'] as const) expect(succeeded).toContain(verb)
  }, 600_000)

  test('changes nothing along the ways that a record takes to its end', async () => {
    const ways: readonly (readonly (readonly [Verb, Caller])[])[] = [
      [
        ['submit', 'individual'],
        ['pass', 'employer'],
        ['undo', 'employer'],
        ['pass', 'employer'],
        ['return', 'hrss'],
        ['edit', 'individual'],
        ['submit', 'individual'],
        ['recognise', 'hrss'],
        ['appeal', 'individual'],
        ['grant', 'province'],
        ['revoke', 'hrss'],
      ],
      [
        ['submit', 'individual'],
        ['reject', 'employer'],
        ['appeal', 'individual'],
        ['uphold', 'hrss'],
      ],
      [
        ['submit', 'individual'],
        ['recognise', 'employer'],
        ['revoke', 'hrss'],
        ['reinstate', 'hrss'],
      ],
    ]
    for (const [at, way] of ways.entries())
      for (const again of [0, 1, 3]) {
        const chosen = way.map(([verb, caller]) => ({
          verb,
          who: (verbs[verb][0] as readonly Caller[]).indexOf(caller),
          again,
        }))
        const category = at === 0 ? 'public' : 'professional'
        expect(await play(category, chosen)).toEqual(
          expect.arrayContaining(
            [...new Set(way.map(([verb]) => verb))].filter((verb) => verb !== 'revoke'),
          ),
        )
      }
  }, 120_000)

  test('200: a new record is made once by one key, and twice by two', async () => {
    const body = declarationForm()
    const key = randomUUID()
    const make = async (by: string) =>
      (await callers.individual.call(createDeclaration, { body, key: by })).body.id
    const id = await make(key)
    const before = await everything()
    expect(await make(key)).toBe(id)
    expect(await everything()).toEqual(before)
    expect(await make(randomUUID())).not.toBe(id)
    expect(await everything()).not.toEqual(before)
  })
})
