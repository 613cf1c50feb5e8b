import type { Registration } from '@xueshi/contract/accounts/registration'
import { questionIssues } from '@xueshi/contract/accounts/contacts'
import { checkPassword } from '@xueshi/contract/password'
import * as messages from '../messages/service.ts'
import { signedIn, type Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { hashToken, randomToken } from '../platform/crypto.ts'
import { hashPassword } from '../platform/passwords.ts'
import { fail, failOnIssues, refuse } from '../platform/refusal.ts'
import { settingsOf } from '../platform/settings.ts'
import { transaction } from '../platform/transaction.ts'
import * as logins from './logins/service.ts'
import { answersOf, passwordOwner, unknownQuestions } from './rules.ts'
import * as store from './store.ts'

export { openCaptcha } from './captcha.ts'
export {
  beginPhoneProof,
  createAccount,
  type NewAccount,
  openUnclaimed,
  register,
} from './registration/service.ts'
export { logIn, openLogin } from './logins/service.ts'
export { touchLogin } from './open-logins/service.ts'
export { issueHelpDeskCode } from './flows/service.ts'
export {
  enrol as enrolSecondFactor,
  presentCode,
  removeSecondFactor,
} from './second-factor/service.ts'
export * as holding from './holding/service.ts'
export * as identity from './identity/service.ts'
export * as unclaimed from './unclaimed/service.ts'
export { documentHash, loginSeconds, touchSeconds } from './rules.ts'

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
  const secrets = await store.findSecrets(platform.db, accountId)
  if (!secrets?.passwordHash) return fail('SIGNED_OUT')
  const { passwordHash } = secrets
  const [weakness] = checkPassword(form.newPassword, {
    ...passwordOwner(platform.cipher, secrets),
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
  failOnIssues({ ...questionIssues({ questions }), ...unknownQuestions(questions) })
  const secrets = await store.findSecrets(platform.db, accountId)
  const isRight = await logins.checkOwnPassword(me, secrets?.passwordHash ?? null, password)
  await transaction(actor, async (tx) => {
    if (!isRight) {
      await audit.record(tx, actor, { act: 'password.refuse', recordId: accountId })
      return refuse('PASSWORD_WRONG')
    }
    await store.replaceAnswers(tx, accountId, answersOf(platform.indexes, accountId, questions))
    await audit.record(tx, actor, { act: 'questions.change', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'questions.changed', {})
    return { id: accountId }
  })
}
