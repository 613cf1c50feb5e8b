import { sql } from 'kysely'
import type { Keys } from './crypto.ts'
import type { Db } from './database.ts'
import { leafOf, rootOf, sealedColumns, sealSigner, type Columns } from './seal-tree.ts'
import { graceMilliseconds, logLineOf, readSealsLog, sealsAfter, type Seal } from './seals.ts'

const pageRows = 2_000

/** What was found: a row or a seal, named, and what is wrong with it. */
export type Finding =
  | { kind: 'changed' | 'removed'; auditId: string; sealId: number }
  | { kind: 'slippedIn'; auditId: string }
  /** Leaves were added, taken away or changed, so that they are not what was signed. */
  | { kind: 'leavesChanged'; sealId: number }
  | { kind: 'badSignature' | 'chainBroken' | 'sealChanged' | 'sealMissing'; sealId: number }

export type AuditReport = {
  rows: number
  seals: number
  /** Rows since the newest seal, which are not covered yet. */
  uncovered: number
  findings: Finding[]
}

/**
 * Holds every audit row against its seal, every seal against its signature, its predecessor and the
 * log outside the database, and names what does not fit. Reads only; tells every so often how far it is.
 */
export async function verifyAudit(
  db: Db,
  keys: Pick<Keys, 'sealKey'>,
  {
    sealsLog,
    progress = async () => undefined,
  }: { sealsLog: string; progress?: (lastSealId: number) => Promise<void> },
): Promise<AuditReport> {
  const signer = sealSigner(keys)
  const logged = new Map<number, string>()
  for (const line of await readSealsLog(sealsLog)) logged.set(sealIdOf(line), line)
  const lastLogged = Math.max(0, ...logged.keys())

  const findings: Finding[] = []
  let before: Seal | null = null
  let seals = 0
  for (;;) {
    const page = await sealsAfter(db, before?.id ?? 0, 100)
    for (const seal of page) {
      const sealId = seal.id
      const line = logged.get(sealId)
      logged.delete(sealId)
      if (line === undefined ? sealId <= lastLogged : line !== logLineOf(seal))
        findings.push({ kind: 'sealChanged', sealId })
      if (!signer.holds(seal, seal.signature)) findings.push({ kind: 'badSignature', sealId })
      if (!sameBytes(seal.previousRoot, before?.root ?? null))
        findings.push({ kind: 'chainBroken', sealId })
      findings.push(...(await verifyLeaves(db, seal)))
      before = seal
      seals += 1
    }
    if (page.length === 0) break
    await progress(before?.id ?? 0)
  }
  for (const sealId of logged.keys()) findings.push({ kind: 'sealMissing', sealId })
  const { rows, uncovered, slippedIn } = await unsealedRows(db, before?.at ?? null)
  for (const auditId of slippedIn) findings.push({ kind: 'slippedIn', auditId })
  return { rows, seals, uncovered, findings }
}

const sealIdOf = (line: string) => Number(/^\{"seal":(\d+),/.exec(line)?.[1] ?? Number.NaN)

const sameBytes = (one: Buffer | null, other: Buffer | null) =>
  one === null || other === null ? one === other : one.equals(other)

async function verifyLeaves(db: Db, seal: Seal): Promise<Finding[]> {
  const findings: Finding[] = []
  const leaves: Buffer[] = []
  let isWhole = true
  let position = -1
  for (;;) {
    const { rows } = await sql<{
      position: number
      auditId: string
      leaf: Buffer
      columns: Columns | null
    }>`
      SELECT l.position, l.audit_id, l.leaf, a.columns
      FROM audit_leaves l
      LEFT JOIN LATERAL (SELECT ${sealedColumns} AS columns FROM audit WHERE id = l.audit_id) a ON true
      WHERE l.seal_id = ${seal.id} AND l.position > ${position}
      ORDER BY l.position LIMIT ${pageRows}
    `.execute(db)
    for (const { auditId, leaf, columns, ...row } of rows) {
      if (row.position !== position + 1) isWhole = false
      position = row.position
      leaves.push(leaf)
      if (position >= seal.size) findings.push({ kind: 'slippedIn', auditId })
      else if (columns === null) findings.push({ kind: 'removed', auditId, sealId: seal.id })
      else if (!leafOf(columns).equals(leaf))
        findings.push({ kind: 'changed', auditId, sealId: seal.id })
    }
    if (rows.length < pageRows) break
  }
  isWhole &&= leaves.length === seal.size && rootOf(leaves).equals(seal.root)
  if (!isWhole) findings.push({ kind: 'leavesChanged', sealId: seal.id })
  return findings
}

/** Walks all rows; those without a leaf are new, or too old to be. */
async function unsealedRows(db: Db, newestSealAt: Date | null) {
  const tooOld = newestSealAt ? new Date(newestSealAt.getTime() - graceMilliseconds) : new Date(0)
  const slippedIn: string[] = []
  let uncovered = 0
  let count = 0
  let after: { time: string; id: string } = { time: '-infinity', id: nil }
  for (;;) {
    const { rows } = await sql<{ id: string; time: string; isSealed: boolean; isOld: boolean }>`
      SELECT a.id, a.at::text AS time, l.audit_id IS NOT NULL AS is_sealed, a.at < ${tooOld} AS is_old
      FROM audit a LEFT JOIN audit_leaves l ON l.audit_id = a.id
      WHERE (a.at, a.id) > (${after.time}::timestamptz, ${after.id})
      ORDER BY a.at, a.id LIMIT ${pageRows}
    `.execute(db)
    for (const { id, isSealed, isOld } of rows) {
      if (!isSealed && newestSealAt && isOld) slippedIn.push(id)
      else if (!isSealed) uncovered += 1
    }
    count += rows.length
    const last = rows.at(-1)
    if (!last) return { rows: count, uncovered, slippedIn }
    after = last
  }
}

const nil = '00000000-0000-0000-0000-000000000000'
