import { randomInt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type APIRequestContext, expect } from '@playwright/test'
import { changePassword, logIn, openCaptcha } from '@xueshi/contract/accounts'
import { register } from '@xueshi/contract/accounts/registration'
import { giveSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { Body } from '@xueshi/contract/endpoint'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { confirmProfile, type Profile, saveProfile } from '@xueshi/contract/people'
import { Secret, TOTP } from 'otpauth'
import { inventedIdentityNumber } from '../server/seed/numbers.ts'
import { ask } from './ask.ts'

export interface DemoLogin {
  role: string
  account: string
  password: string
  unit: string
  /** The base32 secret where a second factor is required. */
  totp?: string
}

const logins = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'server', 'seed', 'logins.json'), 'utf8'),
) as DemoLogin[] // as issue 2 fixes the file

/** The answer of every captcha of the server that the tests start. */
export const captchaAnswer = 'ABCDE'

export function demo(role: string): DemoLogin {
  const login = logins.find((one) => one.role === role)
  if (!login) throw new Error(`no demo login for ${role}`)
  return login
}

export interface Person {
  name: string
  accountName: string
  password: string
  phone: string
  email: string
  documentNumber: string
}

const familyNames = '陈李张黄何罗林郑梁谢'
const givenNames = ['思远', '文静', '嘉慧', '志明', '晓彤', '子轩', '婉仪', '俊豪', '乐怡', '浩然']

/** Somebody who is nobody: numbers valid by their check digits, a name that no other test has. */
export function inventPerson(): Person {
  const mark = String(randomInt(10_000_000)).padStart(7, '0')
  const birthDate = `${randomInt(1965, 2000)}-0${randomInt(1, 10)}-${randomInt(10, 29)}`
  const han = Array.from(mark.slice(0, 4), (digit) => '零壹贰叁肆伍陆柒捌玖'.charAt(Number(digit)))
  return {
    name: `${familyNames.charAt(randomInt(10))}${givenNames[randomInt(10)]}${han.join('')}`,
    accountName: `e2e_${mark}`,
    password: `Xueshi${mark}`,
    phone: `139${String(randomInt(100_000_000)).padStart(8, '0')}`,
    email: `e2e${mark}@example.com`,
    documentNumber: inventedIdentityNumber(birthDate, randomInt(1000)),
  }
}

/** The password that follows the forced change. */
export const newPasswordOf = ({ password }: Pick<Person, 'password'>) => `${password}b`

async function solved(request: APIRequestContext) {
  const { id } = await ask(request, openCaptcha, { body: { kind: 'image' } })
  return { id, answer: captchaAnswer }
}

export async function signIn(
  request: APIRequestContext,
  { account, password, totp }: Pick<DemoLogin, 'account' | 'password' | 'totp'>,
): Promise<void> {
  const captcha = await solved(request)
  const { secondFactor } = await ask(request, logIn, {
    body: { userName: account, password, captcha },
  })
  if (!secondFactor) return
  if (totp === undefined) throw new Error(`${account} needs a second factor`)
  // Another story may be quicker with a later code, after which an earlier one is worth nothing.
  await expect(() =>
    ask(request, giveSecondFactor, { body: { code: codeNotGiven(account, totp) } }),
  ).toPass({ intervals: [1_000], timeout: 90_000 })
}

const stepMilliseconds = 30_000

/**
 * A code of the demo's that no story has given yet, in whichever process it runs: each is good once. The
 * server takes the present one and its neighbours, in their order; throws when all three are given.
 */
function codeNotGiven(account: string, secret: string): string {
  const present = Math.floor(Date.now() / stepMilliseconds)
  const step = [present - 1, present, present + 1].find((one) => isFirst(`${account}-${one}`))
  if (step === undefined) throw new Error(`Every present code of ${account} is given already`)
  return codeAt(secret, step * stepMilliseconds)
}

