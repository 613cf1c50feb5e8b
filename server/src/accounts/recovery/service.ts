import type { Registration } from '@xueshi/contract/accounts/registration'
import type { CodeSent, Contact } from '@xueshi/contract/accounts/contacts'
import { flowAttempts, flowMoves } from '@xueshi/contract/accounts/recovery'
import { checkPassword } from '@xueshi/contract/password'
import { todayIn } from '@xueshi/contract/year'
import * as messages from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import { forgetAttempts, takeAttempt } from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import { sameSecret } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { fail, failOnIssues, refuse } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { subjectOf } from '../captcha.ts'
import {
  asked,
  beginFlow,
  findFlow,
  isOfHelpDesk,
  moveFlow,
  solveForCode,
  tryFlow,
  tryProof,
  type FlowBegun,
} from '../flows/service.ts'
import { endAllLogins, rememberDevice, type Browser } from '../logins/service.ts'
import { countSource, sendCode } from '../proofs/service.ts'
import { answerPatience, identitiesOf, passwordOwner, secretAnswerHash } from '../rules.ts'
import { findByIdentity, findSecrets } from '../store.ts'
import * as store from './store.ts'

/**
 * 忘记密码或用户名: a code is sent to the phone or e-mail of the account that the name stands for, if
 * it has been proven. Answered alike, after the same work, whoever is named.
 */
export async function begin(
  actor: Actor,
  {
    userName,
    contact,
    captcha,
  }: { userName: string; contact: Contact; captcha: Registration['captcha'] },
  visit: string | null,
): Promise<FlowBegun> {
  const { platform } = actor
  await solveForCode(actor, visit, captcha, userName)
  const { db, clock, indexes } = platform
  const identities = identitiesOf(indexes, userName, todayIn(clock.now()))
  const account = await findByIdentity(db, identities)
  const accountId = account?.state === 'active' ? account.id : null
  return beginFlow(actor, { purpose: 'recovery', accountId, contact, visit: visit ?? '' })
}

/** Another code, by the same way or the other; the former one is worth nothing then. */
export async function resend(
  actor: Actor,
  id: string,
  contact: Contact,
  visit: string | null,
): Promise<CodeSent> {
  const flow = await findFlow(actor.platform.db, asked(actor, { id, visit, move: 'prove' }))
  if (!flow) return fail('FLOW_OVER')
  await countSource(actor)
  const { expiresAt, resendSeconds } = await transaction(actor, async (tx) => {
    const { accountId } = flow
    const whose = { subjectId: id, purpose: 'recovery' as const, accountId, contact }
    return { id, ...(await sendCode(tx, actor, { ...whose, address: null })) }
  })
  return { expiresAt, resendSeconds }
}

type Proven = { questions: string[]; accountName: string | null }

/** The code was given back: two of the account's questions are asked next, or nothing more. */
export async function prove(
  actor: Actor,
  id: string,
  code: string,
  visit: string | null,
): Promise<Proven> {
  const { questions, accountName } = await transaction(actor, async (tx) => {
    const flow = await tryFlow(tx, asked(actor, { id, visit, move: 'prove' }), flowAttempts)
    if (!flow) return fail('FLOW_OVER')
    const { accountId } = flow
    const proof = await tryProof(tx, actor, flow, 'recovery', code)
    if (!proof || accountId === null) {
      await audit.record(tx, actor, { act: 'recovery.refuse', recordId: accountId })
      return refuse('CODE_WRONG')
    }
    await moveFlow(tx, id, flowMoves.prove)
    await audit.record(tx, actor, { act: 'recovery.prove', recordId: accountId })
    // Whoever has issued a help desk's code knows it, and must not get in with it alone.
    const mustAnswer =
      isOfHelpDesk(code) || (await settingsOf(actor.platform)).system.recoveryAnswers
    const toAnswer = mustAnswer ? await questionsOf(tx, id, accountId) : []
    if (toAnswer.length > 0)
      return { id, questions: toAnswer.map(({ question }) => question), accountName: null }
    await moveFlow(tx, id, flowMoves.answer)
    return { id, questions: [], accountName: await nameOf(tx, accountId) }
  })
  return { questions, accountName }
}

