import { registrationIssues, type Registration } from '@xueshi/contract/accounts'
import { countries } from '@xueshi/contract/dictionaries/countries'
import { securityQuestionLabel } from '@xueshi/contract/dictionaries/security-questions'
import { normaliseDocumentNumber, type DocumentType } from '@xueshi/contract/document-number'
import { checkPassword, passwordCeiling } from '@xueshi/contract/password'
import { normalisePhone } from '@xueshi/contract/phone'
import { todayIn } from '@xueshi/contract/year'
import { signedIn, type Actor } from '../platform/actor.ts'
import { beginRest, forgetAttempts, giveBackAttempt, takeAttempt } from '../platform/attempts.ts'
import * as audit from '../platform/audit.ts'
import { hashToken, randomToken } from '../platform/crypto.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../messages/service.ts'
import { burn, hashPassword, verifyPassword } from '../platform/passwords.ts'
import type { Platform } from '../platform/platform.ts'
import { fail, failOnIssues, Refusal, refuse } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { countOf, solveCaptcha, subjectOf } from './captcha.ts'
import {
  accountIdentity,
  documentIdentity,
  identitiesOf,
  idleSeconds,
  loginPatience,
  loginSeconds,
  normaliseSecretAnswer,
  takenOfAddress,
} from './rules.ts'
import * as store from './store.ts'

export { openCaptcha } from './captcha.ts'
export { loginSeconds, touchSeconds, visitSeconds } from './rules.ts'

/** What an account is made of; `register` checks it by the contract's rules first. */
export type NewAccount = {
  accountName: string
  password: string
  name: string
  phone: string
  country: string
  documentType: DocumentType
  documentNumber: string
  email: string
  questions: readonly { question: string; answer: string }[]
  /** Has a record of their own, not only seats. */
  individual: boolean
  mustChangePassword: boolean
}

/**
 * 个人用户注册: the account stands, with its name and document taken, and its first login will ask
 * for another password. Whether a name or document is taken is told five times a day to an address.
 */
export async function register(
  actor: Actor,
  form: Registration,
  visit: string | null,
): Promise<{ accountName: string }> {
  const { platform, request } = actor
  const today = todayIn(platform.clock.now())
  failOnIssues({ ...registrationIssues(form, today, passwordCeiling), ...codeIssues(form) })
  await solveCaptcha(platform, visit, form.captcha)
  try {
    await createAccount(actor, { ...form, individual: true, mustChangePassword: true })
  } catch (error) {
    const isTaken =
      error instanceof Refusal &&
      (error.code === 'ACCOUNT_TAKEN' || error.code === 'DOCUMENT_TAKEN')
    if (isTaken && (await countOf(platform, takenOfAddress, request.address)) > takenOfAddress.most)
      fail('RATE_LIMITED', { retryAfterSeconds: 3600 })
    throw error
  }
  return { accountName: form.accountName }
}

function codeIssues({ country, questions }: Registration): Record<string, string> {
  const issues: Record<string, string> = {}
  if (!countries().some(({ code }) => code === country)) issues['country'] = 'NOT_OFFERED'
  questions.forEach(({ question }, at) => {
    if (securityQuestionLabel(question) === undefined)
      issues[`questions.${at}.question`] = 'NOT_OFFERED'
  })
  return issues
}

/** Makes an account without a captcha, for the seed and for those who may open one for another. */
export async function createAccount(actor: Actor, given: NewAccount): Promise<{ id: string }> {
  const passwordHash = await hashPassword(given.password)
  return transaction(actor, (tx) => insertAccount(tx, actor, given, passwordHash))
}

async function insertAccount(
  tx: Db,
  actor: Actor,
  given: NewAccount,
  passwordHash: string,
): Promise<{ id: string }> {
  const { clock, cipher, indexes } = actor.platform
  const now = clock.now()
  const id = newId(now)
  const { accountName, name, country, documentType, individual, mustChangePassword } = given
  const number = normaliseDocumentNumber(documentType, given.documentNumber)
  const sealed = (column: string, plain: string) =>
    cipher.seal(plain, { table: 'accounts', column, id })
  const standing = await store.insertAccount(
    tx,
    {
      id,
      state: 'active',
      accountName,
      name,
      individual,
      passwordHash,
      mustChangePassword,
      country,
      documentType,
      documentNumberSealed: sealed('document_number_sealed', number),
      phoneSealed: sealed('phone_sealed', normalisePhone(given.phone)),
      emailSealed: sealed('email_sealed', given.email),
      createdAt: now,
    },
    [accountIdentity(indexes, accountName), documentIdentity(indexes, documentType, number)],
    given.questions.map(({ question, answer }, position) => ({
      accountId: id,
      position,
      question,
      answerHash: indexes.blindIndex(
        'secret answer',
        `${id} ${question} ${normaliseSecretAnswer(answer)}`,
      ),
    })),
  )
  if (!standing.has('account')) fail('ACCOUNT_TAKEN')
  if (!standing.has('document')) fail('DOCUMENT_TAKEN')
  await audit.record(tx, actor, {
    act: 'account.create',
    recordId: id,
    facts: { country, documentType, individual },
  })
  return { id }
}

type NewLogin = { token: string; mustChangePassword: boolean }

/**
 * 登录: a login by whatever the user name is. A wrong password, an account that rests after ten of
 * them, and one that does not exist are refused alike, after the same work.
 */
