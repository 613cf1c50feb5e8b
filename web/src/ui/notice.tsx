import type { ReactNode } from 'react'
import { unbroken } from './dates.tsx'
import { Icon, type IconName } from './icon.tsx'

export type NoticeTone = 'info' | 'ok' | 'warn' | 'error'
const icons: Record<NoticeTone, IconName> = {
  info: 'info',
  ok: 'checkCircle',
  warn: 'alert',
  error: 'error',
}

export interface NoticeProps {
  tone?: NoticeTone
  title?: string
  actions?: ReactNode
  /** True: said to screen readers as it appears. */
  live?: boolean
  children?: ReactNode
}

/** Something to know before going on, where it is needed: the reason of a return, a final field. */
export function Notice({ tone = 'info', title, actions, live, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={live ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div className="notice-body">
        {title && <p className="notice-title">{unbroken(title)}</p>}
        {unbroken(children)}
        {actions && <div className="row">{actions}</div>}
      </div>
    </div>
  )
}
