import { changePassword, logIn, logOut, openCaptcha, register } from '@xueshi/contract/accounts'
import { serve, type Serving } from '../platform/http.ts'
import * as accounts from './service.ts'

const done = { done: true } as const

export function serveAccounts(serving: Serving): void {
  serve(serving, openCaptcha, async ({ actor, body, cookies }) => {
    const opened = await accounts.openCaptcha(actor, body.kind, cookies.read('visit'))
    cookies.set('visit', opened.visit, accounts.visitSeconds)
    return opened.captcha
  })
  serve(serving, register, ({ actor, body, cookies }) =>
    accounts.register(actor, body, cookies.read('visit')),
  )
  serve(serving, logIn, async ({ actor, body, cookies }) => {
    const opened = await accounts.logIn(actor, body, cookies.read('visit'))
    cookies.set('login', opened.token, accounts.loginSeconds)
    return { mustChangePassword: opened.mustChangePassword }
  })
  serve(serving, logOut, async ({ actor, cookies }) => {
    await accounts.logOut(actor)
    cookies.clear('login')
    return done
  })
  serve(serving, changePassword, async ({ actor, body, cookies }) => {
    const { token } = await accounts.changePassword(actor, body)
    if (token) cookies.set('login', token, accounts.loginSeconds)
    return done
  })
}