const nameOf = async (tx: Db, accountId: string) =>
  (await store.findName(tx, accountId))?.accountName ?? null

/** Two of the three, the same ones throughout a flow. */
async function questionsOf(tx: Db, flowId: string, accountId: string) {
  const kept = await store.findAnswers(tx, accountId)
  const leftOut = Number.parseInt(flowId.slice(-2), 16) % 3
  return kept.filter((_, at) => at !== leftOut).slice(0, 2)
}

/** Both answers were right: the account's name is told, and a new password may be set. */
export async function answer(
  actor: Actor,
  id: string,
  answers: readonly string[],
  visit: string | null,
): Promise<Proven> {
  const { platform } = actor
  const { accountName } = await transaction(actor, async (tx) => {
    const flow = await tryFlow(tx, asked(actor, { id, visit, move: 'answer' }), flowAttempts)
    if (!flow?.accountId) return fail('FLOW_OVER')
    const { accountId } = flow
    const subject = subjectOf(platform, accountId)
    const taken = await takeAttempt(tx, platform.clock.now(), subject, answerPatience)
    const isLooked = taken !== null && taken <= answerPatience.attempts
    const toAnswer = await questionsOf(tx, id, accountId)
    const right = toAnswer.filter(({ question, answerHash }, at) =>
      sameSecret(
        answerHash,
        secretAnswerHash(platform.indexes, accountId, question, answers[at] ?? ''),
      ),
    )
    if (!isLooked || right.length < toAnswer.length) {
      await audit.record(tx, actor, { act: 'recovery.refuse', recordId: accountId })
      return refuse('ANSWER_WRONG')
    }
    await forgetAttempts(tx, subject, answerPatience)
    await moveFlow(tx, id, flowMoves.answer)
    await audit.record(tx, actor, { act: 'recovery.answer', recordId: accountId })
    return { id, accountName: await nameOf(tx, accountId) }
  })
  return { questions: [], accountName }
}

/**
 * The new password holds, every login of the account has ended, this browser is the only one that it
 * knows, and the owner is told. A second factor stays and is asked for at the next login.
 */
export async function renew(
  actor: Actor,
  id: string,
  form: { newPassword: string; newPasswordAgain: string },
  { visit, device }: Browser,
): Promise<{ device: string }> {
  const { db, cipher } = actor.platform
  const wanted = asked(actor, { id, visit, move: 'renew' })
  const flow = await findFlow(db, wanted)
  const accountId = flow?.accountId
  const account = accountId ? await findSecrets(db, accountId) : undefined
  if (!accountId || !account) return fail('FLOW_OVER')
  const [weakness] = checkPassword(form.newPassword, {
    ...passwordOwner(cipher, account),
    ceiling: (await settingsOf(actor.platform)).system.passwordCeiling,
  })
  failOnIssues({
    ...(weakness && { newPassword: weakness }),
    ...(form.newPassword !== form.newPasswordAgain && { newPasswordAgain: 'PASSWORDS_DIFFER' }),
  })
  const hash = await hashPassword(form.newPassword)
  const { device: kept } = await transaction(actor, async (tx) => {
    if (!(await moveFlow(tx, id, flowMoves.renew))) fail('FLOW_OVER')
    if (!(await store.setNewPassword(tx, accountId, hash))) fail('FLOW_OVER')
    await endAllLogins(tx, actor, accountId)
    const known = await rememberDevice(tx, actor, accountId, device)
    await audit.record(tx, actor, { act: 'password.recover', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'password.recovered', {})
    return { id, device: known }
  })
  return { device: kept }
}
