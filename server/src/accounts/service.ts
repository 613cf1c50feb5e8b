import { registrationIssues, type Registration } from '@xueshi/contract/accounts/registration'
import { questionIssues } from '@xueshi/contract/accounts/contacts'
import { normaliseDocumentNumber, type DocumentType } from '@xueshi/contract/document-number'
import { checkPassword } from '@xueshi/contract/password'
import { normalisePhone } from '@xueshi/contract/phone'
import { todayIn } from '@xueshi/contract/year'
import * as messages from '../messages/service.ts'
import { signedIn, type Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { hashToken, randomToken } from '../platform/crypto.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { hashPassword } from '../platform/passwords.ts'
import { fail, failOnIssues, Refusal, refuse } from '../platform/refusal.ts'
import { settingsOf } from '../platform/settings.ts'
import { transaction } from '../platform/transaction.ts'
import { countOf, solveCaptcha } from './captcha.ts'
import * as logins from './logins/service.ts'
import { adoptPhone } from './proofs/service.ts'
import { proveClaim } from './flows/service.ts'
import {
  accountIdentity,
  codeIssues,
  documentIdentity,
  secretAnswerHash,
  takenOfAddress,
  unknownQuestions,
} from './rules.ts'
import * as store from './store.ts'

export { openCaptcha } from './captcha.ts'
export { logIn, openLogin, touchLogin } from './logins/service.ts'
export { issueHelpDeskCode } from './flows/service.ts'
export {
  enrol as enrolSecondFactor,
  presentCode,
  removeSecondFactor,
} from './second-factor/service.ts'
export * as holding from './holding/service.ts'
export { touchSeconds } from './rules.ts'

/** What an account is made of; `register` checks it by the contract's rules first. */
export type NewAccount = {
  accountName: string
  /** Its hash where that is known already: an import brings it, the demo shares one. */
  password: string | { hash: string }
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
  { visit, device }: logins.Browser,
): Promise<{ accountName: string; device: string }> {
  const { platform, request } = actor
  const today = todayIn(platform.clock.now())
  const { passwordCeiling } = (await settingsOf(platform)).system
  failOnIssues({ ...registrationIssues(form, today, passwordCeiling), ...codeIssues(form) })
  await solveCaptcha(platform, visit, form.captcha)
  const given = { ...form, individual: true, mustChangePassword: true }
  const passwordHash = await hashPassword(form.password)
  try {
    const made = await transaction(actor, async (tx) => {
      const { id } = form.claim
        ? await claimAccount(tx, actor, given, { passwordHash, claim: form.claim, visit })
        : await insertAccount(tx, actor, given, passwordHash)
      // The first login comes from here: strangers' guesses at the name must not keep it out.
      return { id, device: await logins.rememberDevice(tx, actor, id, device) }
    })
    return { accountName: form.accountName, device: made.device }
  } catch (error) {
    const isTaken = error instanceof Refusal && telling.has(error.code)
    if (isTaken && (await countOf(platform, takenOfAddress, request.address)) > takenOfAddress.most)
      fail('RATE_LIMITED', { retryAfterSeconds: 3600 })
    throw error
  }
}

/** Refusals that tell a stranger of somebody. */
const telling = new Set<string>(['ACCOUNT_TAKEN', 'DOCUMENT_TAKEN', 'CLAIM_REQUIRED'])

/** Makes an account without a captcha, for the seed and for those who may open one for another. */
export async function createAccount(actor: Actor, given: NewAccount): Promise<{ id: string }> {
  const { password } = given
  const passwordHash = typeof password === 'string' ? await hashPassword(password) : password.hash
  return transaction(actor, (tx) => insertAccount(tx, actor, given, passwordHash))
}

async function insertAccount(
  tx: Db,
  actor: Actor,
  given: Omit<NewAccount, 'accountName' | 'password'> & { accountName: string | null },
  passwordHash: string | null,
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
      state: passwordHash === null ? 'unclaimed' : 'active',
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
    [
      ...(accountName === null ? [] : [accountIdentity(indexes, accountName)]),
      documentIdentity(indexes, documentType, number),
    ],
    answersOf(actor, id, given.questions),
  )
  if (accountName !== null && !standing.has('account')) fail('ACCOUNT_TAKEN')
  if (!standing.has('document')) {
    const document = documentIdentity(indexes, documentType, number)
    fail((await store.isUnclaimed(tx, document)) ? 'CLAIM_REQUIRED' : 'DOCUMENT_TAKEN')
  }
  await audit.record(tx, actor, {
    act: 'account.create',
    recordId: id,
    facts: { country, documentType, individual },
  })
  return { id }
}

const answersOf = (
  { platform: { indexes } }: Actor,
  accountId: string,
  questions: NewAccount['questions'],
) =>
  questions.map(({ question, answer }, position) => ({
    accountId,
    position,
    question,
    answerHash: secretAnswerHash(indexes, accountId, question, answer),
  }))