export async function logIn(
  actor: Actor,
  {
    userName,
    password,
    captcha,
  }: { userName: string; password: string; captcha: Registration['captcha'] },
  visit: string | null,
): Promise<NewLogin> {
  const { platform } = actor
  const { db, clock, indexes } = platform
  await solveCaptcha(platform, visit, captcha)
  const now = clock.now()
  const identities = identitiesOf(indexes, userName, todayIn(now))
  const account = await store.findByIdentity(db, identities)
  // Names that are nobody's are counted too: the work must not tell who exists.
  const subject = subjectOf(platform, account?.id ?? userName)
  const mayEnter = account?.state === 'active' ? account.passwordHash : null
  const isRight = await checkPatiently(platform, subject, mayEnter, password)
  return transaction(actor, async (tx) => {
    if (!isRight || !account) {
      await audit.record(tx, actor, { act: 'login.refuse', recordId: account?.id ?? null })
      return refuse('LOGIN_FAILED')
    }
    await forgetAttempts(tx, subject, loginPatience)
    if (actor.loginId) await store.endLogin(tx, actor.loginId, now)
    const login = await insertLogin(tx, actor, account.id)
    return { ...login, mustChangePassword: account.mustChangePassword }
  })
}

/** Opens a login without a password, for the seed and the tests. */
export async function openLogin(actor: Actor, accountId: string): Promise<{ token: string }> {
  return transaction(actor, (tx) => insertLogin(tx, actor, accountId))
}

async function insertLogin(tx: Db, actor: Actor, accountId: string) {
  const { platform, request } = actor
  const now = platform.clock.now()
  const token = randomToken()
  const id = newId(now)
  await store.insertLogin(tx, {
    id,
    tokenHash: hashToken(token),
    accountId,
    createdAt: now,
    seenAt: now,
    idleSeconds,
    expiresAt: new Date(now.getTime() + loginSeconds * 1000),
    address: request.address,
    userAgent: request.userAgent,
  })
  await audit.record(tx, actor, { act: 'login.open', recordId: accountId })
  return { id, token }
}

/** True for the right password of an account that does not rest; always after the time of one check. */
async function checkPatiently(
  { db, clock }: Platform,
  subject: Buffer,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const taken = await takeAttempt(db, clock.now(), subject, loginPatience)
  const isLooked = taken !== null && taken <= loginPatience.attempts
  const check =
    isLooked && passwordHash !== null ? verifyPassword(passwordHash, password) : burn(password)
  const isRight = await check.catch(async (busy: unknown) => {
    // Nobody looked, so it was no attempt: a peak must not lock honest people out.
    if (taken !== null) await giveBackAttempt(db, clock.now(), subject, loginPatience)
    throw busy
  })
  if (!isRight && taken !== null && taken >= loginPatience.attempts)
    await beginRest(db, clock.now(), subject, loginPatience)
  return isRight
}

/** 退出: the login is over on the server, whatever becomes of the cookie. */
export async function logOut(actor: Actor): Promise<void> {
  const { accountId, loginId, platform } = signedIn(actor)
  if (loginId === null) return
  await transaction(actor, async (tx) => {
    await store.endLogin(tx, loginId, platform.clock.now())
    await audit.record(tx, actor, { act: 'login.close', recordId: accountId })
    return { id: loginId }
  })
}

/**
 * 修改密码: another password holds, every other login has ended, this one goes on under the token
 * that is answered (null when the actor came without a login), and the owner is told.
 */
export async function changePassword(
  actor: Actor,
  form: { password: string; newPassword: string; newPasswordAgain: string },
): Promise<{ token: string | null }> {
  const { accountId, loginId, platform } = signedIn(actor)
  const { db, clock, cipher } = platform
  const secrets = await store.findSecrets(db, accountId)
  if (!secrets?.passwordHash) return fail('SIGNED_OUT')
  const { passwordHash, accountName, phoneSealed } = secrets
  const [weakness] = checkPassword(form.newPassword, {
    account: accountName ?? undefined,
    phone: cipher.open(phoneSealed, { table: 'accounts', column: 'phone_sealed', id: accountId }),
    ceiling: passwordCeiling,
  })
  failOnIssues({
    ...(weakness && { newPassword: weakness }),
    ...(form.newPassword !== form.newPasswordAgain && { newPasswordAgain: 'PASSWORDS_DIFFER' }),
  })
  const subject = subjectOf(platform, accountId)
  const isRight = await checkPatiently(platform, subject, passwordHash, form.password)
  const isSame = form.newPassword === form.password
  const newHash = isRight && !isSame ? await hashPassword(form.newPassword) : null
  const token = loginId === null ? null : randomToken()
  await transaction(actor, async (tx) => {
    if (!isRight) {
      await audit.record(tx, actor, { act: 'password.refuse', recordId: accountId })
      return refuse('PASSWORD_WRONG')
    }
    if (newHash === null) return fail('PASSWORD_SAME')
    // Somebody else's change in between makes what was just checked worthless.
    const change = { id: accountId, from: passwordHash, to: newHash }
    if (!(await store.setPassword(tx, change))) return fail('PASSWORD_WRONG')
    await forgetAttempts(tx, subject, loginPatience)
    await store.endOtherLogins(tx, accountId, loginId, clock.now())
    if (loginId && token) await store.rotateLogin(tx, loginId, hashToken(token))
    await audit.record(tx, actor, { act: 'password.change', recordId: accountId })
    tell(tx, actor, { accountId }, 'password.changed', {})
    return { id: accountId }
  })
  return { token }
}

/** The login was used just now; orgs says so at most once in `touchSeconds`. */
export const touchLogin = ({ db, clock }: Platform, loginId: string): Promise<void> =>
  store.touchLogin(db, loginId, clock.now())
