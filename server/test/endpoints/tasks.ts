import * as orgs from '../../src/orgs/service.ts'
import { makeDoneTask, makeFailedTask, makeTask } from '../factories/tasks.ts'
import { offices, person, system, type EndpointRows } from './rows.ts'

const starters = [...person, ...offices, 'institution'] as const

export const taskRows: EndpointRows = {
  doors: {
    'GET /tasks': starters,
    'GET /tasks/:id': starters,
    'GET /tasks/:id/issues': starters,
    'POST /tasks/:id/cancel': starters,
    'POST /tasks/:id/retry': starters,
    'GET /tasks/:id/result': starters,
    'POST /task-inputs': starters,
    'GET /administration/tasks': system,
  },
  make: async (app, { individual }) => {
    const { accountId } = individual
    if (accountId === null) throw new Error('the individual has no account')
    const actor = await orgs.actorFor(app.platform, { accountId, seatId: null })
    const waiting = { id: await makeTask(actor) }
    const failed = { id: await makeFailedTask(app, actor) }
    const done = { id: await makeDoneTask(app, actor) }
    await app.platform.db
      .updateTable('tasks')
      .set({ state: 'cancelled', endedAt: app.clock.now() })
      .where('accountId', '=', accountId)
      .where('state', '=', 'waiting')
      .where('id', '<>', waiting.id)
      .execute()
    const { version } = await app.platform.db
      .selectFrom('tasks')
      .select('version')
      .where('id', '=', failed.id)
      .executeTakeFirstOrThrow()
    return {
      requests: {
        'GET /tasks': {},
        'GET /tasks/:id': { params: done },
        'GET /tasks/:id/issues': { params: done },
        'POST /tasks/:id/cancel': { params: waiting },
        'POST /tasks/:id/retry': { params: failed, body: { version } },
        'GET /tasks/:id/result': { params: done },
        'POST /task-inputs': { body: { name: '人员.xlsx', sizeBytes: 1000 } },
        'GET /administration/tasks': {},
      },
      ids: [waiting.id, failed.id, done.id],
    }
  },
}
