import { checkDocumentNumber, checkPhone } from '@xueshi/contract/document-number'
import { normaliseCreditCode } from '@xueshi/contract/credit-code'
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

/** The three, as the command names them. */
export const kinds = {
  system: 'systemAdmin',
  security: 'securityAdmin',
  audit: 'auditAdmin',
} as const

export type NewAdministrator = {
  kind: keyof typeof kinds
  accountName: string
  name: string
  phone: string
  documentNumber: string
  password: string
  /** Without a code, the province's own HR&SS office. */
  unit: { code: string | undefined; name: string | undefined }
}

/**
 * Makes an administrator, who must choose another password at the first login, and answers what was
 * done. Somebody who has an account keeps it with its password; whoever is an administrator already
 * is refused, for the three are three people.
 */
export async function createAdministrator(
  platform: Platform,
  given: NewAdministrator,
): Promise<string> {
  const kind = kinds[given.kind]
  const today = todayIn(platform.clock.now())
  const document = checkDocumentNumber('residentId', given.documentNumber, today)
  if (document !== 'ok') failOnIssues({ documentNumber: document })
  const known = await accounts.holding.findByDocument(platform, 'residentId', given.documentNumber)
  const office = known && (await store.findOffice(platform.db, known.id))
  if (known && office) throw new Error(`${known.name} is an administrator already: ${office.kind}`)
  if (!known) failOnIssues(await issuesOf(platform, given))
  const system = orgs.systemActor(platform)
  const unit = await unitFor(platform, given.unit)
  const accountId =
    known?.id ??
    (
      await accounts.createAccount(system, {
        ...given,
        country: 'CHN',
        documentType: 'residentId',
        email: '',
        questions: [],
        individual: false,
        mustChangePassword: true,
      })
    ).id
  await orgs.addStaff(system, { unitId: unit.id, accountId, kind, level: 'manager' })
  return known
    ? `${known.name} has an account and keeps its password; it is now ${kind} at ${unit.name}`
    : `${given.name} is ${kind} at ${unit.name}; the first login asks for another password`
}

async function issuesOf(platform: Platform, given: NewAdministrator) {
  const account = checkAccountName(given.accountName)
  const phone = checkPhone(given.phone)
  const { passwordCeiling: ceiling } = (await settingsOf(platform)).system
  const owner = { account: given.accountName, phone: given.phone, ceiling }
  const [weakness] = checkPassword(given.password, owner)
  return {
    ...(account !== 'ok' && { accountName: account }),
    ...(!personName.safeParse(given.name).success && { name: 'WRONG_FORMAT' }),
    ...(phone !== 'ok' && { phone }),
    ...(weakness && { password: weakness }),
  }
}

/** The unit of the code; the province's own office where none is named, or a first one with the code. */
async function unitFor(platform: Platform, { code, name }: NewAdministrator['unit']) {
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
  const office = { name: cleanText(name), code: unified, nature: '机关', regionCode: '440000' }
  const contact = { contactName: '', contactPhone: '' }
  const { id } = await orgs.createUnit(system, { ...office, ...contact })
  await orgs.grantCapability(system, { unitId: id, capability: 'hrss' })
  return { id, name: office.name }
}
