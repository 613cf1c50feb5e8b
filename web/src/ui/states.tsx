import type { ReactNode } from 'react'
import { CallError } from '../call.ts'
import { Button } from './button.tsx'
import { textOf } from './errors.ts'
import { Icon, type IconName } from './icon.tsx'
import { ButtonLink } from './link.tsx'

export interface EmptyProps {
  icon?: IconName
  title: string
  /** What to do about it. */
  children?: ReactNode
  actions?: ReactNode
}

/** Where a list would be and there is nothing yet. */
export function Empty({ icon = 'inbox', title, children, actions }: EmptyProps) {
  return (
    <div className="empty">
      <Icon name={icon} large />
      <p className="empty-title">{title}</p>
      {children && <div className="empty-words">{children}</div>}
      {actions && <div className="row">{actions}</div>}
    </div>
  )
}

/** A reading that failed, in the place where it would stand. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const code = error instanceof CallError ? error.code : null
  if (code === 'NOT_FOUND')
    return (
      <div role="alert">
        <Empty
          icon="search"
          title="没有找到这项内容"
          actions={<ButtonLink to="/">返回首页</ButtonLink>}
        >
          <p>网址可能有误，或者这项内容已被删除、不在您的办理范围内。</p>
        </Empty>
      </div>
    )
  const silent = code === 'NO_ANSWER'
  const number = error instanceof CallError ? error.requestId : null
  return (
    <div role="alert">
      <Empty
        icon={silent ? 'offline' : 'error'}
        title={silent ? '没有连接到系统' : '没有取到内容'}
        actions={
          retry && (
            <Button icon="refresh" onClick={retry}>
              重试
            </Button>
          )
        }
      >
        <p>{textOf(error)}</p>
        {number && <p>{`编号：${number}`}</p>}
      </Empty>
    </div>
  )
}
