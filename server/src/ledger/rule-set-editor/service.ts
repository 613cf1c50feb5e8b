import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { regionName } from '@xueshi/contract/dictionaries/guangdong'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type listRuleSets,
  type RuleSetDetail,
  type RuleSetForm,
  ruleSetFormOf,
  ruleSetIssues,
  type RuleSetMove,
  ruleSetMoves,
  type RuleSetRow,
} from '@xueshi/contract/ledger'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { chooseRuleSet, leavesGap } from '../rules.ts'
import { makesRules, present } from '../rule-sets/service.ts'
import * as store from '../rule-sets/store.ts'

const pageRows = 50

/** 学时规则, the latest years first; drafts where the actor's office makes the rules. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listRuleSets>,
): Promise<Reply<typeof listRuleSets>> {
  const key = after === undefined ? null : readCursor(after, z.tuple([z.int(), z.uuid()]))
  const page = { withDrafts: makesRules(actor), after: key }
  const rows = await store.list(actor.platform.db, page, pageRows + 1)
  const { page: shown, next } = cut(rows, pageRows, (end) => [end.yearFrom, end.id])
  return {
    items: shown.map((row) => rowOf(actor, row)),
    next,
  }
}

function rowOf(actor: Actor, row: store.EditedRow): RuleSetRow {
  const set = present(actor, row, isCounted(row))
  const { id, version, state, revision, effectiveAt, open, name, jurisdiction } = set
  const { series, yearFrom, yearTo, totalTenths, minima, dayTenths } = set
  const { source, confirmed, defaults } = set
  return {
    id,
    version,
    state,
    revision,
    effectiveAt,
    name,
    jurisdiction,
    series,
    yearFrom,
    yearTo,
    totalTenths,
    minima,
    dayTenths,
    source,
    confirmed,
    defaults,
    open,
  }
}

/** Nobody changes a set without having seen whom this very version of it touches. */
export const isCounted = ({ version, impact }: store.EditedRow) =>
  impact?.kind === 'counted' && impact.isWhole && impact.version === version

/** A set with what it is compared with. 404 for a draft, but at the office that writes it. */
export async function read(actor: Actor, id: string): Promise<RuleSetDetail> {
  const { db } = actor.platform
  const row = await store.findEdited(db, id)
  if (!row || (row.state === 'draft' && !makesRules(actor))) fail('NOT_FOUND')
  const inForce = await inForceBeside(db, row)
  return {
    ...present(actor, row, isCounted(row)),
    inForce: inForce ? present(actor, inForce) : null,
    impact: impactOf(row),
    taskId: makesRules(actor) ? row.taskId : null,
  }
}

const impactOf = ({ impact }: store.EditedRow) =>
  impact?.isWhole ? { kind: impact.kind, at: impact.at, years: impact.years } : null

const yetToCome = [...ruleSetMoves.edit.from, ...ruleSetMoves.takeEffect.from]

/** What holds where a set that is yet to come would: for its place, its series and its first year. */
async function inForceBeside(db: Db, { state, jurisdiction, series, yearFrom }: store.EditedRow) {
  if (!yetToCome.some((each) => each === state)) return undefined
  const { provinceCode } = store
  const cityCode = jurisdiction === 'CN' || jurisdiction === provinceCode ? null : jurisdiction
  const asked = { year: yearFrom, series: series ?? '', cityCode }
  return chooseRuleSet(await store.listEffective(db), asked, provinceCode)
}

/** The set that the actor's office may change. 404 for anybody else: for them it is only there to be read. */
export async function toChange(db: Db, actor: Actor, id: string): Promise<store.EditedRow> {
  const row = makesRules(actor) ? await store.findEdited(db, id) : undefined
  return row ?? fail('NOT_FOUND')
}

