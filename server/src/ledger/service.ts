import type { Reply } from '@xueshi/contract/endpoint'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import {
  type Category,
  type EntryItem,
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
import { newId } from '../platform/ids.ts'
import { tell } from '../messages/service.ts'
import { fail } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { computeYear, type RuleSet, yearFacts } from './rules.ts'
import { findRuleSet, type RulesFor } from './rule-sets/store.ts'
import { lockYear, noRuleSet, settle } from './settling/service.ts'
import * as store from './store.ts'

export { officesFor, type RuleSet } from './rules.ts'
export { resumeYear, suspendYear } from './suspensions/service.ts'

/**
 * The rules in force for a year, a series and, where it is known, the employer, whose city may have
 * its own. Throws when there are none: a year we cannot judge.
 */
export async function ruleSetFor(db: Db, of: RulesFor): Promise<RuleSet> {
  return (await findRuleSet(db, of)) ?? noRuleSet(of.year)
}

export type Credit = {
  personId: string
  /** The employer at that time. */
  unitId: string | null
  /** The year of the study in Asia/Shanghai, not of the review. */
  year: number
  series: string
  category: Category
  hoursTenths: number
  /** 门数: one for a declaration, as many as its 科目 for a class. */
  subjects: number
  source: { kind: 'declaration' | 'class' | 'platform' | 'legacy'; id: string; line: number }
  form: string
  item: EntryItem
}

/**
 * Recognised hours stand in the ledger and the year is computed anew, in the caller's transaction.
 * A line of a source has at most one credit that stands; a second one throws plainly, since the
 * caller's own guard must have let two decisions through.
 */
export async function credit(tx: Db, actor: Actor, { source, ...entry }: Credit): Promise<void> {
  const year = await lockYear(tx, actor, entry)
  const standing = await store.addEntry(tx, {
    ...entry,
    id: newId(actor.platform.clock.now()),
    series: year.series,
    sourceKind: source.kind,
    sourceId: source.id,
    line: source.line,
    ruleSetId: year.rules.id,
    at: actor.platform.clock.now(),
    byId: actor.accountId,
  })
  if (!standing) throw new Error('this line of the source has a credit that stands')
  await settle(tx, actor, year, entry, standing)
}

/** As `credit`, for many at once: years are locked in the order of people, so that no two acts wait for each other. */
export async function creditAll(tx: Db, actor: Actor, credits: readonly Credit[]): Promise<void> {
  const inOrder = credits.toSorted((one, other) => (one.personId < other.personId ? -1 : 1))
  for (const one of inOrder) await credit(tx, actor, one)
}

/**
 * Takes back the credit of a source's line by a reversing entry. A certificate that the year no
 * longer deserves is withdrawn here, so that no caller can forget it. Throws when nothing stands.
 */
export async function reverse(
  tx: Db,
  actor: Actor,
  { source, reason }: { source: Credit['source']; reason: string },
): Promise<void> {
  const line = { sourceKind: source.kind, sourceId: source.id, line: source.line }
  const standing = await store.findLastCredit(tx, line)
  if (!standing || standing.reversalId) throw new Error('no credit of this line stands')
  const { personId, year } = standing
  const locked = await lockYear(tx, actor, standing)
  const at = actor.platform.clock.now()
  await store.insertReversal(tx, standing, { id: newId(at), at, byId: actor.accountId, reason })
  await settle(tx, actor, locked, standing, await store.listStanding(tx, personId, year))
}

/**
 * Recognised hours take the place of the credit of this line that stands, by a reversing entry and the
 * next revision. The year is computed once, after both: a certificate that it deserves before and
 * after is not lost in between. Throws when nothing stands.
 */
export async function replace(
  tx: Db,
  actor: Actor,
  { source, ...entry }: Credit,
  reason: string,
): Promise<void> {
  const line = { sourceKind: source.kind, sourceId: source.id, line: source.line }
  const former = await store.findLastCredit(tx, line)
  if (!former || former.reversalId) throw new Error('no credit of this line stands')
  const year = await lockYear(tx, actor, entry)
  const stamp = { at: actor.platform.clock.now(), byId: actor.accountId }
  await store.insertReversal(tx, former, { ...stamp, id: newId(stamp.at), reason })
  const { series, rules } = year
  const next = { ...entry, ...line, ...stamp, id: newId(stamp.at), series, ruleSetId: rules.id }
  const standing = await store.addEntry(tx, next)
  if (!standing) throw new Error('this line of the source has a credit that stands')
  await settle(tx, actor, year, entry, standing)
}

const movedReason = '账号合并：学时转入本人的另一账号'

/**
 * Hours of an account that was merged are the other's: each credit is reversed there and stands here
 * as its line's next revision, so nothing is rewritten and nothing counts twice. Years are computed
 * anew on both sides; a certificate that was issued to the merged account is withdrawn with them.
 */
export async function moveCredits(
  tx: Db,
  actor: Actor,
  { id, intoId }: { id: string; intoId: string },
): Promise<number> {
  const standing = await store.listStandingCredits(tx, id)
  for (const { sourceKind, sourceId, line, ...entry } of standing) {
    const source = { kind: sourceKind, id: sourceId, line }
    await reverse(tx, actor, { source, reason: movedReason })
    await credit(tx, actor, { ...entry, source, personId: intoId })
  }
  return standing.length
}

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

/** What the year's certificate says, and the certificate issued under a number of the unit's city. */
export async function issueCertificate(tx: Db, actor: Actor, row: store.YearWithCertificate) {
  const { personId, unitId, year, series } = row
  const rules = await ruleSetFor(tx, row)
  const credits = (await store.listCredits(tx, personId, year)).filter(
    (credit) => !credit.reversalId,
  )
  const facts = yearFacts({ year, series, credits, rules })
  return certificates.issue(tx, actor, { personId, unitId, series, facts })
}

/** 我的年度: what there is, what is required and what is lacking by category, and each credit behind it. */
export async function readYear(actor: Actor, year: number): Promise<YearDetail> {
  const { db } = actor.platform
  const personId = ownPerson(actor)
  const credits = await store.listCredits(db, personId, year)
  const [row] = await store.listYears(db, personId, { from: year, to: year })
  const rules = await findRuleSet(db, { year, series: row?.series ?? '' })
  if (!rules) fail('NOT_FOUND')
  const result = computeYear(
    credits.filter((credit) => !credit.reversalId),
    rules,
  )
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
