import type { ActorKind } from '@xueshi/contract/actor'
import { staffed } from '@xueshi/contract/orgs/staff'
import { DutyNotice } from '../orgs/duty-notice.tsx'
import { useSeat } from '../own-seat.ts'
import type { StaffedPortal } from '../paths.ts'
import { Page } from '../ui/page.tsx'
import { usePortalKind } from '../url.ts'
import { Todos } from './todos.tsx'

const isStaffed = (kind: ActorKind | null): kind is StaffedPortal =>
  staffed.some((each) => each === kind)

/** 首页 of every office: whose desk this is, who stands in for whom, and what waits. */
export default function StaffHome() {
  const kind = usePortalKind()
  return (
    <Page title="首页" lead={useSeat()?.unitName}>
      {isStaffed(kind) && <DutyNotice />}
      <Todos portal={isStaffed(kind) ? kind : 'employer'} />
    </Page>
  )
}
