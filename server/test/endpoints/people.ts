import { makeApplicant, makePerson, profileForm } from '../factories/people.ts'
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
  },
  make: async (app, { unitId }) => {
    const { profile, id, client } = await makeApplicant(app, { unitId })
    const mine = await makePerson(app, { unit: { id: unitId } })
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
      },
      callers: { 'POST /profiles/:id/withdraw': { accountId: id, cookies: client.cookies } },
      ids: [profile.id],
    }
  },
}
