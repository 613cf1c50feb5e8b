import { createHash } from 'node:crypto'
import type { Db } from './database.ts'
import { newId } from './ids.ts'
import { type Deed, recordOf, type Written } from './row-macs.ts'
import { pendingOf } from './transaction.ts'

/** An act that writes more than these puts them down in parts as it goes, so that memory has a bound. */
const mostInline = 4_000

/** Has the audit row of the act list these rows: one that is removed later is missed by it. */
export async function noteWritten(tx: Db, deed: Deed, rows: readonly Written[]): Promise<void> {
  const { written } = pendingOf(tx)
  for (const row of rows) written.records.push(recordOf(deed, row))
  if (written.records.length <= mostInline) return
  const part = Buffer.concat(written.records)
  written.records = []
  written.parts ??= { auditId: newId(), hashes: [] }
  const { auditId, hashes } = written.parts
  await tx
    .insertInto('auditParts')
    .values({ auditId, part: hashes.length, written: part })
    .execute()
  hashes.push(createHash('sha256').update(part).digest())
}