/** 复制为草稿: a draft says what this set says. */
export async function copy(actor: Actor, id: string): Promise<RuleSetDetail> {
  const me = signedIn(actor)
  const { id: draftId } = await transaction(actor, async (tx) => {
    const row = await toChange(tx, actor, id)
    if (!ruleSetMoves.copy.from.some((state) => state === row.state)) fail('WRONG_STATE')
    const at = me.platform.clock.now()
    const draft = { id: newId(at), form: ruleSetFormOf(row), at, by: me.accountId }
    await store.insertDraft(tx, draft)
    await audit.record(tx, actor, { act: 'rules.copy', recordId: draft.id, facts: { from: id } })
    return draft
  })
  return read(actor, draftId)
}

/** 保存: the draft says what the form says; whom it touches must be counted anew. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: RuleSetForm },
): Promise<RuleSetDetail> {
  await transaction(actor, async (tx) => {
    const before = await toChange(tx, actor, id)
    failOnIssues(inForm(await issuesOf(tx, actor, form)))
    const seen = { id, version, from: ruleSetMoves.edit.from }
    if (!(await store.updateDraft(tx, seen, form, actor.platform.clock.now())))
      return failMove(tx, actor, { id, version, move: 'edit' })
    const facts = { before: ruleSetFormOf(before), after: form }
    await audit.record(tx, actor, { act: 'rules.edit', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

const inForm = (issues: Record<string, string>) =>
  Object.fromEntries(Object.entries(issues).map(([path, code]) => [`form.${path}`, code]))

/** What the form lacks, with what only the house knows: its dictionaries and the sets in force. */
async function issuesOf(db: Db, actor: Actor, form: RuleSetForm): Promise<Record<string, string>> {
  const issues = ruleSetIssues(form)
  const place = form.jurisdiction
  if (place !== 'CN' && !/^44\d\d00$/.test(place)) issues['jurisdiction'] = 'NOT_OFFERED'
  else if (place !== 'CN' && regionName(place) === undefined) issues['jurisdiction'] = 'NOT_OFFERED'
  const knowsSeries = (code: string) => titleSeriesLabel(code) !== undefined
  if (form.series !== null && !knowsSeries(form.series)) issues['series'] = 'NOT_OFFERED'
  for (const [at, { code }] of form.forms.entries())
    if (learningFormLabel(code) === undefined) issues[`forms.${at}.code`] = 'NOT_OFFERED'
  for (const [at, { series }] of form.chains.entries())
    if (!series.every(knowsSeries)) issues[`chains.${at}.series`] = 'NOT_OFFERED'
  const until = yearOf(actor.platform.clock.now()) + 1
  const { provinceCode } = store
  if (leavesGap(await store.listEffective(db), form, { until, provinceCode }))
    issues['yearTo'] ??= 'YEARS_UNCOVERED'
  return issues
}

/** 删除: only what was never published. */
export async function remove(actor: Actor, id: string): Promise<{ done: true }> {
  await transaction(actor, async (tx) => {
    const row = await toChange(tx, actor, id)
    if (!(await store.remove(tx, id, ruleSetMoves.delete.from))) fail('WRONG_STATE')
    const facts = { name: row.name }
    await audit.record(tx, actor, { act: 'rules.delete', recordId: id, facts })
    return { id }
  })
  return { done: true }
}

/** 撤回发布: before its moment a set is a draft again, and may be changed. */
export async function recall(actor: Actor, id: string, version: number): Promise<RuleSetDetail> {
  await transaction(actor, async (tx) => {
    await toChange(tx, actor, id)
    const { from, to } = ruleSetMoves.recall
    if (!(await store.recall(tx, { id, version, from }, to)))
      return failMove(tx, actor, { id, version, move: 'recall' })
    await audit.record(tx, actor, { act: 'rules.recall', recordId: id })
    return { id }
  })
  return read(actor, id)
}

/** Says no to a move whose guarded UPDATE changed nothing: WRONG_STATE or STALE, with the set as it stands. */
export async function failMove(
  tx: Db,
  actor: Actor,
  { id, version, move }: { id: string; version: number; move: RuleSetMove },
): Promise<never> {
  const row = await toChange(tx, actor, id)
  const current = present(actor, row, isCounted(row))
  const { from } = ruleSetMoves[move]
  const isStale = from.some((state) => state === row.state) && row.version !== version
  return fail(isStale ? 'STALE' : 'WRONG_STATE', { current })
}
