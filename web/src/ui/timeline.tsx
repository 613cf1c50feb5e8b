import { Icon, type IconName } from './icon.tsx'
import type { Tone } from './status.tsx'
import { formatInstant } from './time.ts'

export interface TimelineEvent {
  /** A UTC instant. */
  at: string
  what: string
  who: string
  office?: string | null
  why?: string | null
  /** What was said or changed by it, which is no reason. */
  said?: string | null
  /** The paper that it stands on. */
  paper?: string | null
  tone?: Tone
}

const icons: Record<Tone, IconName> = {
  neutral: 'pencil',
  waiting: 'send',
  ok: 'check',
  attention: 'returned',
  bad: 'ban',
  past: 'clock',
}

/** Who did what, when and why, newest first as given. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="timeline">
      {events.map(({ at, what, who, office, why, said, paper, tone = 'neutral' }) => (
        <li key={`${at}${what}`} className={`timeline-event timeline-${tone}`}>
          <span className="timeline-mark">
            <Icon name={icons[tone]} />
          </span>
          <p className="timeline-what">{what}</p>
          <p className="timeline-who">
            <time dateTime={at}>{formatInstant(at)}</time>
            <span>
              {who}
              {office ? `（${office}）` : ''}
            </span>
          </p>
          {paper && <p className="timeline-why">{`决定文书：${paper}`}</p>}
          {said && <p className="timeline-why">{said}</p>}
          {why && <p className="timeline-why">{`原因：${why}`}</p>}
        </li>
      ))}
    </ol>
  )
}
