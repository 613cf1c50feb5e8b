import {
  addCaseFile,
  type CaseForm,
  confirmCase,
  createCase,
  deleteCase,
  dismissCase,
  editCase,
  listCases,
  listOwnCases,
  proposeCase,
  readCase,
  removeCaseFile,
  returnCase,
  searchSubjects,
  withdrawCase,
} from '@xueshi/contract/integrity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { caseForm, makeCase, makeProposed } from '../../test/factories/integrity.ts'
import { creditWholeYear } from '../../test/factories/ledger.ts'
import { makePeople } from '../../test/factories/certificates.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { individualActor } from '../../test/factories/declarations.ts'
import * as ledger from '../ledger/service.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import * as restrictions from '../restrictions/service.ts'
import * as decisions from './decisions/service.ts'

let app: TestApp
type Desk = { client: Client; actor: Actor; unitId: string; id: string }
const desks: Record<string, Desk> = {}
const seat = async (unitId: string, kind: 'hrss' | 'industry'): Promise<Desk> => {
  const { id, seatId, client } = await makeStaff(app, unitId, { kind })
  return { id, unitId, client, actor: await orgs.actorFor(app.platform, { accountId: id, seatId }) }
}
const desk = (name: string) => desks[name] ?? expect.fail(`no desk ${name}`)
beforeAll(async () => {
  app = await testApp()
  const county = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  desks['first'] = await seat(county.id, 'hrss')
  desks['second'] = await seat(county.id, 'hrss')
  const city = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  desks['city'] = await seat(city.id, 'hrss')
  const foshan = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
  desks['foshan'] = await seat(foshan.id, 'hrss')
  const health = await makeUnit(app, {
    capabilities: ['industry'],
    industryCode: 'health',
    regionCode: guangzhou,
  })
  desks['health'] = await seat(health.id, 'industry')
})
afterAll(() => app.close())

const by = (id: string, version: number) => ({ params: { id }, body: { version } })
const because = (id: string, version: number, reason = '证据不足') => ({
  params: { id },
  body: { version, reason },
})

describe('POST /cases', () => {
  test('200: a draft with the subject’s name and employer of this day', async () => {
    const person = await makePerson(app, { account: { name: '罗婉仪' } })
    const { status, body } = await desk('first').client.call(createCase, {
      body: caseForm(person.id, { suspendedYears: [2026, 2024] }),
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      subjectName: '罗婉仪',
      suspendedYears: [2024, 2026],
      operatorName: '梁志明',
      open: ['edit', 'delete'],
    })
    expect(body.subjectDetail).toMatch(/^广州木棉科技有限公司/)
  })

  test('422: a subject outside the office’s region or trade', async () => {
    const person = await makePerson(app)
    for (const name of ['foshan', 'health']) {
      const { status, problem } = await desk(name).client.call(createCase, {
        body: caseForm(person.id),
      })
      expect([name, status, problem.fields]).toEqual([name, 422, { subjectId: 'NOT_OFFERED' }])
    }
  })

  test('200: somebody who has left their employer, by the office of the last one; by no other', async () => {
    const person = await makePerson(app, { account: { name: '罗婉仪' } })
    await app.platform.db
      .updateTable('employments')
      .set({
        state: 'ended',
        endedAt: app.clock.now(),
        endedOn: '2026-06-01',
        endReason: 'left',
      })
      .where('personId', '=', person.id)
      .execute()
    const create = (name: string) =>
      desk(name).client.call(createCase, { body: caseForm(person.id) })
    expect((await create('first')).body.subjectDetail).toMatch(/（已离职）$/)
    expect((await create('foshan')).problem.fields).toEqual({ subjectId: 'NOT_OFFERED' })
  })

  test('200: somebody who never had an employer, by the province alone', async () => {
    const [personId = ''] = await makePeople(app.platform, ['罗婉仪'])
    const province = await seat(
      (await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })).id,
      'hrss',
    )
    const body = caseForm(personId)
    expect((await desk('city').client.call(createCase, { body })).status).toBe(422)
    const { status, body: made } = await province.client.call(createCase, { body })
    expect([status, made.subjectDetail]).toEqual([200, '无工作单位'])
  })

  test('200: an authority of the trade, for a person of a unit in it', async () => {
    const unit = await makeUnit(app, { industryCodes: ['health'] })
    const person = await makePerson(app, { unit })
    const { status } = await desk('health').client.call(createCase, { body: caseForm(person.id) })
    expect(status).toBe(200)
  })

  test.each<[Partial<CaseForm>, string]>([
    [{ kind: 'irregularClass' }, 'kind'],
    [{ suspendedYears: [2027] }, 'suspendedYears'],
    [{ suspendedYears: [2025, 2025] }, 'suspendedYears'],
    [{ noPublishing: true }, 'noPublishing'],
    [{ endsOn: '2026-06-01' }, 'endsOn'],
  ])('422: %o', async (wrong, field) => {
    const person = await makePerson(app)
    const { status, problem } = await desk('first').client.call(createCase, {
      body: caseForm(person.id, wrong),
    })
    expect(status).toBe(422)
    expect(Object.keys(problem.fields ?? {})).toEqual([field])
  })

  test('403: nobody enters a case against themselves', async () => {
    const person = await makePerson(app)
    await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: desk('first').unitId,
      accountId: person.id,
      kind: 'hrss',
      level: 'clerk',
    })
    const rows = await app.platform.db
      .selectFrom('unitStaff')
      .select('id')
      .where('accountId', '=', person.id)
      .execute()
    const seatId = rows[0]?.id ?? ''
    const actor = await orgs.actorFor(app.platform, { accountId: person.id, seatId })
    await expect(makeCase(app, actor, caseForm(person.id))).rejects.toMatchObject({
      code: 'OWN_RECORD',
    })
  })
})

