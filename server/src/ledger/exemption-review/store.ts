import type { HoursByCategory, Relief } from '@xueshi/contract/ledger'
import type { Db } from '../../platform/database.ts'

export type NewObligation = Relief & {
  id: string
  personId: string
  year: number
  /** What the year asks with it, under these rules. */
  ruleSetId: string
  totalTenths: number
  byCategory: HoursByCategory
  reason: string
  exemptionId: string
  decidedBy: string | null
  officeName: string
  at: Date
}

/** The obligation is in force; false when the person's year has one already. The year is locked. */
export async function insert(tx: Db, { byCategory, exempt, ...row }: NewObligation) {
  const found = await tx
    .selectFrom('obligations')
    .select('id')
    .where('personId', '=', row.personId)
    .where('year', '=', row.year)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (found) return false
  await tx
    .insertInto('obligations')
    .values({
      ...row,
      exempt: JSON.stringify(exempt),
      publicTenths: byCategory.public,
      professionalTenths: byCategory.professional,
      electiveTenths: byCategory.elective,
    })
    .execute()
  return true
}

/** The obligation of an application ends; false when none was in force. */
export async function end(
  tx: Db,
  { exemptionId, at, reason }: { exemptionId: string; at: Date; reason: string },
): Promise<boolean> {
  const ended = await tx
    .updateTable('obligations')
    .set({ endedAt: at, endReason: reason })
    .where('exemptionId', '=', exemptionId)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}
