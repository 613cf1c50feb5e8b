import type { Reply } from '@xueshi/contract/endpoint'
import {
  type listYears as listYearsEndpoint,
  yearMoves,
  type YearRow,
} from '@xueshi/contract/ledger'
import { openMoves } from '@xueshi/contract/moves'
import { type Actor, signedIn } from '../platform/actor.ts'
import * as certificates from '../certificates/service.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { tell } from '../messages/service.ts'
import { fail, refuse } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { listCredits } from './entries/store.ts'
import { yearFacts } from './rules.ts'
import * as store from './store.ts'
import { ownPerson, rulesOf, settleAnew } from './years/service.ts'

export { creditAll } from './bulk-credits/service.ts'
export { type Credit, credit, moveCredits, replace, reverse } from './entries/service.ts'
export {
  exemptionFiles,
  exemptionReceiver,
  sweep as sweepExemptionFiles,
} from './exemption-files/service.ts'
export { apply as applyChange, count as countChange } from './rule-changes/service.ts'
export { exportEffects, takeDue } from './rule-publishing/service.ts'
export { guarded } from './guard/service.ts'
export { findRules, ruleSetFor } from './rule-sets/service.ts'
export * as past from './past/service.ts'
export { officesFor, type RuleSet } from './rules.ts'
export { resumeYear, suspendYear } from './suspensions/service.ts'
export { readGaps, readYear } from './year-views/service.ts'
export { replay } from './years/service.ts'

function presentRow(row: store.YearWithCertificate): YearRow {
  const facts = { own: true, onRequest: row.certifies === 'onRequest' }
  return {
    id: row.id,
    year: row.year,
    series: row.series,
    public: { count: row.publicCount, hoursTenths: row.publicTenths },
    professional: { count: row.professionalCount, hoursTenths: row.professionalTenths },
    elective: { count: row.electiveCount, hoursTenths: row.electiveTenths },
    totalTenths: row.publicTenths + row.professionalTenths + row.electiveTenths,
    state: row.state,
    certificate:
      row.certificateId && row.certificateNumber && row.certificateCode
        ? { id: row.certificateId, number: row.certificateNumber, code: row.certificateCode }
        : null,
    open: openMoves(yearMoves, row.state, 'individual', facts),
  }
}

/** 继续教育证书打印: the actor's own years, all when nothing is chosen, newest first. */
export async function listYears(
  actor: Actor,
  {
    from,
    to,
    series,
  }: { from?: string | undefined; to?: string | undefined; series?: string | undefined },
): Promise<Reply<typeof listYearsEndpoint>> {
  const rows = await store.listYears(actor.platform.db, ownPerson(actor), {
    ...(from && { from: Number(from) }),
    ...(to && { to: Number(to) }),
    ...(series && { series }),
  })
  return { items: rows.map(presentRow) }
}

/** One of the actor's own years as it stands in the list. 404 when it is not theirs. */
export async function readRow(actor: Actor, id: string): Promise<YearRow> {
  const [row] = await store.listYears(actor.platform.db, ownPerson(actor), { id })
  return row ? presentRow(row) : fail('NOT_FOUND')
}

/**
 * 年度认证 at once, on request: a year that meets its rules becomes certified and its certificate is
 * issued in the same act. WRONG_STATE while hours are lacking or when it is certified already.
 */
export async function certify(actor: Actor, id: string): Promise<YearRow> {
  const personId = ownPerson(actor)
  const { certified } = await transaction(actor, async (tx) => {
    const [row] = await store.listYears(tx, personId, { id })
    if (!row) fail('NOT_FOUND')
    await refuseOutdated(tx, actor, row)
    const at = actor.platform.clock.now()
    const { from, to } = yearMoves.certify
    const moved = presentRow(row).open.includes('certify')
      ? await store.certifyYear(tx, { id, personId, from, at })
      : undefined
    if (!moved) fail('WRONG_STATE', { current: presentRow(row) })
    const { number, code, id: certificateId } = await issueCertificate(tx, actor, row)
    const { year } = row
    await audit.record(tx, actor, {
      act: 'year.certify',
      recordId: id,
      facts: { year, certificate: number },
    })
    const { accountId } = signedIn(actor)
    tell(tx, actor, { accountId }, 'certificate.issued', { year, number })
    const certificate = { certificateId, certificateNumber: number, certificateCode: code }
    return { id, certified: { ...row, state: to, ...certificate } }
  })
  return presentRow(certified)
}

/**
 * A year that was computed before the rules changed is computed anew before anything is said of it;
 * where it no longer meets them, that stays and the request is refused.
 */
async function refuseOutdated(tx: Db, actor: Actor, row: store.YearWithCertificate): Promise<void> {
  const rules = await rulesOf(tx, row)
  if (rules.id === row.ruleSetId) return
  await settleAnew(tx, actor, row)
  const [now] = await store.listYears(tx, row.personId, { id: row.id })
  if (now?.state !== row.state) refuse('WRONG_STATE', { current: now && presentRow(now) })
}

/** What the year's certificate says, and the certificate issued under a number of the unit's city. */
export async function issueCertificate(tx: Db, actor: Actor, row: store.YearWithCertificate) {
  const { personId, unitId, year, series, relief } = row
  const rules = await rulesOf(tx, row)
  const credits = (await listCredits(tx, personId, year)).filter((credit) => !credit.reversalId)
  const facts = yearFacts({ year, series, credits, rules, relief })
  return certificates.issue(tx, actor, { personId, unitId, series, facts })
}