describe('from the draft to a case in force', () => {
  test('without evidence it is not proposed; with it another officer is asked and the years are held back', async () => {
    const person = await makePerson(app)
    await creditWholeYear(app, person.id)
    const own = await individualActor(app, person.id)
    const [met] = (await ledger.listYears(own, {})).items
    const certified = await ledger.certify(own, met?.id ?? '')
    expect(certified.state).toBe('certified')
    const first = desk('first').client
    const bare = await makeCase(app, desk('first').actor, caseForm(person.id), { files: [] })
    const refused = await first.call(proposeCase, by(bare.id, bare.version))
    expect([refused.status, refused.problem.code]).toEqual([422, 'NOT_COMPLETE'])

    const { id, version } = await makeCase(app, desk('first').actor, caseForm(person.id))
    const proposed = await first.call(proposeCase, by(id, version))
    expect(proposed.body).toMatchObject({ state: 'proposed', open: [] })
    const ownDecision = await first.call(confirmCase, by(id, proposed.body.version))
    expect([ownDecision.status, ownDecision.problem.code]).toEqual([403, 'OWN_RECORD'])
    // Its subject hears nothing before it holds.
    expect((await person.client.call(listOwnCases, {})).body.items).toEqual([])
    expect((await person.client.call(readCase, { params: { id } })).status).toBe(404)

    const confirmed = await desk('second').client.call(confirmCase, by(id, proposed.body.version))
    expect(confirmed.body).toMatchObject({ state: 'inForce', open: ['withdraw'] })
    const seen = await person.client.call(listOwnCases, {})
    expect(seen.body.items).toMatchObject([{ id, kind: 'falsifiedRecord', state: 'inForce' }])
    expect((await person.client.call(readCase, { params: { id } })).body.open).toEqual([])
    const [held] = (await ledger.listYears(own, {})).items
    expect(held).toMatchObject({ year: 2026, state: 'suspended', certificate: null, open: [] })
    // The person reads why, since when, and by which case; and what became of the certificate.
    expect((await ledger.readYear(own, 2026)).standing).toMatchObject({
      held: { caseId: id, since: '2026-06-01', until: null },
    })

    const withdrawn = await desk('first').client.call(
      withdrawCase,
      because(id, confirmed.body.version, '经复核，材料属实'),
    )
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', reason: '经复核，材料属实' })
    const [free] = (await ledger.listYears(own, {})).items
    expect(free).toMatchObject({ state: 'met', open: ['certify'] })
    expect((await ledger.readYear(own, 2026)).standing.held).toBeNull()
  })

  test('a year whose first hours come while it is held back is suspended from the start', async () => {
    const person = await makePerson(app)
    const proposed = await makeProposed(app, desk('first').actor, caseForm(person.id))
    const inForce = await decisions.confirm(desk('second').actor, proposed)
    await creditWholeYear(app, person.id)
    const own = await individualActor(app, person.id)
    expect((await ledger.listYears(own, {})).items).toMatchObject([{ state: 'suspended' }])
    await decisions.withdraw(desk('second').actor, { ...inForce, reason: '撤销' })
    expect((await ledger.listYears(own, {})).items).toMatchObject([{ state: 'met' }])
  })

  test('of two cases about one year, the first withdrawn frees nothing', async () => {
    const person = await makePerson(app)
    await creditWholeYear(app, person.id)
    const [one, other] = [desk('first').actor, desk('second').actor]
    const confirm = async () =>
      decisions.confirm(other, await makeProposed(app, one, caseForm(person.id)))
    const [former, latter] = [await confirm(), await confirm()]
    const own = await individualActor(app, person.id)
    await decisions.withdraw(other, { ...former, reason: '撤销' })
    expect((await ledger.listYears(own, {})).items).toMatchObject([{ state: 'suspended' }])
    await decisions.withdraw(other, { ...latter, reason: '撤销' })
    expect((await ledger.listYears(own, {})).items).toMatchObject([{ state: 'met' }])
  })

  test('returned, mended, proposed again, dismissed: its subject never hears of it', async () => {
    const person = await makePerson(app)
    const proposed = await makeProposed(app, desk('first').actor, caseForm(person.id))
    const returned = await desk('second').client.call(
      returnCase,
      because(proposed.id, proposed.version, '请补充核查记录'),
    )
    expect(returned.body).toMatchObject({ state: 'draft', reason: '请补充核查记录', open: [] })
    const edited = await desk('first').client.call(editCase, {
      params: { id: proposed.id },
      body: { version: returned.body.version, form: caseForm(person.id, { suspendedYears: [] }) },
    })
    expect(edited.body.suspendedYears).toEqual([])
    const again = await desk('first').client.call(proposeCase, by(proposed.id, edited.body.version))
    const dismissed = await desk('second').client.call(
      dismissCase,
      because(proposed.id, again.body.version),
    )
    expect(dismissed.body).toMatchObject({ state: 'dismissed', open: [] })
    expect((await person.client.call(listOwnCases, {})).body.items).toEqual([])
    expect(dismissed.body.timeline.map(({ act }) => act)).toEqual([
      'dismiss',
      'propose',
      'return',
      'propose',
      'create',
    ])
  })

  test('409: two officers decide at once, and one does', async () => {
    const person = await makePerson(app)
    const third = await seat(desk('first').unitId, 'hrss')
    for (let round = 0; round < 10; round += 1) {
      const { id, version } = await makeProposed(app, desk('first').actor, caseForm(person.id))
      const answers = await Promise.all([
        desk('second').client.call(confirmCase, by(id, version)),
        third.client.call(dismissCase, because(id, version)),
      ])
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other)
      expect(statuses).toEqual([200, 409])
    }
  })

  test('409: STALE for a version that is over', async () => {
    const person = await makePerson(app)
    const { id, version } = await makeProposed(app, desk('first').actor, caseForm(person.id))
    const { status, problem } = await desk('second').client.call(confirmCase, by(id, version - 1))
    expect([status, problem.code]).toEqual([409, 'STALE'])
  })

  test('an institution is kept from publishing until the last day of its case', async () => {
    const unit = await makeUnit(app, { capabilities: ['institution'] })
    const form = caseForm(unit.id, {
      subjectKind: 'institution',
      kind: 'irregularClass',
      suspendedYears: [],
      noPublishing: true,
      endsOn: '2026-09-01',
    })
    await decisions.confirm(
      desk('second').actor,
      await makeProposed(app, desk('first').actor, form),
    )
    const { db } = app.platform
    const before = app.clock.now()
    expect(await restrictions.mayNotPublish(db, app.platform, unit.id)).toBe(true)
    app.clock.set(new Date('2026-09-01T15:59:59.999Z')) // the last day's last instant in Guangdong
    expect(await restrictions.mayNotPublish(db, app.platform, unit.id)).toBe(true)
    app.clock.set(new Date('2026-09-01T16:00:00Z'))
    expect(await restrictions.mayNotPublish(db, app.platform, unit.id)).toBe(false)
    await decisions.expire(app.platform)
    const staff = await makeStaff(app, unit.id, { kind: 'institution' })
    const seen = await staff.client.call(listOwnCases, {})
    expect(seen.body.items).toMatchObject([{ state: 'expired', operatorName: '系统' }])
    app.clock.set(before)
  })
})

