import {
  AuditCheck,
  type AuditRow,
  type AuditSeals,
  type listAudit,
  sensitiveActs,
} from '@xueshi/contract/administration/audit'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import * as ledger from '../../ledger/service.ts'
import { signedIn, type Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import type { Keys } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { type RowsReport, verifyRows } from '../../platform/row-verify.ts'
import { type AuditReport, type Finding, verifyAudit } from '../../platform/seal-verify.ts'
import { sealsLogOf } from '../../platform/seals.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

const pageRows = 20
const sealsShown = 10
const checksShown = 5
const findingsKept = 100
/** A check that is not over after so long was cut off. */
const lostMilliseconds = 3_600_000
const dayMilliseconds = 86_400_000

type Rows = Reply<typeof listAudit>

const cursorOf = (after: string | undefined) => {
  if (after === undefined) return undefined
  const [at, id] = readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  return { at, id }
}

function pageOf(rows: store.AuditRow[]): Rows {
  const { page, next } = cut(rows, pageRows, ({ at, id }) => [at.toISOString(), id])
  const items = page.map(({ at, address, ...row }): AuditRow => ({
    ...row,
    at: at.toISOString(),
    address: address ?? '',
  }))
  return { items, next }
}

/** Midnight of the day in Asia/Shanghai. */
const dayBegins = (day: string) => new Date(`${day}T00:00:00+08:00`)
const nobodys: Rows = { items: [], next: null }

/** 审计日志, newest first, 20 at a time. A name or number that is nobody's finds nothing. */
export async function list(
  { platform: { db } }: Actor,
  { act, actor: name, record, from, to, after }: Query<typeof listAudit>,
): Promise<Rows> {
  const cursor = cursorOf(after)
  const recordId = record?.trim() || undefined
  if (recordId !== undefined && !z.uuid().safeParse(recordId).success) return nobodys
  const accountName = name?.trim() || undefined
  const actorId = accountName === undefined ? undefined : await store.findActor(db, accountName)
  if (accountName !== undefined && actorId === undefined) return nobodys
  const rows = await store.listAudit(db, {
    act,
    actorId,
    recordId,
    from: from === undefined ? undefined : dayBegins(from),
    before: to === undefined ? undefined : new Date(dayBegins(to).getTime() + dayMilliseconds),
    after: cursor,
    limit: pageRows + 1,
  })
  return pageOf(rows)
}

/** 敏感信息查看记录, newest first. */
export async function listSensitiveViews(
  { platform: { db } }: Actor,
  { after }: { after?: string | undefined },
): Promise<Rows> {
  const wanted = { after: cursorOf(after), limit: pageRows + 1 }
  return pageOf(await store.listActs(db, sensitiveActs, wanted))
}

/**
 * The personal values of one row, once it is on record who looked and why. NOT_FOUND where there
 * are none, or none any more.
 */
export async function reveal(
  actor: Actor,
  id: string,
  reason: string,
): Promise<{ values: unknown }> {
  const { platform } = actor
  const row = await store.findRow(platform.db, id)
  if (!row?.personalSealed) return fail('NOT_FOUND')
  await transaction(actor, async (tx) => {
    const facts = { reason, of: row.act, subjectId: row.subjectId }
    await audit.record(tx, actor, { act: 'audit.reveal', recordId: id, facts })
    return { id }
  })
  const values = await audit.openPersonal(platform, row)
  return values === null ? fail('NOT_FOUND') : { values }
}

const Findings = AuditCheck.shape.findings

function presentCheck(row: Awaited<ReturnType<typeof store.findCheck>>): AuditCheck {
  const { at, endedAt, rowCount, accountId: _, findings, ...check } = row
  return {
    ...check,
    at: at.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    rows: rowCount === null ? null : Number(rowCount),
    findings: Findings.parse(findings ?? []),
  }
}

/** The newest seals and the last checks. */
export async function readIntegrity({
  platform: { db },
}: Actor): Promise<z.infer<typeof AuditSeals>> {
  const [seals, checks] = await Promise.all([
    store.newestSeals(db, sealsShown),
    store.listChecks(db, checksShown),
  ])
  return {
    seals: seals.map(({ id, at, size, root }) => ({
      id: Number(id),
      at: at.toISOString(),
      size,
      root: root.toString('hex'),
    })),
    checks: checks.map(presentCheck),
  }
}

/** Begins a walk through the whole audit; while one is under way, it is the answer. */
export async function startCheck(actor: Actor): Promise<AuditCheck> {
  const { accountId, name, platform } = signedIn(actor)
  const { db, clock } = platform
  const at = clock.now()
  const { id } = await transaction(actor, async (tx) => {
    const check = { id: newId(at), at, accountId, byName: name }
    const begun = await store.beginCheck(tx, check, new Date(at.getTime() - lostMilliseconds))
    const underWay = begun ?? (await store.checkUnderWay(tx))
    // It ended between our two looks: whoever asks again begins another.
    if (!underWay) return fail('IN_PROGRESS', { retryAfterSeconds: 1 })
    if (begun) start(tx, actor, 'administration.checkAudit', { id: begun.id })
    await audit.record(tx, actor, { act: 'audit.check', recordId: underWay.id })
    return underWay
  })
  return presentCheck(await store.findCheck(db, id))
}

type Report = Omit<AuditReport, 'findings'> &
  Omit<RowsReport, 'findings'> & { findings: (Finding | RowsReport['findings'][number])[] }

/** Holds the audit against its seals, and the ledger and certificates against their codes and the audit. */
export async function verify(
  db: Db,
  keys: Pick<Keys, 'sealKey'>,
  options: Parameters<typeof verifyAudit>[2],
): Promise<Report> {
  const audited = await verifyAudit(db, keys, options)
  const rows = await verifyRows(db, keys, [ledger.guarded, certificates.guarded])
  return { ...rows, ...audited, findings: [...audited.findings, ...rows.findings] }
}

/** The walk itself; what it found stays, at most the first hundred findings. */
export async function runCheck(platform: Platform, id: string): Promise<void> {
  const { db, clock, keys, config, log } = platform
  if (!(await store.runCheck(db, id))) return
  try {
    const { rows, uncovered, findings } = await verify(db, keys, {
      sealsLog: sealsLogOf(config),
      progress: (sealId) => store.noteProgress(db, id, sealId),
    })
    await store.endCheck(db, id, {
      state: 'done',
      endedAt: clock.now(),
      rowCount: rows,
      uncovered,
      findings: JSON.stringify(findings.slice(0, findingsKept)),
    })
    if (findings.length > 0) log.error({ findings: findings.length }, 'the audit is not as sealed')
  } catch (error) {
    log.error({ err: error }, 'the audit could not be checked')
    await store.endCheck(db, id, { state: 'failed', endedAt: clock.now() })
  }
}
