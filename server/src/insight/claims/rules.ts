import type { ClaimFact, ClaimRow } from '@xueshi/contract/insight/claims'
import type { Facts } from '@xueshi/contract/moves'
import type { ClaimRow as StoredClaim, ListedRow, Viewer } from './store.ts'

export const presentRow = ({ since: _since, filedAt, ...row }: ListedRow): ClaimRow => ({
  ...row,
  filedAt: filedAt.toISOString(),
})

/** What the table of moves asks of a claim and whoever looks at it. */
export const factsOf = ({ office, personId }: StoredClaim, viewer: Viewer): Facts<ClaimFact> => ({
  own: viewer.kind === 'own',
  holds: viewer.kind === office,
  notSelf: viewer.kind !== 'own' && viewer.accountId !== personId,
  below: office !== 'hrss',
})
