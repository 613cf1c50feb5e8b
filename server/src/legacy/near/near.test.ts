import {
  acceptLegacyNear,
  listLegacyNear,
  refuseLegacyNear,
  reopenLegacyNear,
  takeBackLegacyNear,
} from '@xueshi/contract/legacy'
import { traceHours } from '@xueshi/contract/insight/claims'
import { birthDateOf } from '@xueshi/contract/document-number'
import { cancelTask, readTask, retryTask } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { residentNumber } from '../../../test/factories/accounts.ts'
import {
  alikeNumber,
  controlsOf,
  makeAccepted,
  makeAlike,
  makeChecked,
  makeCommitted,
  pastRow,
  pastYear,
  runLegacy,
} from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, makePerson } from '../../../test/factories/people.ts'
import type { Actor } from '../../platform/actor.ts'
import { newId } from '../../platform/ids.ts'
import * as legacy from '../service.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await actorOf(app, office)
})
afterAll(() => app.close())

const listed = async (id: string, decided?: '1') => {
  const query = { ...(decided && { decided }) }
  return (await office.client.call(listLegacyNear, { params: { id }, query })).body.items
}
const decide = (
  move: typeof acceptLegacyNear | typeof refuseLegacyNear | typeof reopenLegacyNear,
  id: string,
  nearId: string,
) => office.client.call(move, { params: { id, nearId }, body: {} })
const takeBack = ({ id, nearId }: { id: string; nearId: string }) =>
  office.client.call(takeBackLegacyNear, { params: { id, nearId }, body: { reason: '不是同一人' } })
const commit = async (id: string) => {
  const batch = await legacy.read(actor, id)
  const { version } = batch
  const { taskId } = await legacy.commit(actor, { id, version, controls: controlsOf(batch) })
  await runLegacy(app, taskId)
  return legacy.read(actor, id)
}
const standing = async (id: string) => {
  const { rows } = await sql<{ personId: string; hours: number }>`
    SELECT e.person_id, sum(e.hours_tenths)::int AS hours FROM ledger_entries e
    WHERE e.source_id = ${id} AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)
    GROUP BY e.person_id`.execute(app.platform.db)
  return rows
}

