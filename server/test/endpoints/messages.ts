import { topics } from '@xueshi/contract/messages'
import { everyone, signedIn, system, type EndpointRows } from './rows.ts'

export const messageRows: EndpointRows = {
  doors: {
    'GET /messages': signedIn,
    'POST /messages/read': signedIn,
    'GET /messages/unread': signedIn,
    'GET /messages/preferences': signedIn,
    'POST /messages/preferences': signedIn,
    'GET /administration/templates': system,
    'PUT /administration/templates/:topic': system,
    'GET /demo/sent': everyone,
  },
  make: async () => ({
    requests: {
      'GET /messages': {},
      'POST /messages/read': { body: { ids: null } },
      'GET /messages/unread': {},
      'GET /messages/preferences': {},
      'POST /messages/preferences': { body: { sms: true, email: false } },
      'GET /administration/templates': {},
      'PUT /administration/templates/:topic': {
        params: { topic: 'password.changed' },
        body: { version: 0, form: { title: '密码改了', text: topics['password.changed'].text } },
      },
      'GET /demo/sent': {},
    },
  }),
}
