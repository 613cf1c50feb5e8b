import { registrationIssues, type Registration } from '@xueshi/contract/accounts/registration'
import type { CodeSent } from '@xueshi/contract/accounts/contacts'
import { normaliseDocumentNumber, type DocumentType } from '@xueshi/contract/document-number'
import { normalisePhone } from '@xueshi/contract/phone'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { hashPassword } from '../../platform/passwords.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, failOnIssues, Refusal, refuse } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { countedFor, countOf, solveCaptcha, solveCaptchaReading } from '../captcha.ts'
import { beginFlow, proveClaim, provePhone } from '../flows/service.ts'
import { type Browser, rememberDevice, rememberDeviceLast } from '../logins/service.ts'
import { adoptPhone, countSource } from '../proofs/service.ts'
import {
  accountIdentity,
  answersOf,
  codeIssues,
  codesOfPhone,
  documentIdentity,
  takenOfAddress,
  takenOfPhone,
} from '../rules.ts'
import { findSecrets, replaceAnswers } from '../store.ts'
import * as store from './store.ts'

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
  /** Its phone has been proven elsewhere: the people of the demo have done so. */
  phoneProven?: boolean
}

/**
 * 个人用户注册: the account stands, with its name and document taken, and its first login will ask
 * for another password. Whether a name or document is taken is told five times a day to an address.
 * Beyond that nobody learns it there: all are refused alike with PHONE_PROOF_REQUIRED until a code to
 * the phone of the form has been given back, and are told five times a day by that phone.
 */
export async function register(
  actor: Actor,
  form: Registration,
  browser: Browser,
): Promise<{ accountName: string; device: string }> {
  const { platform, request } = actor
  const today = todayIn(platform.clock.now())
  const { passwordCeiling } = (await settingsOf(platform)).system
  failOnIssues({ ...registrationIssues(form, today, passwordCeiling), ...codeIssues(form) })
  const limit = form.phoneProof
    ? { ...takenOfPhone, whose: normalisePhone(form.phone) }
    : { ...takenOfAddress, whose: request.address }
  const stop = () =>
    form.phoneProof
      ? fail('RATE_LIMITED', { retryAfterSeconds: limit.windowSeconds })
      : fail('PHONE_PROOF_REQUIRED')
  const told = await solveCaptchaReading(platform, browser.visit, form.captcha, limit)
  // Whoever claims has to prove who they are before anything is told: one office may claim all at once.
  if (!form.claim && told >= limit.most) stop()
  const passwordHash = await hashPassword(form.password)
  try {
    const device = await settle(actor, form, passwordHash, browser, limit)
    return { accountName: form.accountName, device }
  } catch (error) {
    if (store.wasWithheld(error)) stop()
    if (form.claim || !(error instanceof Refusal && tells.has(error.code))) throw error
    if ((await countOf(platform, limit, limit.whose)) > limit.most) stop()
    throw error
  }
}

/** Refusals that tell a stranger of somebody. */
const tells = new Set<string>(['ACCOUNT_TAKEN', 'DOCUMENT_TAKEN', 'CLAIM_REQUIRED'])

/** The registration's one act; answers the token by which the account knows the browser from now on. */
async function settle(
  actor: Actor,
  form: Registration,
  passwordHash: string,
  { visit, device }: Browser,
  limit: typeof takenOfAddress & { whose: string },
): Promise<string> {
  const given = { ...form, individual: true, mustChangePassword: true }
  const { claim, phoneProof } = form
  const made = await named(actor.platform, given, () =>
    transaction(actor, async (tx) => {
      if (claim) {
        const { id } = await claimAccount(tx, actor, given, { passwordHash, claim, visit })
        return { id, device: await rememberDevice(tx, actor, id, device) }
      }
      if (phoneProof && !(await provePhone(tx, actor, phoneProof, form.phone, visit))) {
        await audit.record(tx, actor, { act: 'account.refuseProof', recordId: null })
        return refuse('CODE_WRONG')
      }
      const { id } = await openAccount(tx, actor, given, passwordHash, limit)
      // Whoever has given the code back has proven the phone.
      if (phoneProof) adoptPhone(tx, actor, id, form.phone)
      // The first login comes from here: strangers' guesses at the name must not keep it out.
      return { id, device: rememberDeviceLast(tx, actor, id, device) }
    }),
  )
  return made.device
}

/** A code to the phone of a form, for whoever registers from an address that has learned enough. */
export async function beginPhoneProof(
  actor: Actor,
  { phone, captcha }: { phone: string; captcha: Registration['captcha'] },
  visit: string | null,
): Promise<CodeSent & { id: string; flowExpiresAt: string }> {
  const [sent = 0] = await solveCaptcha(actor.platform, visit, captcha, [
    { ...codesOfPhone, whose: phone },
  ])
  if (sent > codesOfPhone.most) fail('RATE_LIMITED', { retryAfterSeconds: 86_400 })
  await countSource(actor)
  return beginFlow(actor, {
    purpose: 'registration',
    accountId: null,
    contact: 'phone',
    address: phone,
    visit: visit ?? '',
  })
}

/** Makes an account without a captcha, for the seed and for those who may open one for another. */
export async function createAccount(actor: Actor, given: NewAccount): Promise<{ id: string }> {
  const { password } = given
  const passwordHash = typeof password === 'string' ? await hashPassword(password) : password.hash
  return named(actor.platform, given, () =>
    transaction(actor, async (tx) => {
      const { id } = await openAccount(tx, actor, given, passwordHash)
      if (given.phoneProven) adoptPhone(tx, actor, id, given.phone)
      return { id }
    }),
  )
}

