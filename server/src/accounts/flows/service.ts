import { randomInt } from 'node:crypto'
import type { Registration } from '@xueshi/contract/accounts/registration'
import type { CodeSent, Contact } from '@xueshi/contract/accounts/contacts'
import { flowAttempts, flowMoves, flowSeconds } from '@xueshi/contract/accounts/recovery'
import type { DocumentType } from '@xueshi/contract/document-number'
import { normalisePhone } from '@xueshi/contract/phone'
import * as messages from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { hashToken } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { countOf, solveCaptcha } from '../captcha.ts'
import { issueCode, sendCode, sentTo, tryCode } from '../proofs/service.ts'
import {
  codesOfName,
  codesOfSource,
  documentIdentity,
  helpDeskCodesOfAccount,
  helpDeskSeconds,
} from '../rules.ts'
import { findByIdentity } from '../store.ts'
import * as store from './store.ts'

export { findFlow, moveFlow, tryFlow } from './store.ts'

type FlowPurpose = 'recovery' | 'claim' | 'registration'
export type FlowBegun = CodeSent & { id: string; flowExpiresAt: string }

/** Opens a flow bound to this browser and sends its first code; `accountId` null is nobody's name. */
export async function beginFlow(
  actor: Actor,
  given: {
    purpose: FlowPurpose
    accountId: string | null
    contact: Contact
    /** Where the code goes; by default to what the account has on file. */
    address?: string
    visit: string
  },
): Promise<FlowBegun> {
  const { purpose, accountId, contact, address = null, visit } = given
  const now = actor.platform.clock.now()
  const id = newId(now)
  const expiresAt = new Date(now.getTime() + flowSeconds * 1000)
  return transaction(actor, async (tx) => {
    await store.openFlow(tx, {
      id,
      purpose,
      state: 'sent',
      visitHash: hashToken(visit),
      accountId,
      createdAt: now,
      expiresAt,
    })
    const sent = await sendCode(tx, actor, {
      subjectId: id,
      purpose,
      accountId,
      contact,
      address,
    })
    return { id, flowExpiresAt: expiresAt.toISOString(), ...sent }
  })
}

/**
 * Uses the captcha up for somebody who asks for a code to whatever a typed name stands for. RATE_LIMITED
 * past what a large office needs, or a name; counted by what was typed, so that it tells of nobody.
 */
export async function solveForCode(
  { platform, request }: Actor,
  visit: string | null,
  captcha: Registration['captcha'],
  name: string,
): Promise<void> {
  const [ofSource = 0, ofName = 0] = await solveCaptcha(platform, visit, captcha, [
    { ...codesOfSource, whose: request.address },
    { ...codesOfName, whose: name.trim().toLowerCase() },
  ])
  if (ofSource > codesOfSource.most) fail('RATE_LIMITED', { retryAfterSeconds: 600 })
  if (ofName > codesOfName.most) fail('RATE_LIMITED', { retryAfterSeconds: 3600 })
}

/** A flow of this browser in a state from which the move may be made. */
export const asked = (
  { platform }: Actor,
  {
    id,
    visit,
    move,
    purpose = 'recovery',
  }: {
    id: string
    visit: string | null
    move: keyof typeof flowMoves
    purpose?: FlowPurpose
  },
): store.Asked => ({
  id,
  purpose,
  visitHash: hashToken(visit ?? ''),
  from: flowMoves[move].from,
  now: platform.clock.now(),
})

/** A help desk's codes have eight digits, those sent to a phone or by e-mail six. */
export const isOfHelpDesk = (code: string) => code.length === 8

/** Whether the code is the flow's own, of six digits, or the eight that a help desk read out. */
export function tryProof(
  tx: Db,
  { platform }: Actor,
  flow: { id: string; accountId: string | null },
  purpose: 'recovery' | 'claim',
  code: string,
) {
  const whose = isOfHelpDesk(code)
    ? { subjectId: flow.accountId ?? flow.id, purpose: 'helpDesk' as const }
    : { subjectId: flow.id, purpose }
  return tryCode(tx, platform, whose, code)
}

/**
 * A one-time code for somebody whose phone is lost, read out by whoever has checked who they are. It
 * stands in for the code by SMS, in recovery and in claiming; the secret answers are asked all the
 * same, so that whoever knows the code cannot get in with it alone. The owner is told. RATE_LIMITED
 * past five a day for an account. The caller says who may issue one to whom.
 */
export async function issueHelpDeskCode(
  tx: Db,
  actor: Actor,
  { accountId, reason, office }: { accountId: string; reason: string; office: string },
): Promise<{ code: string; expiresAt: Date }> {
  const issued = await countOf(actor.platform, helpDeskCodesOfAccount, accountId)
  if (issued > helpDeskCodesOfAccount.most) fail('RATE_LIMITED', { retryAfterSeconds: 86_400 })
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  const { expiresAt } = await issueCode(tx, actor, accountId, { code, seconds: helpDeskSeconds })
  await audit.record(tx, actor, {
    act: 'helpDesk.issue',
    recordId: accountId,
    personal: { subjectId: accountId, values: { reason } },
  })
  messages.tell(tx, actor, { accountId }, 'helpDesk.issued', { office })
  return { code, expiresAt }
}

/**
 * Whoever came by import asks for a code to the phone on file. Answered alike, after the same work,
 * whether there is such an account; the name must be the one on file.
 */
export async function beginClaim(
  actor: Actor,
  form: {
    name: string
    documentType: DocumentType
    documentNumber: string
    captcha: Registration['captcha']
  },
  visit: string | null,
): Promise<FlowBegun> {
  const { platform } = actor
  await solveForCode(actor, visit, form.captcha, form.documentNumber)
  const document = documentIdentity(platform.indexes, form.documentType, form.documentNumber)
  const found = await findByIdentity(platform.db, [document])
  const isTheirs = found?.state === 'unclaimed' && found.name === form.name
  const accountId = isTheirs ? found.id : null
  return beginFlow(actor, { purpose: 'claim', accountId, contact: 'phone', visit: visit ?? '' })
}

/** The claim of an account that came by import: a try at its flow and code. Null: not proven. */
export async function proveClaim(
  tx: Db,
  actor: Actor,
  { id, code }: { id: string; code: string },
  visit: string | null,
): Promise<{ accountId: string; isByPhone: boolean } | null> {
  const wanted = asked(actor, { id, visit, move: 'prove', purpose: 'claim' })
  const flow = await store.tryFlow(tx, wanted, flowAttempts)
  if (!flow) return null
  const proof = await tryProof(tx, actor, flow, 'claim', code)
  if (!proof || flow.accountId === null) return null
  await store.moveFlow(tx, id, { from: flowMoves.prove.from, to: 'done' })
  return { accountId: flow.accountId, isByPhone: proof.contact === 'phone' }
}

/**
 * A code to this phone was given back in this browser; then the flow is over. Where the act fails after
 * all, because a name is taken, the same code serves another try.
 */
export async function provePhone(
  tx: Db,
  actor: Actor,
  { id, code }: { id: string; code: string },
  phone: string,
  visit: string | null,
): Promise<boolean> {
  const purpose = 'registration'
  const wanted = asked(actor, { id, visit, move: 'prove', purpose })
  if (!(await store.tryFlow(tx, wanted, flowAttempts))) return false
  const proof = await tryCode(tx, actor.platform, { subjectId: id, purpose }, code)
  if (!proof || sentTo(actor.platform, proof) !== normalisePhone(phone)) return false
  return store.moveFlow(tx, id, { from: flowMoves.prove.from, to: 'done' })
}
