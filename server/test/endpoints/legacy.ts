import * as orgs from '../../src/orgs/service.ts'
import { makeIndividual } from '../factories/accounts.ts'
import {
  controlsOf,
  firstNear,
  makeAccepted,
  makeAlike,
  makeChecked,
  makeCommitted,
  pastRow,
  pastYear,
} from '../factories/legacy.ts'
import { makeInput } from '../factories/tasks.ts'
import { everyone, hrss, reason, type EndpointRows } from './rows.ts'

/** Years from before this system. */
export const legacyRows: EndpointRows = {
  doors: {
    'GET /legacy-batches': hrss,
    'POST /legacy-batches': hrss,
    'POST /legacy-inputs': hrss,
    'GET /legacy-batches/:id': hrss,
    'GET /legacy-batches/:id/totals': hrss,
    'POST /legacy-batches/:id/controls': hrss,
    'GET /legacy-batches/:id/near': hrss,
    'POST /legacy-batches/:id/near/:nearId/accept': hrss,
    'POST /legacy-batches/:id/near/:nearId/refuse': hrss,
    'POST /legacy-batches/:id/near/:nearId/reopen': hrss,
    'POST /legacy-batches/:id/near/:nearId/take-back': hrss,
    'POST /legacy-batches/:id/commit': hrss,
    'POST /legacy-batches/:id/undo': hrss,
    'GET /legacy-template': everyone,
  },
  make: async (app, personas) => {
    const caller = personas['hrss.county']
    const { accountId, seatId = null } = caller
    const actor = await orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId })
    const inputId = await makeInput(app, actor, '姓名')
    const other = await makeIndividual(app, { name: '周大河' })
    const near = await makeChecked(app, actor, [pastRow({ 证件号码: other.documentNumber })])
    const checked = await makeChecked(
      app,
      actor,
      pastYear({ 证件号码: pastRow()['证件号码'] ?? '' }),
    )
    const committed = await makeCommitted(app, actor, [pastRow()])
    const alike = await makeAlike(app, actor)
    const accepted = await makeAccepted(app, actor)
    const { id, version } = checked
    const one = { params: { id } }
    return {
      requests: {
        'GET /legacy-batches': {},
        'POST /legacy-inputs': { body: { name: '台账.csv', sizeBytes: 100 } },
        'POST /legacy-batches': { body: { name: '台账', inputId } },
        'GET /legacy-batches/:id': one,
        'GET /legacy-batches/:id/totals': one,
        'POST /legacy-batches/:id/controls': {
          params: { id: near.id },
          body: {
            version: near.version,
            lines: [{ unitName: '', year: 2015, category: 'public', hoursTenths: 180 }],
          },
        },
        'GET /legacy-batches/:id/near': { params: { id: near.id } },
        'POST /legacy-batches/:id/near/:nearId/accept': {
          params: { id: near.id, nearId: (await firstNear(actor, near.id)).id },
          body: {},
        },
        'POST /legacy-batches/:id/near/:nearId/refuse': {
          params: { id: alike.id, nearId: (await firstNear(actor, alike.id)).id },
          body: {},
        },
        'POST /legacy-batches/:id/near/:nearId/reopen': {
          params: { id: alike.id, nearId: (await firstNear(actor, alike.id)).id },
          body: {},
        },
        'POST /legacy-batches/:id/near/:nearId/take-back': {
          params: { id: accepted.id, nearId: accepted.nearId },
          body: { reason },
        },
        'POST /legacy-batches/:id/commit': {
          ...one,
          body: { version, controls: controlsOf(checked) },
        },
        'POST /legacy-batches/:id/undo': {
          params: { id: committed.id },
          body: { version: committed.version, reason },
        },
        'GET /legacy-template': {},
      },
      callers: Object.fromEntries(
        [
          'POST /legacy-batches',
          'GET /legacy-batches/:id',
          'GET /legacy-batches/:id/totals',
          'POST /legacy-batches/:id/controls',
          'GET /legacy-batches/:id/near',
          'POST /legacy-batches/:id/near/:nearId/accept',
          'POST /legacy-batches/:id/near/:nearId/refuse',
          'POST /legacy-batches/:id/near/:nearId/reopen',
          'POST /legacy-batches/:id/near/:nearId/take-back',
          'POST /legacy-batches/:id/commit',
          'POST /legacy-batches/:id/undo',
        ].map((line) => [line, caller]),
      ),
      ids: [id, near.id, alike.id, accepted.id, committed.id],
    }
  },
}
