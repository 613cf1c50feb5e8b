import { changePassword, logIn, logOut, openCaptcha } from '@xueshi/contract/accounts'
import { beginPhoneProof, register } from '@xueshi/contract/accounts/registration'
import {
  changeQuestions,
  proveContact,
  readSafety,
  sendContactCode,
} from '@xueshi/contract/accounts/contacts'
import { endLogin, endOtherLogins, listLogins } from '@xueshi/contract/accounts/logins'
import {
  answerRecovery,
  beginClaim,
  beginRecovery,
  proveRecovery,
  renewPassword,
  resendRecoveryCode,
} from '@xueshi/contract/accounts/recovery'
import {
  beginSecondFactor,
  confirmSecondFactor,
  giveSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '@xueshi/contract/accounts/second-factor'
import { type Cookies, serve, type Serving } from '../platform/http.ts'
import * as flows from './flows/service.ts'
import * as logins from './logins/service.ts'
import * as openLogins from './open-logins/service.ts'
import * as proofs from './proofs/service.ts'
import * as recovery from './recovery/service.ts'
import * as secondFactor from './second-factor/service.ts'
import * as accounts from './service.ts'

const done = { done: true } as const

/** What the browser brought along. */
const browserOf = (cookies: Cookies) => ({
  visit: cookies.read('visit'),
  device: cookies.read('device'),
})

function keep(cookies: Cookies, { token, device }: { token?: string | null; device?: string }) {
  if (token) cookies.set('login', token, logins.loginSeconds)
  if (device) cookies.set('device', device, logins.deviceSeconds)
}

export function serveAccounts(serving: Serving): void {
  serve(serving, openCaptcha, async ({ actor, body, cookies }) => {
    const opened = await accounts.openCaptcha(actor, body.kind, browserOf(cookies))
    cookies.set('visit', opened.visit, logins.visitSeconds)
    return opened.captcha
  })
  serve(serving, register, async ({ actor, body, cookies }) => {
    const { accountName, device } = await accounts.register(actor, body, browserOf(cookies))
    keep(cookies, { device })
    return { accountName }
  })
  serve(serving, beginPhoneProof, ({ actor, body, cookies }) =>
    accounts.beginPhoneProof(actor, body, cookies.read('visit')),
  )
  serveLogins(serving)
  serve(serving, changePassword, async ({ actor, body, cookies }) => {
    keep(cookies, await accounts.changePassword(actor, body))
    return done
  })
  serve(serving, readSafety, ({ actor }) => proofs.readSafety(actor))
  serve(serving, sendContactCode, ({ actor, body }) => proofs.sendContactCode(actor, body))
  serve(serving, proveContact, ({ actor, body }) => proofs.proveContact(actor, body))
  serve(serving, changeQuestions, async ({ actor, body }) => {
    await accounts.changeQuestions(actor, body)
    return done
  })
  serveSecondFactor(serving)
  serveRecovery(serving)
}

function serveLogins(serving: Serving): void {
  serve(serving, logIn, async ({ actor, body, cookies }) => {
    const opened = await accounts.logIn(actor, body, browserOf(cookies))
    const { mustChangePassword, secondFactor: waits } = opened
    // The browser becomes a known one when the login is the account's.
    keep(cookies, waits ? { token: opened.token } : opened)
    return { mustChangePassword, secondFactor: waits }
  })
  serve(serving, giveSecondFactor, async ({ actor, body, cookies }) => {
    const brought = { token: cookies.read('login'), device: cookies.read('device') }
    const opened = await secondFactor.give(actor, body.code, brought)
    keep(cookies, opened)
    const { mustChangePassword, recoveryCodesLeft } = opened
    return { mustChangePassword, recoveryCodesLeft }
  })
  serve(serving, logOut, async ({ actor, cookies }) => {
    await openLogins.logOut(actor)
    cookies.clear('login')
    return done
  })
  serve(serving, listLogins, ({ actor }) => openLogins.listLogins(actor))
  serve(serving, endLogin, async ({ actor, params }) => {
    await openLogins.endOwnLogin(actor, params.id)
    return done
  })
  serve(serving, endOtherLogins, ({ actor }) => openLogins.endOtherLogins(actor))
}

function serveSecondFactor(serving: Serving): void {
  serve(serving, beginSecondFactor, ({ actor, body }) => secondFactor.begin(actor, body.password))
  serve(serving, confirmSecondFactor, ({ actor, body }) => secondFactor.confirm(actor, body.code))
  serve(serving, renewRecoveryCodes, ({ actor, body }) =>
    secondFactor.renewRecoveryCodes(actor, body.password),
  )
  serve(serving, removeSecondFactor, async ({ actor, body }) => {
    await secondFactor.removeOwn(actor, body.password)
    return done
  })
}

function serveRecovery(serving: Serving): void {
  serve(serving, beginRecovery, ({ actor, body, cookies }) =>
    recovery.begin(actor, body, cookies.read('visit')),
  )
  serve(serving, resendRecoveryCode, ({ actor, params, body, cookies }) =>
    recovery.resend(actor, params.id, body.contact, cookies.read('visit')),
  )
  serve(serving, proveRecovery, ({ actor, params, body, cookies }) =>
    recovery.prove(actor, params.id, body.code, cookies.read('visit')),
  )
  serve(serving, answerRecovery, ({ actor, params, body, cookies }) =>
    recovery.answer(actor, params.id, body.answers, cookies.read('visit')),
  )
  serve(serving, renewPassword, async ({ actor, params, body, cookies }) => {
    keep(cookies, await recovery.renew(actor, params.id, body, browserOf(cookies)))
    return done
  })
  serve(serving, beginClaim, ({ actor, body, cookies }) =>
    flows.beginClaim(actor, body, cookies.read('visit')),
  )
}
