import {
  checkDocumentNumber,
  checkPhone,
  documentTypes,
  normaliseDocumentNumber,
  type DocumentType,
} from '@xueshi/contract/document-number'
import { normalisePhone } from '@xueshi/contract/phone'
import { checkAccountName } from '@xueshi/contract/text'
import type { Patience } from '../platform/attempts.ts'
import type { BlindIndexes } from '../platform/crypto.ts'

/** What somebody may be known by, as it is kept: a kind and a keyed hash. */
export type Identity = { kind: 'account' | 'phone' | 'document'; hash: Buffer }

/** 12 hours: the longest that a login lasts, whatever is done with it. */
export const loginSeconds = 12 * 3600
/** 30 minutes without a request end the login of someone without a seat. */
export const idleSeconds = 30 * 60
/** A login's last sight is written at most so often. */
export const touchSeconds = 60
export const captchaSeconds = 2 * 60
/** The visit that a captcha is bound to; a page left open all morning asks for a new captcha anyway. */
export const visitSeconds = 24 * 3600

/** Ten wrong passwords in a quarter of an hour, and the account rests for as long. */
export const loginPatience: Patience = {
  kind: 'login',
  attempts: 10,
  withinSeconds: 15 * 60,
  restSeconds: 15 * 60,
}

// A whole office sits behind one address, and each login there takes a captcha or two.
export const captchasOfAddress = { kind: 'captcha', most: 600, windowSeconds: 600 }
// What is taken may be learned from one address five times a day, with a captcha each.
export const takenOfAddress = { kind: 'taken', most: 5, windowSeconds: 86_400 }

/** An account name as it is compared: people do not remember their capitals. */
export const accountIdentity = (indexes: BlindIndexes, accountName: string): Identity => ({
  kind: 'account',
  hash: indexes.blindIndex('account identity', accountName.trim().toLowerCase()),
})

export const phoneIdentity = (indexes: BlindIndexes, phone: string): Identity => ({
  kind: 'phone',
  hash: indexes.blindIndex('phone identity', normalisePhone(phone)),
})

/** Numbers of two types may look alike, so the type belongs to it. */
export const documentIdentity = (
  indexes: BlindIndexes,
  type: DocumentType,
  number: string,
): Identity => ({
  kind: 'document',
  hash: indexes.blindIndex('document identity', `${type} ${normaliseDocumentNumber(type, number)}`),
})

/**
 * All that a user name may stand for, the first that is anybody's wins. Numbers with a form of their
 * own come before account names, so that nobody shadows another's number by an account of that name;
 * passports have hardly a form and come last for the same reason.
 */
export function identitiesOf(indexes: BlindIndexes, userName: string, today: string): Identity[] {
  const documents = documentTypes.filter(
    (type) => checkDocumentNumber(type, userName, today) === 'ok',
  )
  const document = (type: DocumentType) => documentIdentity(indexes, type, userName)
  return [
    ...documents.filter((type) => type !== 'passport').map(document),
    ...(checkPhone(userName) === 'ok' ? [phoneIdentity(indexes, userName)] : []),
    ...(checkAccountName(userName) === 'ok' ? [accountIdentity(indexes, userName)] : []),
    ...documents.filter((type) => type === 'passport').map(document),
  ]
}

/** A secret answer as it is compared: nobody remembers how they spaced or punctuated it. */
export function normaliseSecretAnswer(answer: string): string {
  return answer
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')
}
