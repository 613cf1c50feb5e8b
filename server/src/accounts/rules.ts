import type { Registration } from '@xueshi/contract/accounts/registration'
import { countries } from '@xueshi/contract/dictionaries/countries'
import { securityQuestionLabel } from '@xueshi/contract/dictionaries/security-questions'
import {
  birthDateOf,
  checkDocumentNumber,
  checkPhone,
  documentTypes,
  normaliseDocumentNumber,
  type DocumentType,
} from '@xueshi/contract/document-number'
import type { PasswordOwner } from '@xueshi/contract/password'
import { normalisePhone } from '@xueshi/contract/phone'
import { checkAccountName } from '@xueshi/contract/text'
import type { Patience } from '../platform/attempts.ts'
import type { BlindIndexes, Cipher } from '../platform/crypto.ts'

/** What somebody may be known by, as it is kept: a kind and a keyed hash. */
export type Identity = { kind: 'account' | 'phone' | 'document'; hash: Buffer }

/** 12 hours: the longest that a login lasts, whatever is done with it. */
export const loginSeconds = 12 * 3600
/** A login's last sight is written at most so often. */
export const touchSeconds = 60
export const captchaSeconds = 2 * 60
/** The visit that a captcha is bound to; a page left open all morning asks for a new captcha anyway. */
export const visitSeconds = 24 * 3600

/** Ten wrong passwords (a setting may make them fewer) in a quarter of an hour, and the account rests for as long. */
export const loginPatience: Patience = {
  kind: 'login',
  attempts: 10,
  withinSeconds: 15 * 60,
  restSeconds: 15 * 60,
}

/** Someone in a browser that the account was logged in from has patience of their own. */
export const deviceSeconds = 180 * 86_400
/** A login waits so long for its second factor. */
export const factorSeconds = 5 * 60

/** Signed in, and still asked for the password: counted by the login, so that nobody else uses it up. */
export const passwordPatience: Patience = { ...loginPatience, kind: 'password' }
export const factorPatience: Patience = { ...loginPatience, kind: 'second factor' }
export const answerPatience: Patience = {
  kind: 'secret answer',
  attempts: 15,
  withinSeconds: 86_400,
  restSeconds: 86_400,
}

// Wrong passwords of one browser, or of one address by people who are new to it. Three make the
// captcha harder; a hundred from an address, and newcomers there are not looked at for a while.
export const failuresOfVisit = { kind: 'login visit', most: 3, windowSeconds: 900 }
export const failuresOfAddress = { kind: 'login address', most: 100, windowSeconds: 900 }
/** So many failures make the captcha harder for the whole address. */
export const failuresNoticed = 30

// A code may be asked for so often: by one source, by one typed name, and for one account.
export const codesOfSource = { kind: 'code source', most: 200, windowSeconds: 3600 }
export const codesOfName = { kind: 'code name', most: 6, windowSeconds: 3600 }
export const codesOfAccount = { kind: 'code account', most: 10, windowSeconds: 3600 }
export const helpDeskSeconds = 30 * 60
export const helpDeskCodesOfAccount = { kind: 'help desk', most: 5, windowSeconds: 86_400 }

// A whole office sits behind one address, and each login there takes a captcha or two.
export const captchasOfAddress = { kind: 'captcha', most: 600, windowSeconds: 600 }
// Beyond that, a browser that some account knows has a few of its own.
export const captchasOfDevice = { kind: 'captcha device', most: 30, windowSeconds: 600 }
// What is taken may be learned from one address five times a day, with a captcha each.
export const takenOfAddress = { kind: 'taken', most: 5, windowSeconds: 86_400 }
// Beyond that, whoever gives back a code to the phone of the form learns it five times a day too.
export const takenOfPhone = { kind: 'taken phone', most: 5, windowSeconds: 86_400 }
/** Codes to a phone that is no account's yet. */
export const codesOfPhone = { kind: 'code phone', most: 5, windowSeconds: 86_400 }

/** Whose attempts to log in are counted: an account's, as the statement that takes one says it too. */
export const attemptsOf = (accountId: string): Buffer =>
  Buffer.from(accountId.replaceAll('-', ''), 'hex')

/** Whose they are again; null where they are a device's or a browser's, which are hashes. */
export function accountOf(subject: Buffer): string | null {
  if (subject.length !== 16) return null
  return subject.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

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
/** By which whoever holds the document is found. */
export const documentHash = (indexes: BlindIndexes, type: DocumentType, number: string): Buffer =>
  documentIdentity(indexes, type, number).hash

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

/** The blind index of a code; the subject and purpose make it worthless anywhere else. */
export const codeHash = (
  indexes: BlindIndexes,
  { subjectId, purpose }: { subjectId: string; purpose: string },
  code: string,
): Buffer => indexes.blindIndex('code', `${subjectId} ${purpose} ${code}`)

export const secretAnswerHash = (
  indexes: BlindIndexes,
  accountId: string,
  question: string,
  answer: string,
): Buffer =>
  indexes.blindIndex('secret answer', `${accountId} ${question} ${normaliseSecretAnswer(answer)}`)

/** Secret answers as an account keeps them, in their order. */
export const answersOf = (
  indexes: BlindIndexes,
  accountId: string,
  questions: readonly { question: string; answer: string }[],
) =>
  questions.map(({ question, answer }, position) => ({
    accountId,
    position,
    question,
    answerHash: secretAnswerHash(indexes, accountId, question, answer),
  }))

/** The first that the text names; browsers name those that they stem from too, so the order matters. */
const named = (userAgent: string, names: readonly (readonly [RegExp, string])[]) =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null

/** What a browser says of itself, where it is one that people know by name. */
export const browserOf = (userAgent: string) => ({
  browser: named(userAgent, [
    [/MicroMessenger/, '微信'],
    [/QQBrowser/, 'QQ浏览器'],
    [/MetaSr|Sogou/, '搜狗浏览器'],
    [/HuaweiBrowser/, '华为浏览器'],
    [/Edg(e|A|iOS)?\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ]),
  system: named(userAgent, [
    [/HarmonyOS|OpenHarmony/, '鸿蒙'],
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Macintosh/, 'macOS'],
    [/Linux/, 'Linux'],
  ]),
})

/** Codes of a registration that no dictionary has. */
export function codeIssues({ country, questions }: Registration): Record<string, string> {
  const isKnown = countries().some(({ code }) => code === country)
  return { ...(!isKnown && { country: 'NOT_OFFERED' }), ...unknownQuestions(questions) }
}

export function unknownQuestions(questions: Registration['questions']): Record<string, string> {
  const unknown = questions.flatMap(({ question }, at) =>
    securityQuestionLabel(question) === undefined ? [at] : [],
  )
  return Object.fromEntries(unknown.map((at) => [`questions.${at}.question`, 'NOT_OFFERED']))
}

/** What an account's password must not be made of: its name, phone and the birthday of its document. */
export function passwordOwner(
  cipher: Pick<Cipher, 'open'>,
  account: {
    id: string
    accountName: string | null
    phoneSealed: Buffer
    documentType: DocumentType
    documentNumberSealed: Buffer
  },
): PasswordOwner {
  const opened = (column: string, sealed: Buffer) =>
    cipher.open(sealed, { table: 'accounts', column, id: account.id })
  return {
    account: account.accountName ?? undefined,
    phone: opened('phone_sealed', account.phoneSealed),
    birthDate: birthDateOf(
      account.documentType,
      opened('document_number_sealed', account.documentNumberSealed),
    ),
  }
}
