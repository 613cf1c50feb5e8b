import type { ClaimFact, ClaimRow } from '@xueshi/contract/insight/claims'
import { answerWorkingDays } from '@xueshi/contract/ledger'
import type { Facts } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import { addWorkingDays } from '../../platform/working-days.ts'
import type { ClaimRow as StoredClaim, ListedRow, Viewer } from './store.ts'

/** The last day on which the office that has the claim answers before it is handed on; null once it need not. */
export const answerByOf = ({ state, since }: Pick<ListedRow, 'state' | 'since'>): string | null =>
  state === 'open' ? addWorkingDays(todayIn(since), answerWorkingDays.takeOver) : null

export const presentRow = ({ since, filedAt, ...row }: ListedRow): ClaimRow => ({
  ...row,
  filedAt: filedAt.toISOString(),
  answerBy: answerByOf({ state: row.state, since }),
})

/** What the table of moves asks of a claim and whoever looks at it. */
export const factsOf = ({ office, personId }: StoredClaim, viewer: Viewer): Facts<ClaimFact> => ({
  own: viewer.kind === 'own',
  holds: viewer.kind === office,
  notSelf: viewer.kind !== 'own' && viewer.accountId !== personId,
  below: office !== 'hrss',
})