/** Does the act, and refuses with what it was that somebody else has already. */
async function named<Result>(
  { db, indexes }: Platform,
  { documentType, documentNumber }: Pick<NewAccount, 'documentType' | 'documentNumber'>,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    const taken = store.takenIdentity(error)
    if (taken === 'account') return fail('ACCOUNT_TAKEN')
    if (taken !== 'document') throw error
    const document = documentIdentity(indexes, documentType, documentNumber)
    return fail((await store.isUnclaimed(db, document)) ? 'CLAIM_REQUIRED' : 'DOCUMENT_TAKEN')
  }
}

type Facts = Omit<NewAccount, 'accountName' | 'password'> & { accountName: string | null }

/** The account's row, with what is personal sealed for it. */
function rowOf({ platform }: Actor, given: Facts, passwordHash: string | null) {
  const { clock, cipher } = platform
  const createdAt = clock.now()
  const id = newId(createdAt)
  const { accountName, name, country, documentType, individual, mustChangePassword } = given
  const number = normaliseDocumentNumber(documentType, given.documentNumber)
  const sealed = (column: string, plain: string) =>
    cipher.seal(plain, { table: 'accounts', column, id })
  return {
    id,
    state: passwordHash === null ? ('unclaimed' as const) : ('active' as const),
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
    createdAt,
  }
}

const noteOf = (id: string, { country, documentType, individual }: Facts) => ({
  act: 'account.create',
  recordId: id,
  facts: { country, documentType, individual },
})

/**
 * All of it with the act's last statement, which fails where the name or the document is taken; and
 * with a limit also where that has been reached, so that what is free is not told either.
 */
async function openAccount(
  tx: Db,
  actor: Actor,
  given: Omit<NewAccount, 'password'>,
  passwordHash: string,
  limit: (typeof takenOfAddress & { whose: string }) | null = null,
): Promise<{ id: string }> {
  const { indexes } = actor.platform
  const row = rowOf(actor, given, passwordHash)
  const { accountName, documentType, documentNumber, questions } = given
  const identities = [
    accountIdentity(indexes, accountName),
    documentIdentity(indexes, documentType, documentNumber),
  ]
  store.openAccount(tx, row, {
    identities,
    answers: answersOf(indexes, row.id, questions),
    limit: limit && { ...countedFor(actor.platform, limit, limit.whose), most: limit.most },
  })
  await audit.record(tx, actor, noteOf(row.id, given))
  return { id: row.id }
}

/**
 * Whoever came by import takes the account that waits for them: what the office put on file about
 * who they are stays, and the rest is as they registered it. CODE_WRONG without proof.
 */
async function claimAccount(
  tx: Db,
  actor: Actor,
  given: Omit<NewAccount, 'password'>,
  proof: {
    passwordHash: string
    claim: NonNullable<Registration['claim']>
    visit: string | null
  },
): Promise<{ id: string }> {
  const { cipher, indexes } = actor.platform
  const proven = await proveClaim(tx, actor, proof.claim, proof.visit)
  if (!proven) {
    await audit.record(tx, actor, { act: 'account.refuseClaim', recordId: null })
    return refuse('CODE_WRONG')
  }
  const { accountId: id, isByPhone } = proven
  const former = await findSecrets(tx, id, 'unclaimed')
  const phone = normalisePhone(given.phone)
  const place = (column: string) => ({ table: 'accounts', column, id })
  const { accountName, mustChangePassword, documentType, documentNumber } = given
  const document = documentIdentity(indexes, documentType, documentNumber)
  const changed = {
    accountName,
    passwordHash: proof.passwordHash,
    mustChangePassword,
    phoneSealed: cipher.seal(phone, place('phone_sealed')),
    emailSealed: cipher.seal(given.email, place('email_sealed')),
  }
  if (!(await store.claimAccount(tx, id, changed, document))) fail('CODE_WRONG')
  const standing = await store.insertIdentities(tx, id, [accountIdentity(indexes, accountName)])
  if (!standing.has('account')) fail('ACCOUNT_TAKEN')
  await replaceAnswers(tx, id, answersOf(indexes, id, given.questions))
  const wasOnFile =
    former !== undefined && cipher.open(former.phoneSealed, place('phone_sealed')) === phone
  if (isByPhone && wasOnFile) adoptPhone(tx, actor, id, phone)
  await audit.record(tx, actor, { act: 'account.claim', recordId: id })
  return { id }
}

/**
 * An account for somebody whom an office knows and who has not registered: nobody can log in to it
 * until it is claimed. DOCUMENT_TAKEN or CLAIM_REQUIRED where there is one already.
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
  const contacts = { phone: given.phone ?? '', email: given.email ?? '' }
  const facts: Facts = { ...given, ...account, ...contacts }
  const row = rowOf(actor, facts, null)
  const { documentType, documentNumber } = given
  const document = documentIdentity(actor.platform.indexes, documentType, documentNumber)
  await store.insertAccount(tx, row)
  // One of the same document at the same time is waited for, and seen here as a gap.
  const standing = await store.insertIdentities(tx, row.id, [document])
  if (!standing.has('document'))
    fail((await store.isUnclaimed(tx, document)) ? 'CLAIM_REQUIRED' : 'DOCUMENT_TAKEN')
  await audit.record(tx, actor, noteOf(row.id, facts))
  return { id: row.id }
}
