import {
  addExemptionFile,
  createExemption,
  deleteExemption,
  editExemption,
  listExemptions,
  readExemption,
  removeExemptionFile,
  returnExemption,
  submitExemption,
  withdrawExemption,
} from '@xueshi/contract/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { clientFor, makeIndividual } from '../../../test/factories/accounts.ts'
import {
  attachProof,
  exemptionForm,
  makeDeciders,
  makeExemption,
  makeSentExemption,
} from '../../../test/factories/exemptions.ts'
import { makeApplicant, makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as orgs from '../../orgs/service.ts'
import * as store from './store.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makeDeciders>>['person']
beforeAll(async () => {
  app = await testApp()
  person = (await makeDeciders(app)).person
})
afterAll(() => app.close())

/** A year of its own for each test: a year has one application that is under way or in force. */
let lastYear = 2026
const ownYear = () => {
  const year = (lastYear -= 1)
  return { year, startOn: `${year}-02-01`, endOn: `${year}-06-30` }
}

describe('POST /exemptions', () => {
  test('200: a draft that says what the year asks, and what may be done with it', async () => {
    const { status, body } = await person.client.call(createExemption, { body: exemptionForm() })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      reason: 'maternity',
      asks: { totalTenths: 900, byCategory: { public: 300, professional: 420, elective: 180 } },
      granted: null,
      open: ['edit', 'delete', 'submit'],
    })
    expect(body.timeline.map(({ act }) => act)).toEqual(['create'])
  })

  test('409: somebody who has not begun a profile', async () => {
    const { client } = await makeIndividual(app)
    const refused = await client.call(createExemption, { body: exemptionForm() })
    expect(refused.problem.code).toBe('PROFILE_NOT_CONFIRMED')
  })

  test.each([
    [{ reason: 'laziness' }, { reason: 'NOT_OFFERED' }],
    [{ year: 2027 }, { year: 'NOT_OFFERED', startOn: 'OUTSIDE_YEAR' }],
    [{ endOn: '2026-01-31' }, { endOn: 'END_BEFORE_START' }],
    [{ startOn: '2025-01-01', endOn: '2025-12-31' }, { startOn: 'OUTSIDE_YEAR' }],
  ])('422: %o', async (change, fields) => {
    const body = exemptionForm(change)
    const refused = await person.client.call(createExemption, { body })
    expect([refused.status, refused.problem.fields]).toEqual([422, fields])
  })
})

describe('PUT and DELETE /exemptions/:id', () => {
  test('200: a draft says what the form says; 409: a version that is not the last', async () => {
    const { id, version } = await makeExemption(app, person.id, ownYear())
    const form = exemptionForm({ ...ownYear(), kind: 'whole', words: '全年病休' })
    const body = { version, form }
    const saved = await person.client.call(editExemption, { params: { id }, body })
    expect(saved.body).toMatchObject({ ...form, version: version + 1 })
    const stale = await person.client.call(editExemption, { params: { id }, body })
    expect(stale.problem).toMatchObject({ code: 'STALE', current: { version: version + 1 } })
  })

  test('200: a draft is gone with its papers; 409: never what was sent', async () => {
    const draft = await makeExemption(app, person.id, ownYear())
    expect((await person.client.call(deleteExemption, { params: { id: draft.id } })).status).toBe(
      200,
    )
    expect((await person.client.call(readExemption, { params: { id: draft.id } })).status).toBe(404)
    const left = await app.platform.db
      .selectFrom('exemptionFiles')
      .select('id')
      .where('exemptionId', '=', draft.id)
      .execute()
    expect(left).toEqual([])
    const sent = await makeSentExemption(app, person.id, ownYear())
    const refused = await person.client.call(deleteExemption, { params: { id: sent.id } })
    expect(refused.problem.code).toBe('WRONG_STATE')
  })

  test('404: somebody else’s', async () => {
    const { id, version } = await makeExemption(app, person.id, ownYear())
    const { client } = await makePerson(app)
    const body = { version, form: exemptionForm() }
    expect((await client.call(editExemption, { params: { id }, body })).status).toBe(404)
    expect((await client.call(readExemption, { params: { id } })).status).toBe(404)
  })
})

describe('the papers', () => {
  test('are put in and taken out while the person may change it; each makes its next version', async () => {
    const draft = await makeExemption(app, person.id, ownYear())
    const fileId = await attachProof(app, person.actor, draft.id)
    const read = await person.client.call(readExemption, { params: { id: draft.id } })
    expect(read.body.files).toHaveLength(2)
    expect(read.body.version).toBe(draft.version + 1)
    expect(read.body.files[1]?.viewUrl).toContain('/files/')
    const gone = await person.client.call(removeExemptionFile, {
      params: { id: draft.id, fileId },
    })
    expect(gone.body.files).toHaveLength(1)
    expect(gone.body.version).toBe(draft.version + 2)
  })

  test('409: no more once it is sent; 422: an empty file or one over the limit', async () => {
    const sent = await makeSentExemption(app, person.id, ownYear())
    const add = (id: string, sizeBytes: number) =>
      person.client.call(addExemptionFile, {
        params: { id },
        body: { name: '证明.pdf', sizeBytes },
      })
    expect((await add(sent.id, 10)).problem.code).toBe('WRONG_STATE')
    const draft = await makeExemption(app, person.id, ownYear())
    expect((await add(draft.id, 0)).problem.code).toBe('FILE_EMPTY')
    expect((await add(draft.id, 20 * 1024 * 1024 + 1)).problem.code).toBe('FILE_TOO_LARGE')
  })
})

