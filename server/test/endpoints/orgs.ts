import { licenceLimit } from '@xueshi/contract/orgs/licences'
import { makeRegistrant, makeWaitingUnit, unitForm } from '../factories/orgs.ts'
import {
  everyone,
  hrss,
  managers,
  person,
  reason,
  signedIn,
  unitStaff,
  type EndpointRows,
} from './rows.ts'

export const orgRows: EndpointRows = {
  doors: {
    'GET /session': everyone,
    'GET /units': signedIn,
    'POST /units': [...person, ...unitStaff],
    'GET /unit': unitStaff,
    'PUT /unit': unitStaff,
    'POST /unit/contact': unitStaff,
    'POST /unit/licence': unitStaff,
    'POST /unit/submit': unitStaff,
    'POST /unit/withdraw': managers,
    'POST /unit/discard': managers,
    'GET /unit-reviews': hrss,
    'GET /units/:id': hrss,
    'POST /units/:id/approve': hrss,
    'POST /units/:id/return': hrss,
    'POST /units/:id/reject': hrss,
    'POST /units/:id/merge': hrss,
  },
  make: async (app, { unitId }) => {
    const registrant = await makeRegistrant(app, { isLicensed: true })
    const { version } = registrant.unit
    const { unit } = await makeWaitingUnit(app)
    const withdrawer = await makeWaitingUnit(app)
    const discarder = await makeRegistrant(app)
    const waiting = { params: { id: unit.id }, body: { version: unit.version } }
    return {
      requests: {
        'GET /session': {},
        'GET /units': { query: { search: '广州' } },
        'POST /units': { body: unitForm() },
        'GET /unit': {},
        'PUT /unit': { body: { version, form: unitForm() } },
        'POST /unit/contact': {
          body: {
            version: 1,
            contactName: '何穗生',
            contactPhone: '020-87654321',
            industryCodes: [],
          },
        },
        'POST /unit/licence': { body: { name: '营业执照.pdf', sizeBytes: licenceLimit.bytes } },
        'POST /unit/submit': { body: { version } },
        'POST /unit/withdraw': { body: { version: withdrawer.unit.version } },
        'POST /unit/discard': { body: { version: discarder.unit.version } },
        'GET /unit-reviews': {},
        'GET /units/:id': { params: waiting.params },
        'POST /units/:id/approve': waiting,
        'POST /units/:id/return': { ...waiting, body: { ...waiting.body, reason } },
        'POST /units/:id/reject': { ...waiting, body: { ...waiting.body, reason } },
        'POST /units/:id/merge': { ...waiting, body: { ...waiting.body, intoId: unitId } },
      },
      callers: {
        'GET /unit': registrant,
        'PUT /unit': registrant,
        'POST /unit/licence': registrant,
        'POST /unit/submit': registrant,
        'POST /unit/withdraw': withdrawer,
        'POST /unit/discard': discarder,
      },
      ids: [unit.id],
    }
  },
}
