import { shippedDictionaries } from '@xueshi/contract/dictionaries/shipped'
import { defaultSettings } from '@xueshi/contract/settings'
import { heldOf } from '../factories/administration.ts'
import { makeStaff, makeUnit } from '../factories/orgs.ts'
import { auditor, everyone, reason, security, system, type EndpointRows } from './rows.ts'

export const administrationRows: EndpointRows = {
  doors: {
    'GET /administration/settings': system,
    'PUT /administration/settings': system,
    'GET /dictionaries/:name': everyone,
    'GET /administration/dictionaries/:name': system,
    'PUT /administration/dictionaries/:name': system,
    'GET /administration/state': system,
    'GET /administration/login-settings': security,
    'PUT /administration/login-settings': security,
    'GET /administration/accounts': security,
    'GET /administration/open-logins': security,
    'GET /administration/rests': security,
    'GET /administration/accounts/:id': security,
    'POST /administration/accounts/:id/disable': security,
    'POST /administration/accounts/:id/enable': security,
    'POST /administration/accounts/:id/rest/removal': security,
    'POST /administration/accounts/:id/second-factor/removal': security,
    'POST /administration/accounts/:id/logins/:loginId/end': security,
    'POST /administration/accounts/:id/seats/:seatId/end': security,
    'GET /administration/audit': auditor,
    'GET /administration/sensitive-views': auditor,
    'POST /administration/audit/:id/personal': auditor,
    'GET /administration/audit-checks': auditor,
    'POST /administration/audit-checks': auditor,
  },
  make: async (app) => {
    const held = await heldOf(app)
    const seated = await makeStaff(app, (await makeUnit(app)).id)
    const account = { params: { id: held.id }, body: { reason } }
    return {
      requests: {
        'GET /administration/settings': {},
        'PUT /administration/settings': { body: { version: 0, values: defaultSettings.system } },
        'GET /dictionaries/:name': { params: { name: 'industries' } },
        'GET /administration/dictionaries/:name': { params: { name: 'cutReasons' } },
        'PUT /administration/dictionaries/:name': {
          params: { name: 'cutReasons' },
          body: {
            version: 0,
            entries: [
              ...shippedDictionaries.cutReasons,
              { code: null, label: '按实际出勤认定。', retired: false },
            ],
          },
        },
        'GET /administration/state': {},
        'GET /administration/login-settings': {},
        'PUT /administration/login-settings': {
          body: { version: 0, values: defaultSettings.login },
        },
        'GET /administration/accounts': { query: { search: 'user' } },
        'GET /administration/open-logins': {},
        'GET /administration/rests': {},
        'GET /administration/accounts/:id': { params: account.params },
        'POST /administration/accounts/:id/disable': {
          ...account,
          body: { version: 1, reason },
        },
        'POST /administration/accounts/:id/enable': {
          params: { id: held.disabledId },
          body: { version: 2, reason },
        },
        'POST /administration/accounts/:id/rest/removal': account,
        'POST /administration/accounts/:id/second-factor/removal': account,
        'POST /administration/accounts/:id/logins/:loginId/end': {
          ...account,
          params: { id: held.id, loginId: held.loginId },
        },
        'POST /administration/accounts/:id/seats/:seatId/end': {
          ...account,
          params: { id: seated.id, seatId: seated.seatId },
        },
        'GET /administration/audit': {},
        'GET /administration/sensitive-views': {},
        'POST /administration/audit/:id/personal': {
          params: { id: held.auditId },
          body: { reason },
        },
        'GET /administration/audit-checks': {},
        'POST /administration/audit-checks': { body: {} },
      },
    }
  },
}
