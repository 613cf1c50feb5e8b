import { caseFileLimit } from '@xueshi/contract/integrity'
import * as decisions from '../../src/integrity/decisions/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { caseForm, makeCase, makeProposed } from '../factories/integrity.ts'
import { makeStaff } from '../factories/orgs.ts'
import { makePerson } from '../factories/people.ts'
import { employer, hrss, person, reason, type EndpointRows } from './rows.ts'

const authorities = ['industry', ...hrss] as const
const subjects = [...person, ...employer, 'institution'] as const

export const integrityRows: EndpointRows = {
  doors: {
    'GET /own-cases': subjects,
    'GET /cases': authorities,
    'GET /cases/:id': [...subjects, ...authorities],
    'GET /case-subjects': authorities,
    'POST /cases': authorities,
    'PUT /cases/:id': authorities,
    'DELETE /cases/:id': authorities,
    'POST /cases/:id/files': authorities,
    'DELETE /cases/:id/files/:fileId': authorities,
    'POST /cases/:id/propose': authorities,
    'POST /cases/:id/confirm': authorities,
    'POST /cases/:id/return': authorities,
    'POST /cases/:id/dismiss': authorities,
    'POST /cases/:id/withdraw': authorities,
  },
  make: async (app, { 'hrss.county': county }) => {
    const { accountId, seatId = null } = county
    const officer = await orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId })
    const office = officer.seat?.unitId ?? ''
    const colleague = await makeStaff(app, office, { kind: 'hrss' })
    const other = await orgs.actorFor(app.platform, {
      accountId: colleague.id,
      seatId: colleague.seatId,
    })
    const { id: subjectId } = await makePerson(app)
    const form = caseForm(subjectId)
    const draft = await makeCase(app, officer, form)
    const proposed = await makeProposed(app, other, form)
    const inForce = await decisions.confirm(officer, await makeProposed(app, other, form))
    const own = { params: { id: draft.id }, body: { version: draft.version } }
    const waiting = { params: { id: proposed.id }, body: { version: proposed.version } }
    const reasoned = { ...waiting, body: { ...waiting.body, reason } }
    return {
      requests: {
        'GET /own-cases': {},
        'GET /cases': {},
        'GET /cases/:id': { params: own.params },
        'GET /case-subjects': { query: { kind: 'person', search: '陈' } },
        'POST /cases': { body: form },
        'PUT /cases/:id': { ...own, body: { ...own.body, form } },
        'DELETE /cases/:id': { params: own.params },
        'POST /cases/:id/files': {
          params: own.params,
          body: { name: '核查记录.pdf', sizeBytes: caseFileLimit.bytes },
        },
        'DELETE /cases/:id/files/:fileId': {
          params: { ...own.params, fileId: draft.files[0]?.id ?? '' },
        },
        'POST /cases/:id/propose': own,
        'POST /cases/:id/confirm': waiting,
        'POST /cases/:id/return': reasoned,
        'POST /cases/:id/dismiss': reasoned,
        'POST /cases/:id/withdraw': {
          params: { id: inForce.id },
          body: { version: inForce.version, reason },
        },
      },
      ids: [draft.id, proposed.id, inForce.id],
      callers: Object.fromEntries(
        [
          'GET /cases/:id',
          'POST /cases',
          'PUT /cases/:id',
          'DELETE /cases/:id',
          'POST /cases/:id/files',
          'DELETE /cases/:id/files/:fileId',
          'POST /cases/:id/propose',
          'POST /cases/:id/confirm',
          'POST /cases/:id/return',
          'POST /cases/:id/dismiss',
          'POST /cases/:id/withdraw',
        ].map((line) => [line, county]),
      ),
    }
  },
}
