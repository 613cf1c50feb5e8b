import { evidenceLimit } from '@xueshi/contract/declarations'
import * as declarations from '../../src/declarations/service.ts'
import {
  attach,
  declarationForm,
  individualActor,
  makeDraft,
  makeSubmitted,
  pdf,
} from '../factories/declarations.ts'
import { offices, person, reason, type EndpointRows } from './rows.ts'

export const declarationRows: EndpointRows = {
  doors: {
    'GET /declarations': person,
    'POST /declarations': person,
    'GET /declarations/:id': [...person, ...offices],
    'PUT /declarations/:id': person,
    'POST /declarations/deletions': person,
    'POST /declarations/:id/submit': person,
    'POST /declarations/:id/withdraw': person,
    'POST /declarations/:id/evidence': person,
    'DELETE /declarations/:id/evidence/:evidenceId': person,
    'POST /declarations/:id/evidence/:evidenceId/ticket': person,
    'POST /declarations/:id/evidence/order': person,
    'GET /reviews': offices,
    'POST /declarations/:id/return': offices,
    'POST /declarations/:id/pass': offices,
    'POST /declarations/:id/recognise': offices,
    'POST /declarations/:id/reject': offices,
  },
  make: async (app, { individual }) => {
    const own = { id: individual.accountId ?? '' }
    const draft = await makeDraft(app, own)
    const evidenceId = await attach(app, await individualActor(app, own.id), draft.id, pdf())
    const { id, version } = await makeSubmitted(app, own)
    const open = await makeDraft(app, own, { files: [] })
    const me = await individualActor(app, own.id)
    const file = { name: '证书.pdf', sizeBytes: 100 }
    const broken = await declarations.addEvidence(me, open.id, file)
    const kept = { id: draft.id }
    // The evidence has changed its record.
    const keptVersion = { version: draft.version + 1 }
    const sent = { params: { id }, body: { version } }
    return {
      requests: {
        'GET /declarations': {},
        'POST /declarations': { body: declarationForm() },
        'GET /declarations/:id': { params: sent.params },
        'PUT /declarations/:id': {
          params: kept,
          body: { ...keptVersion, form: declarationForm() },
        },
        'POST /declarations/deletions': { body: { ids: [kept.id] } },
        'POST /declarations/:id/submit': { params: kept, body: keptVersion },
        'POST /declarations/:id/withdraw': sent,
        'POST /declarations/:id/evidence': {
          params: kept,
          body: { name: '证书.pdf', sizeBytes: evidenceLimit.bytes },
        },
        'DELETE /declarations/:id/evidence/:evidenceId': { params: { ...kept, evidenceId } },
        'POST /declarations/:id/evidence/:evidenceId/ticket': {
          params: { id: open.id, evidenceId: broken.id },
          body: {},
        },
        'POST /declarations/:id/evidence/order': {
          params: kept,
          body: { ...keptVersion, ids: [evidenceId, ...draft.evidence.map((file) => file.id)] },
        },
        'GET /reviews': {},
        'POST /declarations/:id/return': { ...sent, body: { ...sent.body, reason } },
        'POST /declarations/:id/pass': sent,
        'POST /declarations/:id/recognise': {
          ...sent,
          body: { ...sent.body, recognisedTenths: 100, reason },
        },
        'POST /declarations/:id/reject': { ...sent, body: { ...sent.body, reason } },
      },
      ids: [kept.id, id],
    }
  },
  withoutEffect: {
    'POST /declarations/:id/pass': 409, // no step follows
  },
}
