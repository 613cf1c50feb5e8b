import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** neutral: not sent. waiting: with others. ok: done. attention: the reader must act. bad: refused. past: history. */
export type Tone = 'neutral' | 'waiting' | 'ok' | 'attention' | 'bad' | 'past'

const icons: Record<Tone, IconName> = {
  neutral: 'pencil',
  waiting: 'clock',
  ok: 'checkCircle',
  attention: 'alert',
  bad: 'ban',
  past: 'info',
}

/** A state as icon, word and colour, so that none of them has to carry it alone. */
export function Status({
  tone,
  icon,
  children,
}: {
  tone: Tone
  icon?: IconName
  children: ReactNode
}) {
  return (
    <span className={`status status-${tone}`}>
      <Icon name={icon ?? icons[tone]} />
      {children}
    </span>
  )
}

/** A word about a thing that is no state: 主要单位, 审核中的单位. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>
}