describe('POST /exemptions/:id/submit and /withdraw', () => {
  test('200: it waits for the employer, and comes back as a draft while nobody has decided', async () => {
    const { id, version } = await makeExemption(app, person.id, ownYear())
    const sent = await person.client.call(submitExemption, { params: { id }, body: { version } })
    expect(sent.body).toMatchObject({ state: 'submitted', open: ['withdraw'] })
    const body = { version: sent.body.version }
    const back = await person.client.call(withdrawExemption, { params: { id }, body })
    expect(back.body.state).toBe('draft')
    expect(back.body.timeline.map(({ act }) => act)).toEqual(['create', 'submit', 'withdraw'])
  })

  test('422: without a paper; 409: without a confirmed employer', async () => {
    const created = await person.client.call(createExemption, { body: exemptionForm(ownYear()) })
    const { id, version } = created.body
    const bare = await person.client.call(submitExemption, { params: { id }, body: { version } })
    expect(bare.problem).toMatchObject({ code: 'NOT_COMPLETE', fields: { files: 'NO_EVIDENCE' } })
    const applicant = await makeApplicant(app)
    const draft = await makeExemption(app, applicant.id)
    const refused = await applicant.client.call(submitExemption, {
      params: { id: draft.id },
      body: { version: draft.version },
    })
    expect(refused.problem.code).toBe('PROFILE_NOT_CONFIRMED')
  })

  test('200: of the only reviewer of a unit it waits for the HR&SS office; of one of two for the other', async () => {
    const { unit, clerk, person: own, officer } = await makeDeciders(app)
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: unit.id,
      accountId: own.id,
      kind: 'employer',
      level: 'clerk',
    })
    const first = await makeSentExemption(app, own.id)
    expect(first.state).toBe('submitted')
    await app.platform.db
      .updateTable('unitStaff')
      .set({ endedAt: app.clock.now() })
      .where('id', '=', clerk.seatId)
      .execute()
    const former = { year: 2025, startOn: '2025-02-01', endOn: '2025-06-30' }
    const sent = await makeSentExemption(app, own.id, former)
    expect(sent).toMatchObject({ state: 'underReview', open: [] })
    const params = { id: sent.id }
    const body = { version: sent.version, reason: '缺少证明' }
    const desk = await clientFor(app, { accountId: own.id, seatId })
    expect((await desk.call(returnExemption, { params, body })).status).toBe(403)
    const returned = await officer.client.call(returnExemption, { params, body })
    expect(returned.body.state).toBe('returned')
    const again = await own.client.call(submitExemption, {
      params,
      body: { version: returned.body.version },
    })
    expect(again.body.state).toBe('underReview')
  })

  test('one of a year: of two sent at once the second is told, every time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const year = ownYear()
      const both = await Promise.all([
        makeExemption(app, person.id, year),
        makeExemption(app, person.id, year),
      ])
      const answers = await Promise.all(
        both.map(({ id, version }) =>
          person.client.call(submitExemption, { params: { id }, body: { version } }),
        ),
      )
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
      const refused = answers.find(({ status }) => status === 409)
      expect(refused?.problem.code).toBe('EXEMPTION_EXISTS')
    }
  })
})

describe('GET /exemptions', () => {
  test('200: the person’s own alone, newest first, page by page', async () => {
    const other = await makePerson(app)
    const made = []
    for (let at = 0; at < 21; at += 1) made.push(await makeExemption(app, other.id))
    const first = await other.client.call(listExemptions, {})
    const next = first.body.next ?? ''
    const second = await other.client.call(listExemptions, { query: { after: next } })
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(
      made.map(({ id }) => id).toReversed(),
    )
    expect(second.body.next).toBeNull()
  })

  test('each list goes along its index', async () => {
    const { db } = app.platform
    const id = person.id
    expect(await genericPlan(db, store.ownQuery(id, id, 21))).toContain('exemptions_person')
    const after = ['2026-01-01T00:00:00Z', id] as const
    const office = (kind: 'employer' | 'hrss') => ({ kind, unitId: id, accountId: id })
    for (const [kind, queue, index] of [
      ['employer', 'waiting', 'exemptions_employer'],
      ['hrss', 'waiting', 'exemptions_office'],
      ['employer', 'granted', 'exemptions_employer_decided'],
      ['hrss', 'granted', 'exemptions_office_decided'],
      ['hrss', 'ended', 'exemptions_office_decided'],
    ] as const)
      expect(await genericPlan(db, store.queueQuery(office(kind), { queue, after }, 21))).toContain(
        index,
      )
  })
})