describe('a number that is nobody’s', () => {
  test('is offered with its reason: the same day of birth, the same last digits, the same unit; a stranger is not', async () => {
    const unit = await makeUnit(app, { name: '广州越秀纺织厂' })
    const clerk = await makeStaff(app, unit.id)
    const account = (name: string) => ({ account: { name }, unit, clerk })
    const born = await makePerson(app, account('周大河'))
    const ending = await makePerson(app, account('钱小丽'))
    const works = await makePerson(app, account('孙志强'))
    const day = birthDateOf('residentId', born.documentNumber) ?? ''
    const other = '1971-05-06'
    await app.platform.db
      .updateTable('profiles')
      .set({ birthDate: '1960-01-01' })
      .where('personId', 'in', [ending.id, works.id])
      .execute()
    const batch = await makeChecked(app, actor, [
      pastRow({ 姓名: '周大何', 证件号码: residentNumber(day) }),
      pastRow({ 姓名: '钱晓莉', 证件号码: alikeNumber(ending.documentNumber) }),
      pastRow({ 姓名: '孙志强', 证件号码: residentNumber(other), 工作单位: unit.name }),
      // It sounds alike, and nothing else is theirs.
      pastRow({ 姓名: '孙之强', 证件号码: residentNumber(other), 工作单位: unit.name }),
      pastRow({ 姓名: '周大河', 证件号码: residentNumber(other) }),
    ])
    expect(batch).toMatchObject({ nearCount: 3, newCount: 2, decidedCount: 0 })
    const found = await listed(batch.id)
    expect(found.map(({ row, reason, nameOnRecord }) => [row, reason, nameOnRecord])).toEqual([
      [2, 'sameBirthday', '周大河'],
      [3, 'sameEnding', '钱小丽'],
      [4, 'sameUnit', '孙志强'],
    ])
    expect(found[0]).toMatchObject({
      decision: null,
      unitOnRecord: unit.name,
      open: ['accept', 'refuse'],
    })
    // Nobody is told of hours that are another’s.
    const query = { year: '2015' }
    expect((await born.client.call(traceHours, { query })).body.items).toEqual([])
  })

  test('of very many strangers at once as well', async () => {
    const { person, id } = await makeAlike(app, actor)
    await sql`
      INSERT INTO legacy_people (id, batch_id, document_hash, document_type, number_masked, name, state, first_row, name_pinyin)
      SELECT gen_random_uuid(), ${id}::uuid, decode(md5(g::text), 'hex'), 'residentId', '', '某', 'new', 100 + g, 'mou'
      FROM generate_series(1, 5001) g`.execute(app.platform.db)
    await sql`UPDATE legacy_people SET state = 'new', account_id = NULL, candidate_id = NULL, reason = NULL
      WHERE batch_id = ${id} AND first_row < 100`.execute(app.platform.db)
    const { offer } = await import('./store.ts')
    expect(await app.platform.db.transaction().execute((tx) => offer(tx, id))).toBe(1)
    expect((await listed(id)).map(({ nameOnRecord }) => nameOnRecord)).toEqual([person.name])
  })

  test('accepted, the rows are that person’s; refused, a stranger’s; either can be decided anew until the commit', async () => {
    const { id, person } = await makeAlike(app, actor)
    const [near] = await listed(id)
    const nearId = near?.id ?? ''
    expect((await decide(refuseLegacyNear, id, nearId)).body).toMatchObject({
      nearCount: 0,
      newCount: 1,
      decidedCount: 1,
    })
    expect(await listed(id, '1')).toMatchObject([
      { decision: 'other', decidedBy: office.name, open: ['reopen'] },
    ])
    const wrong = await decide(acceptLegacyNear, id, nearId)
    expect([wrong.status, wrong.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect((await decide(reopenLegacyNear, id, nearId)).body).toMatchObject({ nearCount: 1 })
    expect((await decide(acceptLegacyNear, id, nearId)).body).toMatchObject({ knownCount: 1 })
    await decide(reopenLegacyNear, id, nearId)
    await decide(acceptLegacyNear, id, nearId)
    expect((await commit(id)).state).toBe('committed')
    expect(await standing(id)).toEqual([{ personId: person.id, hours: 720 }])
    const late = await decide(reopenLegacyNear, id, nearId)
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('refused, they come in as somebody whom nobody knows', async () => {
    const { id, person } = await makeAlike(app, actor)
    await decide(refuseLegacyNear, id, (await listed(id))[0]?.id ?? '')
    await commit(id)
    const [one] = await standing(id)
    expect(one?.hours).toBe(720)
    expect(one?.personId).not.toBe(person.id)
  })

  test('409 LEGACY_TWICE where the person has the year already; 404 of another batch; 409 to refuse whose number it is', async () => {
    const { id, person } = await makeAlike(app, actor)
    await makeCommitted(
      app,
      actor,
      pastYear({ 姓名: person.name, 证件号码: person.documentNumber }),
    )
    const nearId = (await listed(id))[0]?.id ?? ''
    const twice = await decide(acceptLegacyNear, id, nearId)
    expect([twice.status, twice.problem.code]).toEqual([409, 'LEGACY_TWICE'])
    const own = await makeChecked(app, actor, [
      pastRow({ 姓名: '赵某某', 证件号码: person.documentNumber, 培训年度: '2014' }),
    ])
    expect((await decide(refuseLegacyNear, own.id, nearId)).status).toBe(404)
    const [held] = await listed(own.id)
    expect(held).toMatchObject({ reason: 'otherName', open: ['accept'] })
    const refused = await decide(refuseLegacyNear, own.id, held?.id ?? '')
    expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})

describe('a wrong acceptance, once the batch stands', () => {
  test('is taken back: the hours are reversed, the certificate is withdrawn, the others stand', async () => {
    const accepted = await makeAccepted(app, actor, { 继续教育证书号: `旧${newId()}` })
    expect(await listed(accepted.id, '1')).toMatchObject([{ decision: 'same', open: ['takeBack'] }])
    expect((await takeBack(accepted)).status).toBe(200)
    expect(await standing(accepted.id)).toEqual([])
    expect(await listed(accepted.id, '1')).toMatchObject([{ decision: 'takenBack', open: [] }])
    const states = await app.platform.db
      .selectFrom('certificates')
      .select('state')
      .where('personId', '=', accepted.person.id)
      .execute()
    expect(states).toEqual([{ state: 'withdrawn' }])
    const again = await takeBack(accepted)
    expect([again.status, again.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('409 NEAR_FOLLOWED where the person has rows of their own in it', async () => {
    const { id, person } = await makeAlike(app, actor)
    const batch = await makeChecked(app, actor, [
      pastRow({ 姓名: person.name, 证件号码: alikeNumber(person.documentNumber) }),
      pastRow({ 姓名: person.name, 证件号码: person.documentNumber, 课目类型: '专业课' }),
    ])
    expect(batch.id).not.toBe(id)
    const nearId = (await listed(batch.id))[0]?.id ?? ''
    await decide(acceptLegacyNear, batch.id, nearId)
    await commit(batch.id)
    const { status, problem } = await takeBack({ id: batch.id, nearId })
    expect([status, problem.code]).toEqual([409, 'NEAR_FOLLOWED'])
    expect(await standing(batch.id)).toHaveLength(1)
  })
})

describe('while a task is at the batch', () => {
  test('nothing is decided: no move is open, and each is refused', async () => {
    const { id } = await makeAlike(app, actor)
    const nearId = (await listed(id))[0]?.id ?? ''
    await decide(acceptLegacyNear, id, nearId)
    const { version, ...batch } = await legacy.read(actor, id)
    const controls = controlsOf({ version, ...batch })
    const { taskId } = await legacy.commit(actor, { id, version, controls })
    expect(await listed(id, '1')).toMatchObject([{ decision: 'same', open: [] }])
    const late = await decide(reopenLegacyNear, id, nearId)
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
    await runLegacy(app, taskId)
    expect(await listed(id, '1')).toMatchObject([{ open: ['takeBack'] }])
  })

  test('an import that is tried again brings in nothing while somebody waits', async () => {
    const { id } = await makeAlike(app, actor)
    const nearId = (await listed(id))[0]?.id ?? ''
    await decide(acceptLegacyNear, id, nearId)
    const { version, ...batch } = await legacy.read(actor, id)
    const controls = controlsOf({ version, ...batch })
    const { taskId } = await legacy.commit(actor, { id, version, controls })
    const params = { id: taskId }
    const { body: cancelled } = await office.client.call(cancelTask, { params })
    expect((await decide(reopenLegacyNear, id, nearId)).status).toBe(200)
    const again = { params, body: { version: cancelled.version } }
    expect((await office.client.call(retryTask, again)).status).toBe(200)
    await runLegacy(app, taskId)
    const { body: failed } = await office.client.call(readTask, { params })
    expect(failed).toMatchObject({ state: 'failed', fault: 'WRONG_STATE' })
    expect(await standing(id)).toEqual([])
    expect(await legacy.read(actor, id)).toMatchObject({ state: 'checked', nearCount: 1 })
  })
})
