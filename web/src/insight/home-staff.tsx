import type { ActorKind } from '@xueshi/contract/actor'
import { staffed } from '@xueshi/contract/orgs/staff'
import { DutyNotice } from '../orgs/duty-notice.tsx'
import { useSeat } from '../own-seat.ts'
import type { ReviewPortal } from '../paths.ts'
import { Page } from '../ui/page.tsx'
import { usePortalKind } from '../url.ts'
import { Todos } from './todos.tsx'

const isReview = (kind: ActorKind | null): kind is ReviewPortal =>
  kind === 'employer' || kind === 'industry' || kind === 'hrss'

/** 首页 of every office: whose desk this is, who stands in for whom, and what waits. */
export default function StaffHome() {
  const kind = usePortalKind()
  return (
    <Page title="首页" lead={useSeat()?.unitName}>
      {staffed.some((each) => each === kind) && <DutyNotice />}
      <Todos portal={isReview(kind) ? kind : 'employer'} />
    </Page>
  )
}
