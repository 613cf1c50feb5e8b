import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import type {
  findHelped as findEndpoint,
  HelpedPerson,
  issueHelpCode,
} from '@xueshi/contract/people/help-desk'
import * as accounts from '../../accounts/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { countAttempt } from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import { fail, refuse } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { numberOf } from '../rules.ts'
import * as store from './store.ts'

const hour = 3600
const searchesAnHour = 60

/** The desk at which the actor sits: a manager's, or that of an HR&SS office, whose clerks serve its region. */
function deskOf(actor: Actor) {
  const me = signedIn(actor)
  const { seat, accountId, scope } = me
  if (!seat) return fail('FORBIDDEN')
  const manages = seat.level === 'manager'
  if (!manages && scope.kind !== 'region') fail('FORBIDDEN')
  return { me, desk: { accountId, unitId: seat.unitId, unitName: seat.unitName, manages, scope } }
}

/**
 * Whoever stands at the desk with their document. NOT_FOUND for a number that is nobody's, for another
 * name, and for somebody whom this desk does not serve, alike; RATE_LIMITED past sixty an hour.
 */
export async function find(actor: Actor, form: Body<typeof findEndpoint>): Promise<HelpedPerson> {
  const { me, desk } = deskOf(actor)
  const { platform } = me
  const { db, clock, indexes } = platform
  const asked = indexes.blindIndex('help desk', me.accountId)
  if ((await countAttempt(db, clock.now(), 'help desk', asked, hour)) > searchesAnHour)
    fail('RATE_LIMITED', { retryAfterSeconds: hour })
  const { documentType, documentNumber, name } = form
  const account = await accounts.holding.findByDocument(platform, documentType, documentNumber)
  const row = account?.name === name ? await store.findHelped(db, account.id, desk) : undefined
  await transaction(actor, async (tx) => {
    await audit.record(tx, actor, { act: 'helpDesk.find', recordId: row?.id ?? null })
    return row ?? refuse('NOT_FOUND')
  })
  if (!row) return fail('NOT_FOUND')
  const { documentNumberSealed: _, documentType: __, ...person } = row
  return { ...person, documentNumberMasked: maskDocumentNumber(numberOf(me, row.id, row)) }
}

/**
 * A one-time code that stands in for the one by SMS, to be read out to the person who stands there. It
 * is told here and kept as a hash. NOT_FOUND for whoever this desk does not serve.
 */
export async function issue(
  actor: Actor,
  { personId, reason }: Pick<Body<typeof issueHelpCode>, 'personId' | 'reason'>,
): Promise<Reply<typeof issueHelpCode>> {
  const { desk } = deskOf(actor)
  const { code, expiresAt } = await transaction(actor, async (tx) => {
    const person = await store.findHelped(tx, personId, desk)
    if (!person) return fail('NOT_FOUND')
    const { id } = person
    const issued = await accounts.issueHelpDeskCode(tx, actor, {
      accountId: id,
      reason,
      office: desk.unitName,
    })
    return { id, ...issued }
  })
  return { code, expiresAt: expiresAt.toISOString() }
}
