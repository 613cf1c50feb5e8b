import type { ActorKind } from '@xueshi/contract/actor'
import type { ReviewPortal } from '../paths.ts'
import { useSession } from '../session.ts'
import { Page } from '../ui/page.tsx'
import { usePortalKind } from '../url.ts'
import { Todos } from './todos.tsx'

const isReview = (kind: ActorKind | null): kind is ReviewPortal =>
  kind === 'employer' || kind === 'industry' || kind === 'hrss'

/** 首页 of every office: whose desk this is, and what waits on it. */
export default function StaffHome() {
  const kind = usePortalKind()
  const seat = useSession()?.seats.find((one) => one.kind === kind)
  return (
    <Page title="首页" lead={seat?.unitName}>
      <Todos portal={isReview(kind) ? kind : 'employer'} />
    </Page>
  )
}