describe('GET /cases', () => {
  test('200: an office sees what it and those below it entered, drafts its own alone', async () => {
    const person = await makePerson(app, { account: { name: '郑可可' } })
    const draft = await makeCase(app, desk('first').actor, caseForm(person.id))
    const proposed = await makeProposed(app, desk('first').actor, caseForm(person.id))
    const seenBy = async (name: string) => {
      const { body } = await desk(name).client.call(listCases, { query: { name: '郑可可' } })
      return body.items.map(({ id }) => id)
    }
    expect(await seenBy('second')).toEqual([proposed.id, draft.id])
    expect(await seenBy('city')).toEqual([proposed.id])
    expect(await seenBy('foshan')).toEqual([])
    expect(await seenBy('health')).toEqual([])
    const above = await desk('city').client.call(readCase, { params: { id: proposed.id } })
    expect(above.body.open).toEqual([])
  })
})

describe('GET /case-subjects', () => {
  test('200: people and units of the scope by the beginning of their names', async () => {
    const unit = await makeUnit(app, { name: '岭南木工机械厂', capabilities: ['institution'] })
    const person = await makePerson(app, { account: { name: '欧阳修远' } })
    const find = async (name: string, kind: 'person' | 'unit' | 'institution', search: string) => {
      const { body } = await desk(name).client.call(searchSubjects, { query: { kind, search } })
      return body.items.map(({ id }) => id)
    }
    expect(await find('first', 'person', '欧阳')).toEqual([person.id])
    expect(await find('first', 'unit', '岭南木')).toEqual([unit.id])
    expect(await find('first', 'institution', '岭南木')).toEqual([unit.id])
    expect(await find('foshan', 'person', '欧阳')).toEqual([])
    expect(await find('foshan', 'unit', '岭南木')).toEqual([])
  })
})

