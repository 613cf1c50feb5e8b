import { buffer } from 'node:stream/consumers'
import {
  type listTemplates,
  type Template,
  type TemplateForm,
  type TemplateMove,
  templateMoves,
  type TemplateRow,
} from '@xueshi/contract/certificates/templates'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import type { Media } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { print, Unprintable } from '../../platform/printing.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { printOf } from '../rules.ts'
import { regionsAbove, sampleFacts, standingOf, templateFacts, wordsCertificates } from './rules.ts'
import * as store from './store.ts'

const pageRows = 20

/** The office of the seat, its region and today there. */
function officeOf(actor: Actor) {
  const me = signedIn(actor)
  if (me.scope.kind !== 'region' || !me.seat) return fail('NOT_FOUND')
  const now = me.platform.clock.now()
  return {
    me,
    officeUnitId: me.seat.unitId,
    regionCode: me.scope.regionCode,
    now,
    today: todayIn(now),
  }
}

/** 模板与印章: the versions of the office, newest first, and the one that its certificates are issued by. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listTemplates>,
): Promise<Reply<typeof listTemplates>> {
  const { me, regionCode, today } = officeOf(actor)
  const { db } = me.platform
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.list(db, { regionCode, today, after: last }, pageRows + 1)
  const { page, next } = cut(rows, pageRows, ({ id }) => [id])
  const [current] = await inForce(db, [regionCode], today)
  return {
    items: page.map((row) => presentRow(row, today)),
    next,
    words: wordsCertificates(regionCode),
    current: current
      ? { id: current.id, officeName: current.officeName, form: formOf(current) }
      : null,
  }
}

/** What certificates of each region are issued by on a day, in their order; undefined: the house's own words. */
export async function inForce(
  db: Db,
  regionCodes: readonly string[],
  day: string,
): Promise<(store.InForce | undefined)[]> {
  const above = new Map(regionCodes.map((code) => [code, regionsAbove(code)]))
  const rows = await store.listInForce(db, [...new Set([...above.values()].flat())], day)
  const found = new Map(rows.map((row) => [row.regionCode, row]))
  return regionCodes.map((code) => {
    const nearest = above.get(code)?.find((region) => found.has(region))
    return nearest === undefined ? undefined : found.get(nearest)
  })
}

const formOf = ({
  title,
  subtitle,
  statement,
  issuer,
  remark,
  sealId,
}: TemplateForm): TemplateForm => ({ title, subtitle, statement, issuer, remark, sealId })

const presentRow = (row: store.TemplateRow, today: string): TemplateRow => ({
  id: row.id,
  state: row.state,
  standing: standingOf(row, today),
  title: row.title,
  issuer: row.issuer,
  hasSeal: row.sealId !== null,
  effectiveFrom: row.effectiveFrom,
  drafterName: row.drafterName,
  updatedAt: row.updatedAt.toISOString(),
})

/** One version: of the office's own, or of the province that words its certificates. 404 for any other. */
export const read = (actor: Actor, id: string): Promise<Template> =>
  readIn(actor.platform.db, actor, id)

async function readIn(db: Db, actor: Actor, id: string): Promise<Template> {
  const { me, regionCode, today } = officeOf(actor)
  const row = await find(db, actor, id)
  const { publishedAt, publisherName, retiredAt, retirerName, reason } = row
  const facts = templateFacts(row, { regionCode, accountId: me.accountId })
  return {
    ...presentRow(row, today),
    version: row.version,
    officeName: row.officeName,
    form: formOf(row),
    sealUrl: row.sealId === null ? null : ticketUrl(actor, 'seal', row.sealId),
    published: publishedAt && { at: publishedAt.toISOString(), by: publisherName ?? '' },
    retired: retiredAt && {
      at: retiredAt.toISOString(),
      by: retirerName ?? '',
      reason: reason ?? '',
    },
    open: openMoves(templateMoves, row.state, me.kind, facts),
  }
}

async function find(db: Db, actor: Actor, id: string): Promise<store.TemplateRow> {
  const { regionCode, today } = officeOf(actor)
  const regionCodes = [regionCode, ...regionsAbove(regionCode)]
  return (
    (await store.find(db, id, { ownCode: regionCode, regionCodes, today })) ?? fail('NOT_FOUND')
  )
}

/** 新建: a draft stands. NOT_YOUR_STEP for a county's office, whose certificates its city words. */
export async function create(actor: Actor, form: TemplateForm): Promise<Template> {
  const { me, officeUnitId, regionCode, now } = officeOf(actor)
  if (!wordsCertificates(regionCode)) fail('NOT_YOUR_STEP')
  const { id } = await transaction(actor, async (tx) => {
    await refuseSeal(tx, form, { accountId: me.accountId, regionCode }, 'sealId')
    const draft = { id: newId(now), regionCode, officeUnitId }
    await store.insert(tx, { ...draft, drafterId: me.accountId, updatedAt: now }, form)
    await audit.record(tx, actor, {
      act: 'certificateTemplate.create',
      recordId: draft.id,
      facts: form,
    })
    return draft
  })
  return read(actor, id)
}

