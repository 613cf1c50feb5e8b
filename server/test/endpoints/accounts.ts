import { registrationForm } from '../factories/accounts.ts'
import { early, everyone, signedIn, noId, type EndpointRows } from './rows.ts'

const captcha = { id: '00000000-0000-4000-8000-000000000000', answer: 'ABCDE' }
const flow = { id: noId }

export const accountRows: EndpointRows = {
  doors: {
    'POST /captchas': everyone,
    'POST /accounts': everyone,
    'POST /registration-codes': everyone,
    'POST /logins': everyone,
    'POST /logins/second-factor': everyone,
    'GET /logins': signedIn,
    'DELETE /logins/:id': signedIn,
    'DELETE /logins': signedIn,
    'POST /logins/current/extension': early,
    'GET /account': signedIn,
    'POST /account/codes': signedIn,
    'POST /account/contacts': signedIn,
    'POST /account/questions': signedIn,
    'POST /account/second-factor': early,
    'POST /account/second-factor/confirmation': early,
    'POST /account/second-factor/removal': signedIn,
    'POST /account/recovery-codes': signedIn,
    'POST /recoveries': everyone,
    'POST /recoveries/:id/codes': everyone,
    'POST /recoveries/:id/proof': everyone,
    'POST /recoveries/:id/answers': everyone,
    'POST /recoveries/:id/password': everyone,
    'POST /claims': everyone,
    'DELETE /logins/current': early,
    'POST /password': early,
  },
  make: async () => ({
    requests: {
      'POST /captchas': { body: { kind: 'image' } },
      'POST /accounts': { body: registrationForm() },
      'POST /registration-codes': { body: { phone: '13900002222', captcha } },
      'POST /logins': { body: { userName: 'nobody', password: 'Nothing12', captcha } },
      'POST /logins/second-factor': { body: { code: '000000' } },
      'GET /logins': {},
      'DELETE /logins/:id': { params: flow },
      'DELETE /logins': {},
      'POST /logins/current/extension': {},
      'GET /account': {},
      'POST /account/codes': { body: { contact: 'phone', address: '13900001111' } },
      'POST /account/contacts': { body: { contact: 'phone', code: '000000', password: 'wrong' } },
      'POST /account/questions': {
        body: { questions: registrationForm().questions, password: 'wrong' },
      },
      'POST /account/second-factor': { body: { password: 'wrong' } },
      'POST /account/second-factor/confirmation': { body: { code: '000000' } },
      'POST /account/second-factor/removal': { body: { password: 'wrong' } },
      'POST /account/recovery-codes': { body: { password: 'wrong' } },
      'POST /recoveries': { body: { userName: 'nobody', contact: 'phone', captcha } },
      'POST /recoveries/:id/codes': { params: flow, body: { contact: 'phone' } },
      'POST /recoveries/:id/proof': { params: flow, body: { code: '000000' } },
      'POST /recoveries/:id/answers': { params: flow, body: { answers: ['甲', '乙'] } },
      'POST /recoveries/:id/password': {
        params: flow,
        body: { newPassword: 'Another12x', newPasswordAgain: 'Another12x' },
      },
      'POST /claims': {
        body: { name: '陈嘉欣', documentType: 'residentId', documentNumber: '1', captcha },
      },
      'DELETE /logins/current': {},
      'POST /password': {
        body: { password: 'wrong', newPassword: 'Another12x', newPasswordAgain: 'Another12x' },
      },
    },
  }),
  withoutEffect: {
    'POST /accounts': 422, // no captcha was solved
    'POST /registration-codes': 422,
    'POST /logins': 422,
    'POST /password': 422, // the old one is wrong
    'POST /account/contacts': 422,
    'POST /account/questions': 422,
    'POST /account/recovery-codes': 422,
    'POST /account/second-factor': 422,
    'POST /account/second-factor/confirmation': 409, // nothing was begun
    'POST /account/second-factor/removal': 422,
    'POST /claims': 422, // no captcha was solved
    'POST /logins/second-factor': 401, // no login waits
    'POST /recoveries': 422,
    'POST /recoveries/:id/answers': 404, // no such flow
    'POST /recoveries/:id/codes': 404,
    'POST /recoveries/:id/password': 404,
    'POST /recoveries/:id/proof': 404,
  },
}
