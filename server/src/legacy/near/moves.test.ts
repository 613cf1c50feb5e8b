import {
  acceptLegacyNear,
  type LegacyState,
  legacyStates,
  listLegacyNear,
  nearMoves,
  type NearReason,
  nearReasons,
  type NearState,
  nearStates,
  refuseLegacyNear,
  reopenLegacyNear,
  takeBackLegacyNear,
} from '@xueshi/contract/legacy'
import { openMoves } from '@xueshi/contract/moves'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeAlike } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf } from '../../../test/factories/people.ts'
import * as legacy from '../service.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let alike: Awaited<ReturnType<typeof makeAlike>>
let nearId: string
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  const actor = await actorOf(app, office)
  alike = await makeAlike(app, actor)
  nearId = (await legacy.listNear(actor, alike.id, {})).items[0]?.id ?? ''
})
afterAll(() => app.close())

type Standing = {
  batchState: LegacyState
  taskState: 'done' | 'running'
  state: NearState
  reason: NearReason
  isTakenBack: boolean
  isOwn: boolean
}

const both = [false, true]
/** Every batch, person and task that the table tells apart. */
const standings: readonly Standing[] = legacyStates.flatMap((batchState) =>
  nearStates.flatMap((state) =>
    nearReasons
      .filter((reason) => reason === 'otherName' || reason === 'sameEnding')
      .flatMap((reason) =>
        (['done', 'running'] as const).flatMap((taskState) =>
          both.flatMap((isOwn) =>
            both
              .filter((isTakenBack) => !isTakenBack || state === 'known')
              .map((isTakenBack) => ({
                batchState,
                taskState,
                state,
                reason,
                isTakenBack,
                isOwn,
              })),
          ),
        ),
      ),
  ),
)

async function stand(standing: Standing): Promise<void> {
  const { batchState, taskState, state, reason, isTakenBack, isOwn } = standing
  const { db } = app.platform
  const whose = isOwn ? office.id : alike.person.id
  const now = app.platform.clock.now()
  const endedAt = taskState === 'done' ? now : null
  await db
    .updateTable('tasks')
    .set({ state: taskState, endedAt })
    .where('id', '=', alike.taskId)
    .execute()
  await db
    .updateTable('legacyBatches')
    .set({
      state: batchState,
      committedAt: batchState === 'committed' || batchState === 'undone' ? now : null,
      undoneAt: batchState === 'undone' ? now : null,
      undoReason: batchState === 'undone' ? '年度填错' : null,
    })
    .where('id', '=', alike.id)
    .execute()
  await db
    .updateTable('legacyPeople')
    .set({
      state,
      reason,
      candidateId: whose,
      accountId: state === 'new' ? null : whose,
      decidedBy: state === 'near' ? null : office.name,
      takenBackAt: isTakenBack ? now : null,
    })
    .where('id', '=', nearId)
    .execute()
}

const calls = {
  accept: () => office.client.call(acceptLegacyNear, { params: at(), body: {} }),
  refuse: () => office.client.call(refuseLegacyNear, { params: at(), body: {} }),
  reopen: () => office.client.call(reopenLegacyNear, { params: at(), body: {} }),
  takeBack: () =>
    office.client.call(takeBackLegacyNear, { params: at(), body: { reason: '不是同一人' } }),
}
const at = () => ({ id: alike.id, nearId })

test('every move has its effect exactly where the table has it, and is offered there alone', async () => {
  const reached = new Set<string>()
  for (const standing of standings) {
    const { batchState, taskState, state, reason, isTakenBack, isOwn } = standing
    const open = openMoves(nearMoves, state, 'hrss', {
      checked: batchState === 'checked',
      committed: batchState === 'committed',
      idle: taskState === 'done',
      unclaimed: reason !== 'otherName',
      decided: state !== 'near',
      standing: !isTakenBack,
      notSelf: !isOwn,
    })
    await stand(standing)
    const query = state === 'near' ? {} : { decided: '1' as const }
    const listed = await office.client.call(listLegacyNear, { params: { id: alike.id }, query })
    expect(listed.body.items, JSON.stringify(standing)).toMatchObject([{ open }])
    const refusal = isOwn ? [403, 'OWN_RECORD'] : [409, 'WRONG_STATE']
    for (const [name, call] of Object.entries(calls)) {
      await stand(standing)
      const { status, problem } = await call()
      const { to } = nearMoves[name as keyof typeof calls] // keys of the table above
      const may = open.some((each) => each === name)
      // What is so already stays so.
      const wanted = may || to === state ? [200, undefined] : refusal
      expect([status, problem?.code], JSON.stringify({ ...standing, name })).toEqual(wanted)
      const after = await app.platform.db
        .selectFrom('legacyPeople')
        .select('state')
        .where('id', '=', nearId)
        .executeTakeFirstOrThrow()
      expect(after.state).toBe(may ? (to ?? state) : state)
      if (may) reached.add(name)
    }
  }
  expect([...reached].toSorted()).toEqual(Object.keys(calls).toSorted())
})
