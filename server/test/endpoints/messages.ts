import { everyone, signedIn, type EndpointRows } from './rows.ts'

export const messageRows: EndpointRows = {
  doors: {
    'GET /messages': signedIn,
    'POST /messages/read': signedIn,
    'GET /messages/preferences': signedIn,
    'POST /messages/preferences': signedIn,
    'GET /demo/sent': everyone,
  },
  make: async () => ({
    requests: {
      'GET /messages': {},
      'POST /messages/read': { body: { ids: null } },
      'GET /messages/preferences': {},
      'POST /messages/preferences': { body: { sms: true, email: false } },
      'GET /demo/sent': {},
    },
  }),
}
