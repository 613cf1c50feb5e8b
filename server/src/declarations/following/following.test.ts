import { listReviews, readDeclaration, recogniseDeclaration } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { unguardedDatabase } from '../../../test/unguarded-database.ts'
import { declarationTasks } from '../jobs.ts'
import { waitingQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
})
afterAll(() => app.close())

/** A person with a record that waits at their unit, and the unit that they go to. */
async function movingWithRecord() {
  const [from, to] = [await makeDesk(app), await makeDesk(app)]
  const person = await makePerson(app, { unit: from, clerk: from.clerk })
  return { from, to, person, record: await makeSubmitted(app, person) }
}
type Case = Awaited<ReturnType<typeof movingWithRecord>>

/** Twice, as a job may be that did not live to say that it was done. */
const follow = async (
  { person, from, to }: Pick<Case, 'person' | 'from' | 'to'>,
  pendingPolicy: 'follow' | 'finish',
) => {
  const payload = { personId: person.id, fromUnitId: from.id, toUnitId: to.id, pendingPolicy }
  for (let time = 0; time < 2; time += 1)
    await declarationTasks['declarations.employmentMoved']?.(payload, { platform: app.platform })
}
const queueOf = async ({ clerk }: Desk) => {
  const { body } = await clerk.client.call(listReviews)
  return body.items.map(({ declarationId }) => declarationId)
}
const recognise = async ({ clerk }: Desk, { id }: { id: string }) => {
  const { version } = await app.platform.db
    .selectFrom('declarations')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const client = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
  const body = { version, recognisedTenths: 160, reason: null }
  return client.call(recogniseDeclaration, { params: { id }, body })
}

describe('declarations.employmentMoved', () => {
  test('follow: the new unit has what the former one had not answered, and decides; told once', async () => {
    const { person, record, ...units } = await movingWithRecord()
    await follow({ person, ...units }, 'follow')
    expect(await queueOf(units.from)).toEqual([])
    expect(await queueOf(units.to)).toEqual([record.id])
    const { body } = await person.client.call(readDeclaration, { params: { id: record.id } })
    const followed = body.timeline.filter(({ act }) => act === 'follow')
    expect(followed).toMatchObject([{ office: units.to.name }])
    expect((await recognise(units.from, record)).status).toBe(404)
    expect((await recognise(units.to, record)).status).toBe(200)
  })

  test('finish: the former unit has it, and decides', async () => {
    const { person, record, ...units } = await movingWithRecord()
    await follow({ person, ...units }, 'finish')
    expect(await queueOf(units.to)).toEqual([])
    expect((await recognise(units.from, record)).status).toBe(200)
  })

  test('what was answered meanwhile stays answered', async () => {
    const { person, record, ...units } = await movingWithRecord()
    expect((await recognise(units.from, record)).status).toBe(200)
    await follow({ person, ...units }, 'follow')
    const { body } = await person.client.call(readDeclaration, { params: { id: record.id } })
    expect(body.state).toBe('recognised')
    expect(body.timeline.map(({ act }) => act)).not.toContain('follow')
  })

  test('another’s records at the former unit stay there', async () => {
    const { person, ...units } = await movingWithRecord()
    const other = await makePerson(app, { unit: units.from, clerk: units.from.clerk })
    const theirs = await makeSubmitted(app, other)
    await follow({ person, ...units }, 'follow')
    expect(await queueOf(units.from)).toEqual([theirs.id])
  })

  /** A decision and the move in the same moment; whether one of both stands, whole. */
  async function decidedWhileMoving(): Promise<boolean> {
    const { person, record, ...units } = await movingWithRecord()
    const [answer, moved] = await Promise.allSettled([
      recognise(units.from, record),
      follow({ person, ...units }, 'follow'),
    ])
    if (answer.status === 'rejected' || moved.status === 'rejected') return false
    const { rows } = await sql<{ state: string; unitId: string; declarationState: string }>`
      SELECT s.state, s.office_unit_id AS unit_id, d.state AS declaration_state
      FROM review_steps s JOIN declarations d ON d.id = s.declaration_id
      WHERE d.id = ${record.id}`.execute(app.platform.db)
    const [step] = rows
    return answer.value.status === 200
      ? step?.unitId === units.from.id && step.declarationState === 'recognised'
      : answer.value.status < 500 && step?.unitId === units.to.id && step.state === 'open'
  }

  test('a decision and the move at once: one of both, whole', async () => {
    for (let round = 0; round < 6; round += 1) expect(await decidedWhileMoving()).toBe(true)
  })

  test('and it goes wrong where a step that was answered is handed on', async () => {
    const guarded = app.platform.db
    const unguarded = unguardedDatabase(app.database.appUrl, (statement) =>
      statement.replace('FOR UPDATE', '').replace("AND state IN ('open', 'waiting')", ''),
    )
    app.platform.db = unguarded.db
    let wrong = 0
    try {
      for (let round = 0; round < 80 && wrong === 0; round += 1)
        if (!(await decidedWhileMoving())) wrong += 1
    } finally {
      app.platform.db = guarded
      await unguarded.close()
    }
    expect(wrong).toBe(1)
  })

  test('are found by their person', async () => {
    const { person, from } = await movingWithRecord()
    const plan = await genericPlan(app.platform.db, waitingQuery(person.id, from.id))
    expect(plan).toContain('declarations_person')
    expect(plan).not.toContain('Seq Scan')
  })
})
