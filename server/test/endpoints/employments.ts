import * as people from '../../src/people/service.ts'
import type { TestApp } from '../app.ts'
import { makeStaff, makeUnit } from '../factories/orgs.ts'
import { actorOf, type Desk, makeMover, makePartTimer, makePerson } from '../factories/people.ts'
import { employer, hrss, person, reason, type EndpointRows } from './rows.ts'

const deciders = [...employer, ...hrss] as const

/** Those who come to the unit, leave it, and work there beside another one. */
export const employmentRows: EndpointRows = {
  doors: {
    'GET /employments': person,
    'POST /employments': person,
    'POST /employments/:id/withdraw': person,
    'POST /employments/:id/end': person,
    'GET /applications': employer,
    'POST /applications/:id/confirm': employer,
    'POST /applications/:id/refuse': employer,
    'GET /transfers': deciders,
    'GET /transfers/:id': deciders,
    'POST /transfers/:id/release': employer,
    'POST /transfers/:id/object': employer,
    'POST /transfers/:id/overrule': hrss,
    'POST /transfers/:id/uphold': hrss,
  },
  make: async (app, personas) => {
    const here = { id: personas.unitId, name: '', clerk: await makeStaff(app, personas.unitId) }
    const mover = await makeMover(app, { former: here })
    const objected = await makeObjection(app, here)
    const employed = await makePerson(app, { unit: here, clerk: here.clerk })
    const { application } = await makePartTimer(app, here.id)
    const { items } = await people.listEmployments(await actorOf(app, employed))
    const other = await makeUnit(app)
    const { id, version } = mover.transfer
    const transfer = { params: { id }, body: { version } }
    const decided = { params: { id: objected.id }, body: { version: objected.version, reason } }
    const asked = { params: { id: application.id }, body: { version: application.version } }
    const callerOf = (who: { id: string; client: { cookies: Record<string, string> } }) => ({
      accountId: who.id,
      cookies: who.client.cookies,
    })
    return {
      requests: {
        'GET /employments': {},
        'POST /employments': {
          body: { unitId: other.id, partTime: false, pendingPolicy: 'finish' },
        },
        'POST /employments/:id/withdraw': {
          params: { id: mover.application.id },
          body: { version: mover.application.version },
        },
        'POST /employments/:id/end': {
          params: { id: items[0]?.id ?? '' },
          body: { version: items[0]?.version, reason: 'left' },
        },
        'GET /applications': {},
        'POST /applications/:id/confirm': asked,
        'POST /applications/:id/refuse': { ...asked, body: { ...asked.body, reason } },
        'GET /transfers': {},
        'GET /transfers/:id': { params: transfer.params },
        'POST /transfers/:id/release': transfer,
        'POST /transfers/:id/object': { ...transfer, body: { ...transfer.body, reason } },
        'POST /transfers/:id/overrule': decided,
        'POST /transfers/:id/uphold': decided,
      },
      callers: {
        'POST /employments': callerOf(employed),
        'POST /employments/:id/withdraw': callerOf(mover),
        'POST /employments/:id/end': callerOf(employed),
        'POST /transfers/:id/overrule': objected.office,
        'POST /transfers/:id/uphold': objected.office,
      },
      ids: [id, objected.id, application.id],
    }
  },
}

/** An objection of the unit's, with an officer of the office that is to decide. */
async function makeObjection(app: TestApp, here: Desk) {
  const { transfer } = await makeMover(app, { former: here })
  const clerk = await actorOf(app, here.clerk)
  const objected = await people.transfers.object(clerk, { ...transfer, reason })
  const { officeUnitId } = await app.platform.db
    .selectFrom('transfers')
    .select('officeUnitId')
    .where('id', '=', transfer.id)
    .executeTakeFirstOrThrow()
  const { id, seatId, client } = await makeStaff(app, officeUnitId ?? '', { kind: 'hrss' })
  return { ...objected, office: { accountId: id, seatId, cookies: client.cookies } }
}