/** Whether nobody has said this before, in any process of the run. */
function isFirst(word: string): boolean {
  const { XUESHI_DATA_DIR: dataDir } = process.env
  if (!dataDir)
    throw new Error('XUESHI_DATA_DIR must name the data folder of the server under test')
  try {
    writeFileSync(join(dataDir, `said-${word}`), '', { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') return false
    throw error
  }
}

const codeAt = (secret: string, timestamp: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })

/** The present code of a second factor. */
export const codeOf = (secret: string) => codeAt(secret, Date.now())

/** The one after it, which the server takes already: the present one may be spent. */
export const nextCodeOf = (secret: string) => codeAt(secret, Date.now() + stepMilliseconds)

const residentOrigin = { country: 'CHN', documentType: 'residentId' } as const

/** Registers the person; the first login with its forced change is still to come. */
export async function makeAccount(
  request: APIRequestContext,
  person: Person,
  origin: Pick<Body<typeof register>, 'country' | 'documentType'> = residentOrigin,
): Promise<void> {
  await ask(request, register, {
    body: {
      accountName: person.accountName,
      password: person.password,
      passwordAgain: person.password,
      name: person.name,
      phone: person.phone,
      ...origin,
      documentNumber: person.documentNumber,
      email: person.email,
      questions: [
        { question: 'motherName', answer: '甲' },
        { question: 'spouseBirthday', answer: '乙' },
        { question: 'studentNumber', answer: '丙' },
      ],
      captcha: await solved(request),
    },
  })
}

/** A person of their own for a test, signed in past the forced change; no profile yet. */
export async function enterAsNew(
  request: APIRequestContext,
  person = inventPerson(),
  origin: Parameters<typeof makeAccount>[2] = residentOrigin,
): Promise<Person> {
  await makeAccount(request, person, origin)
  await signIn(request, { account: person.accountName, password: person.password })
  const newPassword = newPasswordOf(person)
  await ask(request, changePassword, {
    body: { password: person.password, newPassword, newPasswordAgain: newPassword },
  })
  return { ...person, password: newPassword }
}

export async function seatOf(request: APIRequestContext): Promise<string> {
  const { seats } = await ask(request, readSession, {})
  const [seat] = seats
  if (!seat) throw new Error('nobody with a seat is signed in')
  return seat.id
}

/** Writes the profile of whoever is signed in, for the unit of the demo's clerk unless another is named. */
export async function sendProfile(
  request: APIRequestContext,
  person: Person,
  { unit = demo('employer.clerk').unit, series = '05' }: { unit?: string; series?: string } = {},
): Promise<Profile> {
  const { items } = await ask(request, searchUnits, { query: { search: unit } })
  const unitId = items.find(({ name }) => name === unit)?.id ?? null
  const { documentNumber: number } = person
  const birthYear = Number(number.slice(6, 10))
  return ask(request, saveProfile, {
    body: {
      version: null,
      form: {
        sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female',
        birthDate: `${birthYear}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
        ethnicity: '01',
        nativePlace: '440106',
        education: '21',
        degree: null,
        major: null,
        school: null,
        graduatedOn: null,
        startedWorkOn: `${birthYear + 22}-07-01`,
        phone: person.phone,
        email: person.email,
        titleLevel: 'intermediate',
        title: '工程师',
        titleObtainedOn: '2024-12-01',
        series,
        specialty: '电子信息',
        postalCode: null,
        unitId,
        workRegion: '440106',
        wantedUnit: null,
        photoId: null,
        otherTitles: [],
        otherDegrees: [],
      },
    },
  })
}

/** Somebody signed in at an office: calls go out from their seat. */
export interface Desk {
  request: APIRequestContext
  seat: string
}

/** A person whose employer, the demo's, has confirmed them: they may declare. */
export async function enterAsConfirmed(request: APIRequestContext, clerk: Desk): Promise<Person> {
  const person = await enterAsNew(request)
  const { id, version } = await sendProfile(request, person)
  await ask(clerk.request, confirmProfile, { params: { id }, body: { version } }, clerk.seat)
  return person
}
