import { birthDateOf, checkDocumentNumber, checkPhone } from '@xueshi/contract/document-number'
import { normaliseCreditCode } from '@xueshi/contract/credit-code'
import { guangdongCode } from '@xueshi/contract/dictionaries/guangdong'
import type { UnitNature } from '@xueshi/contract/orgs/units'
import { checkPassword } from '@xueshi/contract/password'
import { personName } from '@xueshi/contract/person-name'
import { checkAccountName, cleanText } from '@xueshi/contract/text'
import { todayIn } from '@xueshi/contract/year'
import * as accounts from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Platform } from '../../platform/platform.ts'
import { failOnIssues } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import * as store from './store.ts'

/** Whom the command makes, as it names them: the three administrators, and who opens the tree of offices. */
export const kinds = {
  system: 'systemAdmin',
  security: 'securityAdmin',
  audit: 'auditAdmin',
  hrss: 'hrss',
} as const
export type CommandKind = keyof typeof kinds

/** What is asked of whoever runs the command, of somebody with an account the number alone. */
export type Question = 'documentNumber' | 'accountName' | 'name' | 'phone' | 'password'

export type Wanted = {
  kind: CommandKind
  /** Without a code, the province's own HR&SS office. */
  unit: { code: string | undefined; name: string | undefined }
  ask: (question: Question) => Promise<string>
}

type Person = { id: string; name: string }
type Unit = { id: string; name: string }

/**
 * Makes an administrator, or the manager of an HR&SS office that has none, who must choose another
 * password at the first login; answers what was done. Somebody who has an account keeps it with its
 * password. Whoever is an administrator already is refused, for the three are three people, and so is
 * an account that nobody can log in to.
 */
export async function createAdministrator(platform: Platform, wanted: Wanted): Promise<string> {
  const kind = kinds[wanted.kind]
  await mustHaveRoom(platform, wanted)
  const documentNumber = await wanted.ask('documentNumber')
  const document = checkDocumentNumber('residentId', documentNumber, todayIn(platform.clock.now()))
  if (document !== 'ok') failOnIssues({ documentNumber: document })
  const known = await findKnown(platform, documentNumber)
  const person = known ?? (await askPerson(platform, wanted.ask, documentNumber))
  const unit = await unitFor(platform, wanted.unit, person)
  const system = orgs.systemActor(platform)
  const accountId = known?.id ?? (await openAccount(platform, documentNumber, person))
  await orgs.addStaff(system, { unitId: unit.id, accountId, kind, level: 'manager' })
  return known
    ? `${known.name} has an account and keeps its password; it is now ${kind} at ${unit.name}`
    : `${person.name} is ${kind} at ${unit.name}; the first login asks for another password`
}

/** Whoever manages an office takes its people in: from outside comes the first of them, or whoever follows the last. */
async function mustHaveRoom({ db }: Platform, { kind, unit }: Wanted): Promise<void> {
  if (kind !== 'hrss') return
  const code = unit.code === undefined ? undefined : normaliseCreditCode(unit.code)
  const office =
    code === undefined ? await store.findProvincialOffice(db) : await store.findUnit(db, code)
  if (!office) return
  if (!(await store.isHrssOffice(db, office.id)))
    throw new Error(`${office.name} is no HR&SS office`)
  const manager = await store.findManager(db, office.id, 'hrss')
  if (manager)
    throw new Error(`${office.name} is managed by ${manager.name}, who takes others in at 员工账号`)
}

async function findKnown(platform: Platform, documentNumber: string): Promise<Person | null> {
  const known = await accounts.holding.findByDocument(platform, 'residentId', documentNumber)
  if (!known) return null
  // Nobody logs in to it: not before its owner has claimed it, or while the security administrator keeps it shut.
  if (known.state !== 'active') throw new Error(`The account of ${known.name} is ${known.state}`)
  const office = await store.findOffice(platform.db, known.id)
  if (office) throw new Error(`${known.name} is an administrator already: ${office.kind}`)
  return known
}

type NewPerson = { accountName: string; name: string; phone: string; password: string }

async function askPerson(
  platform: Platform,
  ask: Wanted['ask'],
  documentNumber: string,
): Promise<NewPerson> {
  const given = {
    accountName: await ask('accountName'),
    name: await ask('name'),
    phone: await ask('phone'),
    password: await ask('password'),
  }
  const account = checkAccountName(given.accountName)
  const phone = checkPhone(given.phone)
  const { passwordCeiling: ceiling } = (await settingsOf(platform)).system
  const birthDate = birthDateOf('residentId', documentNumber)
  const owner = { account: given.accountName, phone: given.phone, birthDate, ceiling }
  const [weakness] = checkPassword(given.password, owner)
  failOnIssues({
    ...(account !== 'ok' && { accountName: account }),
    ...(!personName.safeParse(given.name).success && { name: 'WRONG_FORMAT' }),
    ...(phone !== 'ok' && { phone }),
    ...(weakness && { password: weakness }),
  })
  return given
}

async function openAccount(
  platform: Platform,
  documentNumber: string,
  person: Person | NewPerson,
): Promise<string> {
  if (!('password' in person)) throw new Error('somebody who is known was made anew')
  const { id } = await accounts.createAccount(orgs.systemActor(platform), {
    ...person,
    documentNumber,
    country: 'CHN',
    documentType: 'residentId',
    email: '',
    questions: [],
    individual: false,
    mustChangePassword: true,
  })
  return id
}

/** The unit of the code; the province's own office where none is named, or a first one with the code. */
async function unitFor(
  platform: Platform,
  { code, name }: Wanted['unit'],
  person: Person | NewPerson,
): Promise<Unit> {
  const { db } = platform
  if (code === undefined) {
    const office = await store.findProvincialOffice(db)
    if (office) return office
    throw new Error('The province has no HR&SS office yet: name it by --unit CODE --unit-name NAME')
  }
  const unified = normaliseCreditCode(code)
  const found = await store.findUnit(db, unified)
  if (found) return found
  if (await store.findProvincialOffice(db)) throw new Error(`no approved unit has the code ${code}`)
  if (name === undefined) throw new Error('The first unit needs a name: --unit-name NAME')
  const system = orgs.systemActor(platform)
  const nature: UnitNature = 'government'
  const office = { name: cleanText(name), code: unified, nature, regionCode: guangdongCode }
  const contact = {
    contactName: person.name,
    contactPhone: 'phone' in person ? person.phone : '',
  }
  const { id } = await orgs.createUnit(system, { ...office, ...contact })
  await orgs.grantCapability(system, { unitId: id, capability: 'hrss' })
  return { id, name: office.name }
}
