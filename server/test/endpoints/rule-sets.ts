import { ruleSetFormOf } from '@xueshi/contract/ledger'
import * as publishing from '../../src/ledger/rule-publishing/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { makeCountedRules, shipped2021 } from '../factories/rules.ts'
import { everyone, hrss, type EndpointRows } from './rows.ts'

/** Years that nobody has learnt in yet, so that what is published here changes nothing elsewhere. */
const far = { yearFrom: 2060, yearTo: null }

/** 学时规则: everybody reads what holds; the province's office alone writes. */
export const ruleSetRows: EndpointRows = {
  doors: {
    'GET /rule-sets': everyone,
    'GET /rule-sets/:id': everyone,
    'POST /rule-sets/:id/copies': hrss,
    'PUT /rule-sets/:id': hrss,
    'DELETE /rule-sets/:id': hrss,
    'POST /rule-sets/:id/count': hrss,
    'POST /rule-sets/:id/apply': hrss,
    'POST /rule-sets/:id/publish': hrss,
    'POST /rule-sets/:id/recall': hrss,
    'GET /rule-sets/:id/effects': hrss,
    'POST /rule-sets/:id/effects/export': hrss,
  },
  make: async (app, personas) => {
    const { accountId, seatId } = personas['hrss.province']
    if (accountId === null || seatId === undefined) throw new Error('the province has no officer')
    const maker = await orgs.actorFor(app.platform, { accountId, seatId })
    await app.platform.db
      .updateTable('tasks')
      .set({ state: 'cancelled', endedAt: app.clock.now() })
      .where('accountId', '=', accountId)
      .where('state', '=', 'waiting')
      .execute()
    const draft = await makeCountedRules(app, maker, far)
    const later = await makeCountedRules(app, maker, far)
    const effectiveAt = new Date(app.clock.now().getTime() + 86_400_000).toISOString()
    const moment = { version: later.version, effectiveAt }
    const scheduled = await publishing.publish(maker, later.id, moment)
    const [params, { version }] = [{ id: draft.id }, draft]
    const shipped = { params: { id: shipped2021 }, body: {} }
    const requests = {
      'GET /rule-sets': {},
      'GET /rule-sets/:id': { params },
      'POST /rule-sets/:id/copies': shipped,
      'PUT /rule-sets/:id': { params, body: { version, form: ruleSetFormOf(draft) } },
      'DELETE /rule-sets/:id': { params },
      'POST /rule-sets/:id/count': { params, body: { version } },
      'POST /rule-sets/:id/apply': shipped,
      'POST /rule-sets/:id/publish': { params, body: { version, effectiveAt: null } },
      'POST /rule-sets/:id/recall': {
        params: { id: scheduled.id },
        body: { version: scheduled.version },
      },
      'GET /rule-sets/:id/effects': { params },
      'POST /rule-sets/:id/effects/export': { params, body: {} },
    }
    const lines = Object.keys(requests)
    return {
      requests,
      callers: Object.fromEntries(lines.map((line) => [line, personas['hrss.province']])),
      ids: [draft.id],
    }
  },
}
