import type { Reply } from '@xueshi/contract/endpoint'
import {
  type listYears as listYearsEndpoint,
  yearMoves,
  type YearRow,
} from '@xueshi/contract/ledger'
import { openMoves } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import { type Actor, signedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { tell } from '../messages/service.ts'
import { fail, refuse } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { issueCertificate } from './editions/service.ts'
import { certificationOf } from './rules.ts'
import * as store from './store.ts'
import * as yearSeries from './year-series/service.ts'
import { listHeld } from './year-series/store.ts'
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
export { gainOf } from './gains/service.ts'
export * as past from './past/service.ts'
export { officesFor, type RuleSet } from './rules.ts'
export { resumeYear, suspendYear } from './suspensions/service.ts'
export { readGaps, readYear } from './year-views/service.ts'
export { replay } from './years/service.ts'

function presentRow(
  { platform }: Actor,
  row: store.YearWithCertificate,
  /** Asked for where a choice is offered; elsewhere the one that it counts for. */
  seriesHeld: readonly string[] = [row.series],
): YearRow {
  const certification = certificationOf(row, row.year, todayIn(platform.clock.now()))
  const { way, isOpen } = certification
  const heldSeveral = seriesHeld.length > 1 && !row.keepsRules
  const facts = { own: true, onRequest: way === 'onRequest', inTime: isOpen, heldSeveral }
  return {
    id: row.id,
    year: row.year,
    series: row.series,
    seriesHeld: [...seriesHeld],
    public: { count: row.publicCount, hoursTenths: row.publicTenths },
    professional: { count: row.professionalCount, hoursTenths: row.professionalTenths },
    elective: { count: row.electiveCount, hoursTenths: row.electiveTenths },
    totalTenths: row.publicTenths + row.professionalTenths + row.electiveTenths,
    state: row.state,
    certification,
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
  return { items: await presentRows(actor, rows) }
}

/** One of the actor's own years as it stands in the list. 404 when it is not theirs. */
export async function readRow(actor: Actor, id: string): Promise<YearRow> {
  const rows = await store.listYears(actor.platform.db, ownPerson(actor), { id })
  const [row] = await presentRows(actor, rows)
  return row ?? fail('NOT_FOUND')
}

/** Years of the actor's own with the series that may be chosen for each. */
async function presentRows(actor: Actor, rows: readonly store.YearWithCertificate[]) {
  const years = rows.map(({ year }) => year)
  const held = await listHeld(actor.platform.db, ownPerson(actor), years)
  return rows.map((row) => presentRow(actor, row, held.get(row.year)))
}

/** 选择专业系列, and the year as it stands then. WRONG_STATE once it is certified or keeps its rules. */
export async function chooseSeries(actor: Actor, id: string, series: string): Promise<YearRow> {
  const isChosen = await yearSeries.chooseSeries(actor, id, series)
  const current = await readRow(actor, id)
  return isChosen ? current : fail('WRONG_STATE', { current })
}

/**
 * 年度认证 at once, on request: a year that meets its rules becomes certified and its certificate is
 * issued in the same act. WRONG_STATE while hours are lacking, when it is certified already, or where
 * its rules leave it to the office; CERTIFICATION_CLOSED after their last day.
 */
export async function certify(actor: Actor, id: string): Promise<YearRow> {
  const personId = ownPerson(actor)
  const { certified } = await transaction(actor, async (tx) => {
    const [found] = await store.listYears(tx, personId, { id })
    if (!found) fail('NOT_FOUND')
    const row = await refuseOutdated(tx, actor, found)
    const at = actor.platform.clock.now()
    const { from, to } = yearMoves.certify
    const current = presentRow(actor, row)
    if (from.some((state) => state === row.state) && !current.certification.isOpen)
      fail('CERTIFICATION_CLOSED', { current })
    const moved = current.open.includes('certify')
      ? await store.certifyYear(tx, { id, personId, from, at })
      : undefined
    if (!moved) fail('WRONG_STATE', { current })
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
  return presentRow(actor, certified)
}

/**
 * A year that was computed before the rules changed is computed anew before anything is said of it;
 * where it no longer meets them, that stays and the request is refused. Answers it as it stands now.
 */
async function refuseOutdated(
  tx: Db,
  actor: Actor,
  row: store.YearWithCertificate,
): Promise<store.YearWithCertificate> {
  const rules = await rulesOf(tx, row)
  if (rules.id === row.ruleSetId) return row
  await settleAnew(tx, actor, row)
  const [now] = await store.listYears(tx, row.personId, { id: row.id })
  if (now?.state !== row.state) refuse('WRONG_STATE', { current: now && presentRow(actor, now) })
  return now
}
