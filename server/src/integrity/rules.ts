import type { CaseFact, CaseForm } from '@xueshi/contract/integrity'
import type { Facts } from '@xueshi/contract/moves'

/** What the table of moves asks of a case and whoever looks at it. */
export function caseFacts(
  row: { officeUnitId: string; proposerId: string; isSubject: boolean; files: readonly object[] },
  viewer: { unitId: string | null; accountId: string },
  received: number,
): Facts<CaseFact> {
  const isProposer = row.proposerId === viewer.accountId
  return {
    own: row.officeUnitId === viewer.unitId,
    proposer: isProposer,
    notProposer: !isProposer && !row.isSubject,
    supported: received > 0,
  }
}

/** Twice the same effect says no more than once. */
export const tidied = (form: CaseForm): CaseForm => ({
  ...form,
  suspendedYears: form.suspendedYears.toSorted((one, other) => one - other),
})