async function refuseSeal(
  tx: Db,
  { sealId }: TemplateForm,
  by: { accountId: string; regionCode: string },
  field: string,
): Promise<void> {
  if (sealId !== null && !(await store.mayUse(tx, { sealId, ...by })))
    fail('INVALID', { fields: { [field]: 'NOT_OFFERED' } })
}

type Asked = { id: string; version: number }

/** One move of the office's own: the guarded update, its audit row, or why it was not made. */
async function move(
  actor: Actor,
  name: TemplateMove,
  { id, version }: Asked,
  update: (tx: Db, guard: store.Guard) => Promise<boolean>,
  facts: Readonly<Record<string, string | null>> = {},
): Promise<Template> {
  const { regionCode } = officeOf(actor)
  await transaction(actor, async (tx) => {
    const seen = await readIn(tx, actor, id)
    const { from } = templateMoves[name]
    if (!(await update(tx, { id, regionCode, version, from })))
      return failMove(actor, seen, { name, version })
    await audit.record(tx, actor, { act: `certificateTemplate.${name}`, recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** NOT_FOUND for another office's, STALE when somebody was faster, else why this move is not open. */
async function failMove(
  actor: Actor,
  { id, ...seen }: Template,
  { name, version }: { name: TemplateMove; version: number },
): Promise<never> {
  const { me, regionCode } = officeOf(actor)
  const row = await find(me.platform.db, actor, id)
  if (row.regionCode !== regionCode) fail('NOT_FOUND')
  const current = await read(actor, id)
  if (current.version !== version || seen.version !== version) fail('STALE', { current })
  if (name === 'publish' && row.state === 'draft') fail('OWN_RECORD')
  return fail('WRONG_STATE', { current })
}

/** 修改 of a draft: it says what the form says, and whoever wrote it last may not publish it. */
export function edit(
  actor: Actor,
  { form, ...asked }: Asked & { form: TemplateForm },
): Promise<Template> {
  const { me, regionCode, now } = officeOf(actor)
  const { accountId } = me
  const change = async (tx: Db, guard: store.Guard) => {
    await refuseSeal(tx, form, { accountId, regionCode }, 'form.sealId')
    return store.edit(tx, guard, form, { drafterId: accountId, updatedAt: now })
  }
  return move(actor, 'edit', asked, change, form)
}

/** 作废: the draft is never published. */
export const discard = (actor: Actor, asked: Asked): Promise<Template> =>
  move(actor, 'discard', asked, (tx, guard) => store.discard(tx, guard, templateMoves.discard.to))

/**
 * 发布 by another officer than wrote it: what is issued from the day on is worded and sealed so. INVALID
 * at `effectiveFrom` for a day that is over: what was issued on it is not worded anew. OWN_RECORD.
 */
export async function publish(
  actor: Actor,
  { effectiveFrom, ...asked }: Asked & { effectiveFrom: string },
): Promise<Template> {
  const { me, now, today } = officeOf(actor)
  if (effectiveFrom < today) fail('INVALID', { fields: { effectiveFrom: 'DATE_NOT_AHEAD' } })
  const { to } = templateMoves.publish
  const set = { to, effectiveFrom, publisherId: me.accountId, publishedAt: now }
  return move(actor, 'publish', asked, (tx, guard) => store.publish(tx, guard, set), {
    effectiveFrom,
  })
}

/** 停用: nothing more is issued by it; what was issued stays as it is. */
export function retire(
  actor: Actor,
  { reason, ...asked }: Asked & { reason: string },
): Promise<Template> {
  const { me, now } = officeOf(actor)
  const set = { to: templateMoves.retire.to, retirerId: me.accountId, retiredAt: now, reason }
  return move(actor, 'retire', asked, (tx, guard) => store.retire(tx, guard, set), { reason })
}

/** 预览: a certificate of nobody in these words, marked as a sample on both pages and signed by nobody. */
export async function preview(actor: Actor, id: string): Promise<Media> {
  const { me, today } = officeOf(actor)
  const { db, locker, config } = me.platform
  const row = await find(db, actor, id)
  const key = row.sealId === null ? undefined : await store.findSealKey(db, row.sealId)
  const seal = key === undefined ? null : await buffer(await locker.read(key))
  const facts = sampleFacts(row, { publicUrl: config.publicUrl, today })
  const parts = { proved: facts.verifyUrl, signer: null, photo: null, seal, sample: true }
  const bytes = await print(printOf(facts, parts)).catch((error: unknown) => {
    if (error instanceof Unprintable) fail('UNPRINTABLE')
    throw error
  })
  return { bytes, fileName: '证书样张.pdf' }
}
