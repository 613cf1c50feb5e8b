import {
  codeAttempts,
  codeSeconds,
  maskEmail,
  resendSeconds,
  type AccountSafety,
  type CodeSent,
  type Contact,
} from '@xueshi/contract/accounts/contacts'
import { maskPhone } from '@xueshi/contract/phone'
import * as messages from '../../messages/service.ts'
import { signedIn, type Actor, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, refuse } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { countOf } from '../captcha.ts'
import { checkOwnPassword } from '../logins/service.ts'
import { codeHash, codesOfAccount, codesOfSource, phoneIdentity } from '../rules.ts'
import { isFactorRequired } from '../second-factor/service.ts'
import * as store from './store.ts'

/** Whose code, and what for: an account's own contact, or a flow. */
export type Purpose = 'contact' | 'recovery' | 'claim' | 'helpDesk' | 'registration'

/** 账号与安全: addresses masked, and what is proven, kept and required. */
export async function readSafety(actor: Actor): Promise<AccountSafety> {
  const me = signedIn(actor)
  const row = await findOwn(me)
  const { phone, email } = addressesOf(me.platform, me.accountId, row)
  return {
    phoneMasked: maskPhone(phone),
    phoneProven: Boolean(row.isPhoneProven),
    emailMasked: maskEmail(email),
    emailProven: row.emailProvenAt !== null,
    questions: row.questions ?? [],
    secondFactor: {
      on: Boolean(row.hasFactor),
      required: await isFactorRequired(me.platform.db, me.accountId),
      recoveryCodes: row.recoveryCodes ?? 0,
    },
  }
}

async function findOwn({ platform, accountId }: SignedIn) {
  return (await store.findSafety(platform.db, accountId)) ?? fail('SIGNED_OUT')
}

type Sealed = { phoneSealed: Buffer; emailSealed: Buffer }
const addressesOf = ({ cipher }: Platform, id: string, { phoneSealed, emailSealed }: Sealed) => ({
  phone: cipher.open(phoneSealed, { table: 'accounts', column: 'phone_sealed', id }),
  email: cipher.open(emailSealed, { table: 'accounts', column: 'email_sealed', id }),
})

/**
 * Sends a code to a new address, or with null to the one on file. Refuses with CONTACT_SAME what is
 * proven already, with RATE_LIMITED whoever asks too often.
 */
export async function sendContactCode(
  actor: Actor,
  { contact, address }: { contact: Contact; address: string | null },
): Promise<CodeSent> {
  const me = signedIn(actor)
  const { platform, accountId } = me
  const row = await findOwn(me)
  const onFile = addressesOf(platform, accountId, row)[contact]
  const isProven = contact === 'phone' ? row.isPhoneProven : row.emailProvenAt !== null
  const isOnFile = address === null || address === onFile
  if ((isOnFile && isProven) || (isOnFile && onFile === '')) fail('CONTACT_SAME')
  await countSource(actor)
  return transaction(actor, async (tx) => {
    const sent = await sendCode(tx, actor, {
      subjectId: accountId,
      purpose: 'contact',
      accountId,
      contact,
      address: isOnFile ? null : address,
    })
    return { id: accountId, ...sent }
  }).then(({ expiresAt, resendSeconds: rest }) => ({ expiresAt, resendSeconds: rest }))
}

/** One more code asked for from this address; RATE_LIMITED past what a large office needs. */
export async function countSource({ platform, request }: Actor): Promise<void> {
  const asked = await countOf(platform, codesOfSource, request.address)
  if (asked > codesOfSource.most) fail('RATE_LIMITED', { retryAfterSeconds: 600 })
}

/**
 * A code is on its way in the place of the subject's former one; the job makes it, so that the work
 * of asking is the same whether the name asked for is anybody's. RATE_LIMITED within a minute of the
 * former one.
 */
export async function sendCode(
  tx: Db,
  actor: Actor,
  given: {
    subjectId: string
    purpose: Purpose
    accountId: string | null
    contact: Contact
    address: string | null
  },
): Promise<CodeSent> {
  const { clock, cipher } = actor.platform
  const now = clock.now()
  const id = newId(now)
  const { address, ...code } = given
  const place = { table: 'codes', column: 'address_sealed', id }
  const expiresAt = new Date(now.getTime() + codeSeconds * 1000)
  const row = {
    ...code,
    id,
    addressSealed: address === null ? null : cipher.seal(address, place),
    createdAt: now,
    expiresAt,
  }
  const rest = new Date(now.getTime() - resendSeconds * 1000)
  if (!(await store.putCode(tx, row, rest)))
    fail('RATE_LIMITED', { retryAfterSeconds: resendSeconds })
  start(tx, actor, 'accounts.sendCode', { codeId: id })
  const { accountId, purpose, contact } = code
  await audit.record(tx, actor, {
    act: 'code.send',
    recordId: accountId,
    facts: { purpose, contact },
  })
  return { expiresAt: expiresAt.toISOString(), resendSeconds }
}

