import {
  attachProof,
  correctionForm,
  makeCorrection,
  makeSentCorrection,
} from '../factories/corrections.ts'
import { individualActor } from '../factories/declarations.ts'
import { makePerson } from '../factories/people.ts'
import { hrss, person, reason, type EndpointRows } from './rows.ts'

export const correctionRows: EndpointRows = {
  doors: {
    'GET /corrections': person,
    'POST /corrections': person,
    'GET /corrections/:id': [...person, ...hrss],
    'PUT /corrections/:id': person,
    'POST /corrections/:id/submit': person,
    'POST /corrections/:id/withdraw': person,
    'POST /corrections/:id/files': person,
    'DELETE /corrections/:id/files/:fileId': person,
    'GET /correction-reviews': hrss,
    'POST /corrections/:id/return': hrss,
    'POST /corrections/:id/approve': hrss,
    'POST /corrections/:id/reject': hrss,
    'POST /corrections/:id/numbers': hrss,
  },
  make: async (app, { unitId }) => {
    const mine = await makePerson(app, { unit: { id: unitId } })
    const caller = { accountId: mine.id, cookies: mine.client.cookies }
    const draft = await makeCorrection(app, mine)
    const actor = await individualActor(app, mine.id)
    const fileId = await attachProof(app, actor, draft.id)
    const version = draft.version + 1
    // Another person's, so that the drafts above stay what they are.
    const sent = await makeSentCorrection(app, await makePerson(app, { unit: { id: unitId } }))
    const own = { params: { id: draft.id }, body: { version } }
    const waiting = { params: { id: sent.id }, body: { version: sent.version } }
    const document = {
      kind: 'document',
      country: 'CHN',
      documentType: 'hongKongId',
      documentNumber: 'A123456(3)',
      name: null,
    } as const
    return {
      requests: {
        'GET /corrections': {},
        'POST /corrections': { body: { form: correctionForm(document) } },
        'GET /corrections/:id': { params: own.params },
        'PUT /corrections/:id': { ...own, body: { version, form: correctionForm() } },
        'POST /corrections/:id/submit': own,
        'POST /corrections/:id/withdraw': own,
        'POST /corrections/:id/files': {
          params: own.params,
          body: { name: '户口簿.pdf', sizeBytes: 1024 },
        },
        'DELETE /corrections/:id/files/:fileId': { params: { id: draft.id, fileId } },
        'GET /correction-reviews': {},
        'POST /corrections/:id/return': { ...waiting, body: { ...waiting.body, reason } },
        'POST /corrections/:id/approve': waiting,
        'POST /corrections/:id/reject': { ...waiting, body: { ...waiting.body, reason } },
        'POST /corrections/:id/numbers': { params: waiting.params, body: { reason } },
      },
      callers: {
        'POST /corrections': caller,
        'GET /corrections/:id': caller,
        'PUT /corrections/:id': caller,
        'POST /corrections/:id/submit': caller,
        'POST /corrections/:id/withdraw': caller,
        'POST /corrections/:id/files': caller,
        'DELETE /corrections/:id/files/:fileId': caller,
      },
      ids: [draft.id, sent.id],
    }
  },
}