describe('evidence of a draft', () => {
  test('409 once it is proposed; 422 and 413 for files that are none', async () => {
    const person = await makePerson(app)
    const { client, actor } = desk('first')
    const draft = await makeCase(app, actor, caseForm(person.id))
    const add = (sizeBytes: number) =>
      client.call(addCaseFile, { params: { id: draft.id }, body: { name: '记录.pdf', sizeBytes } })
    expect((await add(0)).problem.code).toBe('FILE_EMPTY')
    expect((await add(21 * 1024 * 1024)).problem.code).toBe('FILE_TOO_LARGE')
    const fileId = draft.files[0]?.id ?? ''
    const proposed = await decisions.propose(actor, draft)
    const late = await client.call(removeCaseFile, { params: { id: draft.id, fileId } })
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect((await add(10)).problem.code).toBe('WRONG_STATE')
    expect(proposed.files).toHaveLength(1)
  })

  test('a draft that is deleted takes its files with it', async () => {
    const person = await makePerson(app)
    const draft = await makeCase(app, desk('first').actor, caseForm(person.id))
    const gone = await desk('first').client.call(deleteCase, { params: { id: draft.id } })
    expect(gone.status).toBe(200)
    const read = await desk('first').client.call(readCase, { params: { id: draft.id } })
    expect(read.status).toBe(404)
    const left = await app.platform.db
      .selectFrom('caseFiles')
      .select('id')
      .where('caseId', '=', draft.id)
      .execute()
    expect(left).toEqual([])
  })
})
