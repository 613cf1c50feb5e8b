import type { ActorKind } from '@xueshi/contract/actor'
import { Badge } from '../ui/badge.tsx'
import { useUnreadHere } from './unread.ts'

/** The number at 消息 in a portal's menu. */
export default function UnreadBadge({ kind, path }: { kind: ActorKind; path: string }) {
  return <Badge {...useUnreadHere(kind, path)} />
}