/**
 * Whoever came by import takes the account that waits for them: what the office put on file about
 * who they are stays, and the rest is as they registered it. CODE_WRONG without proof.
 */
async function claimAccount(
  tx: Db,
  actor: Actor,
  given: NewAccount,
  {
    passwordHash,
    claim,
    visit,
  }: {
    passwordHash: string
    claim: NonNullable<Registration['claim']>
    visit: string | null
  },
): Promise<{ id: string }> {
  const { cipher, indexes } = actor.platform
  const proven = await proveClaim(tx, actor, claim, visit)
  if (!proven) {
    await audit.record(tx, actor, { act: 'account.refuseClaim', recordId: null })
    return refuse('CODE_WRONG')
  }
  const { accountId: id, isByPhone } = proven
  const former = await store.findSecrets(tx, id, 'unclaimed')
  const phone = normalisePhone(given.phone)
  const place = (column: string) => ({ table: 'accounts', column, id })
  const { accountName, mustChangePassword, documentType, documentNumber } = given
  const document = documentIdentity(indexes, documentType, documentNumber)
  const changed = {
    accountName,
    passwordHash,
    mustChangePassword,
    phoneSealed: cipher.seal(phone, place('phone_sealed')),
    emailSealed: cipher.seal(given.email, place('email_sealed')),
  }
  if (!(await store.claimAccount(tx, id, changed, document))) fail('CODE_WRONG')
  const standing = await store.insertIdentities(tx, id, [accountIdentity(indexes, accountName)])
  if (!standing.has('account')) fail('ACCOUNT_TAKEN')
  await store.replaceAnswers(tx, id, answersOf(actor, id, given.questions))
  const wasOnFile =
    former !== undefined && cipher.open(former.phoneSealed, place('phone_sealed')) === phone
  if (isByPhone && wasOnFile) await adoptPhone(tx, actor, id, phone)
  await audit.record(tx, actor, { act: 'account.claim', recordId: id })
  return { id }
}

/**
 * An account for somebody whom an office knows and who has not registered: nobody can log in to it
 * until it is claimed. DOCUMENT_TAKEN where there is one already.
 */
export async function openUnclaimed(
  tx: Db,
  actor: Actor,
  given: Pick<NewAccount, 'name' | 'country' | 'documentType' | 'documentNumber'> & {
    phone: string | null
    email: string | null
  },
): Promise<{ id: string }> {
  const account = { accountName: null, mustChangePassword: false, individual: true, questions: [] }
  const { phone, email } = given
  return insertAccount(
    tx,
    actor,
    { ...given, ...account, phone: phone ?? '', email: email ?? '' },
    null,
  )
}

/**
 * 修改密码: another password holds, every other login has ended, this one goes on under the token
 * that is answered (null when the actor came without a login), and the owner is told.
 */
export async function changePassword(
  actor: Actor,
  form: { password: string; newPassword: string; newPasswordAgain: string },
): Promise<{ token: string | null }> {
  const me = signedIn(actor)
  const { accountId, loginId, platform } = me
  const { db, cipher } = platform
  const secrets = await store.findSecrets(db, accountId)
  if (!secrets?.passwordHash) return fail('SIGNED_OUT')
  const { passwordHash, accountName, phoneSealed } = secrets
  const [weakness] = checkPassword(form.newPassword, {
    account: accountName ?? undefined,
    phone: cipher.open(phoneSealed, { table: 'accounts', column: 'phone_sealed', id: accountId }),
    ceiling: (await settingsOf(platform)).system.passwordCeiling,
  })
  failOnIssues({
    ...(weakness && { newPassword: weakness }),
    ...(form.newPassword !== form.newPasswordAgain && { newPasswordAgain: 'PASSWORDS_DIFFER' }),
  })
  const isRight = await logins.checkOwnPassword(me, passwordHash, form.password)
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
    await logins.endOthersAndRotate(tx, actor, token === null ? null : hashToken(token))
    await audit.record(tx, actor, { act: 'password.change', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'password.changed', {})
    return { id: accountId }
  })
  return { token }
}

/** Three other questions are kept, their answers as hashes; the owner is told. */
export async function changeQuestions(
  actor: Actor,
  { questions, password }: { questions: Registration['questions']; password: string },
): Promise<void> {
  const me = signedIn(actor)
  const { accountId, platform } = me
  failOnIssues({ ...questionIssues(questions), ...unknownQuestions(questions) })
  const secrets = await store.findSecrets(platform.db, accountId)
  const isRight = await logins.checkOwnPassword(me, secrets?.passwordHash ?? null, password)
  await transaction(actor, async (tx) => {
    if (!isRight) {
      await audit.record(tx, actor, { act: 'password.refuse', recordId: accountId })
      return refuse('PASSWORD_WRONG')
    }
    await store.replaceAnswers(tx, accountId, answersOf(actor, accountId, questions))
    await audit.record(tx, actor, { act: 'questions.change', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'questions.changed', {})
    return { id: accountId }
  })
}
