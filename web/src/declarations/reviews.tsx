import * as z from 'zod/mini'
import { paths, type ReviewPortal } from '../paths.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useReviewKind, useUrlState } from '../url.ts'
import './review.css'
import { LastDecisionLine } from './last-decision.tsx'
import { QueueSummary } from './queue-summary.tsx'
import { ReviewQueue } from './review-queue.tsx'
import { DecidedReviews } from './reviews-decided.tsx'
import { FoundRecords } from './reviews-found.tsx'

/** What the queue is called in each portal. */
export const queueText: Record<ReviewPortal, string> = {
  employer: '学时审核',
  industry: '学时复核',
  hrss: '学时复核',
}

const tabs = [
  { id: 'waiting', text: '待审核' },
  { id: 'decided', text: '已审核' },
  { id: 'found', text: '查询记录' },
] as const
const View = z.object({ tab: z.optional(z.enum(['waiting', 'decided', 'found'])) })

/** What an office reviews, has reviewed, and may look up. */
export default function Reviews() {
  const kind = useReviewKind()
  const [{ tab = 'waiting' }, setView] = useUrlState(View)
  const choose = (next: string) =>
    // The filters of one list mean nothing in another.
    setView({
      tab: next === 'waiting' ? undefined : next,
      after: undefined,
      person: undefined,
      state: undefined,
      receipt: undefined,
    })
  return (
    <Page
      title={queueText[kind]}
      lead={<QueueSummary />}
      actions={
        kind === 'employer' && (
          <ButtonLink to={paths.exemptionReviews('employer')}>免修减免申请</ButtonLink>
        )
      }
    >
      <LastDecisionLine />
      <Tabs label={queueText[kind]} tabs={tabs} chosen={tab} choose={choose}>
        <div className="stack">
          {tab === 'decided' ? (
            <DecidedReviews />
          ) : tab === 'found' ? (
            <FoundRecords />
          ) : (
            <ReviewQueue />
          )}
        </div>
      </Tabs>
    </Page>
  )
}
