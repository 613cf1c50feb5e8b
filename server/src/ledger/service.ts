import type { Reply } from '@xueshi/contract/endpoint'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import {
  type listYears as listYearsEndpoint,
  type YearDetail,
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
import { computeYear, type RuleSet, yearFacts } from './rules.ts'
import { noRuleSet } from './rule-sets/service.ts'
import { findRuleSet, readRuleSet } from './rule-sets/store.ts'
import * as store from './store.ts'
import { settleAnew } from './years/service.ts'

export { type Credit, credit, creditAll, moveCredits, replace, reverse } from './entries/service.ts'
export {
  exemptionFiles,
  exemptionReceiver,
  sweep as sweepExemptionFiles,
} from './exemption-files/service.ts'
export { apply as applyChange, count as countChange } from './rule-changes/service.ts'
export { exportEffects, takeDue } from './rule-publishing/service.ts'
export { ruleSetFor } from './rule-sets/service.ts'
export { officesFor, type RuleSet } from './rules.ts'
export { resumeYear, suspendYear } from './suspensions/service.ts'
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

/** The person whose own record the actor may see. 404 from any other seat. */
export function ownPerson({ scope }: Actor): string {
  return scope.kind === 'own' ? scope.personId : fail('NOT_FOUND')
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

/** The rules that a year is judged by: those in force, or its own once it was certified. */
async function rulesOf(db: Db, row: store.YearWithCertificate): Promise<RuleSet> {
  const rules = row.keepsRules ? await readRuleSet(db, row.ruleSetId) : await findRuleSet(db, row)
  return rules ?? noRuleSet(row.year)
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

/** 我的年度: what there is, what is required and what is lacking by category, and each credit behind it. */
export async function readYear(actor: Actor, year: number): Promise<YearDetail> {
  const { db } = actor.platform
  const personId = ownPerson(actor)
  const credits = await listCredits(db, personId, year)
  const [row] = await store.listYears(db, personId, { from: year, to: year })
  const rules = row ? await rulesOf(db, row) : await findRuleSet(db, { year, series: '' })
  if (!rules) fail('NOT_FOUND')
  const standing = credits.filter((credit) => !credit.reversalId)
  const result = computeYear(standing, rules, row?.relief)
  const { id, name, totalTenths, minima, dayTenths, source, confirmed } = rules
  const { required, counted, lacking, countedTotalTenths, lackingTotalTenths } = result
  return {
    year,
    state: row?.state ?? 'notMet',
    ruleSet: { id, name, totalTenths, minima, dayTenths, source, confirmed },
    required,
    counted,
    lacking,
    countedTotalTenths,
    lackingTotalTenths,
    items: credits.map(({ item, form, reversalId, at, ...credit }) => ({
      id: credit.id,
      category: credit.category,
      hoursTenths: credit.hoursTenths,
      sourceKind: credit.sourceKind,
      sourceId: credit.sourceId,
      ...item,
      form: learningFormLabel(form) ?? form,
      at: at.toISOString(),
      reversed: reversalId !== null,
    })),
  }
}
