import { makeApplicant, makePerson, makePhoto, profileForm } from '../factories/people.ts'
import { employer, hrss, managers, person, reason, type EndpointRows } from './rows.ts'

const desks = [...managers, ...hrss] as const

export const peopleRows: EndpointRows = {
  doors: {
    'GET /profile': person,
    'POST /profile': person,
    'POST /profiles/:id/withdraw': person,
    'GET /profiles': employer,
    'GET /profiles/:id': employer,
    'POST /profiles/:id/confirm': employer,
    'POST /profiles/:id/return': employer,
    'POST /help-desk/people': desks,
    'POST /help-desk/codes': desks,
    'POST /photos': person,
    'GET /photos/:id': person,
  },
  make: async (app, { unitId }) => {
    const { profile, id, client } = await makeApplicant(app, { unitId })
    const mine = await makePerson(app, { unit: { id: unitId } })
    const photo = await makePhoto(app, { id })
    const caller = { accountId: id, cookies: client.cookies }
    const waiting = { params: { id: profile.id }, body: { version: profile.version } }
    return {
      requests: {
        'GET /profile': {},
        'POST /profile': { body: { version: null, form: profileForm('440106198803070011') } },
        'POST /profiles/:id/withdraw': waiting,
        'GET /profiles': {},
        'GET /profiles/:id': { params: waiting.params },
        'POST /profiles/:id/confirm': waiting,
        'POST /profiles/:id/return': { ...waiting, body: { ...waiting.body, reason } },
        'POST /help-desk/people': {
          body: {
            documentType: 'residentId',
            documentNumber: mine.documentNumber,
            name: mine.name,
          },
        },
        'POST /help-desk/codes': { body: { personId: mine.id, checked: true, reason } },
        'POST /photos': { body: { sizeBytes: 1000 } },
        'GET /photos/:id': { params: { id: photo } },
      },
      callers: { 'POST /profiles/:id/withdraw': caller, 'GET /photos/:id': caller },
      ids: [profile.id, photo],
    }
  },
}