/** Whether the code is the subject's; it is used up by that, and by five wrong ones. */
export async function tryCode(
  tx: Db,
  { clock, indexes }: Platform,
  whose: { subjectId: string; purpose: Purpose },
  code: string,
) {
  const hash = codeHash(indexes, whose, code)
  return store.tryCode(tx, { ...whose, hash }, codeAttempts, clock.now())
}

/** The new address that a code went to; null: it went to the one on file. */
export function sentTo(
  { cipher }: Platform,
  { id, addressSealed }: { id: string; addressSealed: Buffer | null },
): string | null {
  const place = { table: 'codes', column: 'address_sealed', id }
  return addressSealed === null ? null : cipher.open(addressSealed, place)
}

/**
 * The address that the code went to is the account's own from now on: a phone may be logged in by,
 * and both may find the account back. The owner is told, at the former address too.
 */
export async function proveContact(
  actor: Actor,
  { contact, code, password }: { contact: Contact; code: string; password: string },
): Promise<AccountSafety> {
  const me = signedIn(actor)
  const { platform, accountId } = me
  const row = await findOwn(me)
  const isRight = await checkOwnPassword(me, row.passwordHash, password)
  const former = addressesOf(platform, accountId, row)[contact]
  await transaction(actor, async (tx) => {
    if (!isRight) {
      await audit.record(tx, actor, { act: 'password.refuse', recordId: accountId })
      return refuse('PASSWORD_WRONG')
    }
    const proof = await tryCode(tx, platform, { subjectId: accountId, purpose: 'contact' }, code)
    if (!proof || proof.contact !== contact) {
      await audit.record(tx, actor, { act: 'code.refuse', recordId: accountId })
      return refuse('CODE_WRONG')
    }
    const address = sentTo(platform, proof) ?? former
    await setContact(tx, actor, accountId, contact, address)
    await audit.record(tx, actor, {
      act: `${contact}.prove`,
      recordId: accountId,
      personal: { subjectId: accountId, values: { address, former } },
    })
    messages.tell(tx, actor, { accountId }, `${contact}.changed`, {})
    if (address !== former && former !== '') tellFormer(tx, actor, accountId, contact, former)
    return { id: accountId }
  })
  return readSafety(actor)
}

async function setContact(
  tx: Db,
  actor: Actor,
  accountId: string,
  contact: Contact,
  address: string,
): Promise<void> {
  const { cipher, clock, indexes } = actor.platform
  const place = { table: 'accounts', column: `${contact}_sealed`, id: accountId }
  const sealed = cipher.seal(address, place)
  if (contact === 'email')
    return store.setEmail(tx, { accountId, emailSealed: sealed, now: clock.now() })
  const { hash } = phoneIdentity(indexes, address)
  if (!(await store.claimPhone(tx, accountId, hash))) {
    await audit.record(tx, actor, { act: 'phone.refuse', recordId: accountId })
    return refuse('PHONE_TAKEN')
  }
  await store.setPhone(tx, { accountId, phoneSealed: sealed, hash })
}

/** Where the payload of a job keeps an address. */
export const formerPlace = (accountId: string) => ({
  table: 'outbox',
  column: 'payload',
  id: accountId,
})

function tellFormer(tx: Db, actor: Actor, accountId: string, contact: Contact, former: string) {
  const sealed = actor.platform.cipher.seal(former, formerPlace(accountId)).toString('base64')
  // One delivery, however often it is tried.
  const id = newId(actor.platform.clock.now())
  start(tx, actor, 'accounts.tellFormer', { id, accountId, contact, sealed })
}

/** True once; false when the account (or the phone that is none's) has been sent more codes than anybody needs. */
export async function mayBeSent(platform: Platform, whose: string): Promise<boolean> {
  return (await countOf(platform, codesOfAccount, whose)) <= codesOfAccount.most
}

/** The phone was proven by its code: it becomes an identity if it is nobody's yet. */
export function adoptPhone(tx: Db, { platform }: Actor, accountId: string, phone: string): void {
  store.adoptPhoneLast(tx, accountId, phoneIdentity(platform.indexes, phone).hash)
}

/** A code that somebody reads out: made here and now, good for `seconds`, in the former one's place. */
export async function issueCode(
  tx: Db,
  { platform: { clock, indexes } }: Actor,
  accountId: string,
  { code, seconds }: { code: string; seconds: number },
): Promise<{ expiresAt: Date }> {
  const now = clock.now()
  const whose = { subjectId: accountId, purpose: 'helpDesk' as const }
  const expiresAt = new Date(now.getTime() + seconds * 1000)
  await store.putCode(
    tx,
    {
      ...whose,
      id: newId(now),
      accountId,
      contact: null,
      addressSealed: null,
      codeHash: codeHash(indexes, whose, code),
      createdAt: now,
      expiresAt,
    },
    now,
  )
  return { expiresAt }
}
