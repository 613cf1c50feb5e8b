import type { UnitEvent } from '@xueshi/contract/orgs/timeline'
import { Card } from '../ui/page.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { unitActText } from './text.ts'

/** 办理经过 of a unit; nothing while nothing has happened. */
export function UnitTimeline({ events }: { events: readonly UnitEvent[] }) {
  if (events.length === 0) return null
  return (
    <Card title="办理经过">
      <Timeline
        events={events.map(({ at, act, byName, officeName, reason, about }) => ({
          at,
          what: about ? `${unitActText[act].text}（${about}）` : unitActText[act].text,
          tone: unitActText[act].tone,
          who: byName || '—',
          office: officeName,
          why: reason,
        }))}
      />
    </Card>
  )
}
