import { hash } from '@node-rs/argon2'
import { openCaptcha } from '@xueshi/contract/accounts'
import type { Registration } from '@xueshi/contract/accounts/registration'
import * as accounts from '../../src/accounts/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { clientOf, type Client, type TestApp } from '../app.ts'

/** Every account of the factories has this password, and has chosen it. */
export const password = 'Xiangjiao7Li'

/**
 * Its hash, made once with argon2's least parameters, which a check takes from the hash: thousands of accounts
 * are made, and few of them ever log in. What registration, a change and recovery store costs what it must.
 */
const passwordHash = hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })

let made = 0
/** A number that no other call of this process has had. */
export const nextNumber = () => (made += 1)

/** A resident's identity number with its check digit, another one at each call. */
export function residentNumber(birthDate = '1988-03-07', isWoman = false): string {
  const order = nextNumber() * 2 + (isWoman ? 0 : 1)
  // The three digits of order run out; the region's county goes on from there.
  const region = String(440_101 + Math.floor(order / 1000)).padStart(6, '0')
  const body = `${region}${birthDate.replaceAll('-', '')}${String(order % 1000).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body.charAt(at)), 0)
  return body + '10X98765432'.charAt(sum % 11)
}

/** An account that has changed its password already, and no login. */
export async function makeAccount(
  app: TestApp,
  given: Partial<accounts.NewAccount> = {},
): Promise<{ id: string; accountName: string; name: string; documentNumber: string }> {
  const number = nextNumber()
  const account: accounts.NewAccount = {
    accountName: `user_${number}`,
    password: { hash: await passwordHash },
    name: '陈嘉欣',
    phone: `138${String(number).padStart(8, '0')}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: residentNumber(),
    email: `user${number}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
    ...given,
  }
  const { id } = await accounts.createAccount(orgs.systemActor(app.platform), account)
  const { accountName, name, documentNumber } = account
  return { id, accountName, name, documentNumber }
}

/** A browser in which the account is logged in, acting from the seat or as an individual. */
export async function clientFor(
  app: TestApp,
  { accountId, seatId }: { accountId: string; seatId?: string },
): Promise<Client> {
  const { token } = await accounts.openLogin(orgs.systemActor(app.platform), accountId)
  return clientOf(app.server, {
    cookies: { 'xueshi-login': token },
    ...(seatId === undefined ? {} : { seatId }),
  })
}

/** An individual with an account and a browser. */
export async function makeIndividual(app: TestApp, given: Partial<accounts.NewAccount> = {}) {
  const account = await makeAccount(app, given)
  return { ...account, client: await clientFor(app, { accountId: account.id }) }
}

/** Opens a captcha in this browser and answers it rightly. */
export async function solvedCaptcha(client: Client): Promise<{ id: string; answer: string }> {
  const { body } = await client.call(openCaptcha, { body: { kind: 'image' } })
  return { id: body.id, answer: 'ABCDE' }
}

/** A registration form that is right in every field but for its captcha, which is nobody's. */
export function registrationForm(given: Partial<Registration> = {}): Registration {
  const number = nextNumber()
  return {
    accountName: `newcomer_${number}`,
    password: 'Lizhi2Mangguo',
    passwordAgain: 'Lizhi2Mangguo',
    name: '欧阳明月',
    phone: `139${String(number).padStart(8, '0')}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: residentNumber(),
    email: `newcomer${number}@example.com`,
    questions: [
      { question: 'motherName', answer: '李秀英' },
      { question: 'spouseBirthday', answer: '1990年1月2日' },
      { question: 'studentNumber', answer: '2006 0123' },
    ],
    captcha: { id: '00000000-0000-4000-8000-000000000000', answer: 'ABCDE' },
    ...given,
  }
}
