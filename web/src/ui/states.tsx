import { useEffect, useState, type ReactNode } from 'react'
import { CallError } from '../call.ts'
import { Button } from './button.tsx'
import { textOf } from './errors.ts'
import { Icon, type IconName } from './icon.tsx'
import { ButtonLink } from './link.tsx'
import { useTitle } from './page.tsx'

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

function WholePage({
  icon,
  title,
  children,
  actions,
}: {
  icon: IconName
  title: string
  children: ReactNode
  actions: ReactNode
}) {
  useTitle(title)
  return (
    <div className="page page-form whole">
      <Icon name={icon} large />
      <h1 tabIndex={-1}>{title}</h1>
      {children}
      <div className="row">{actions}</div>
    </div>
  )
}

/** A page that does not exist, or not for this person. */
export function NotFound() {
  return (
    <WholePage
      icon="search"
      title="没有找到这个页面"
      actions={<ButtonLink to="/">返回首页</ButtonLink>}
    >
      <p>网址可能有误，或者这项内容已被删除、不在您的办理范围内。</p>
    </WholePage>
  )
}

/** A portal that this person has no seat in. */
export function NoPermission({ children }: { children?: ReactNode }) {
  return (
    <WholePage
      icon="lock"
      title="您没有使用这个页面的权限"
      actions={<ButtonLink to="/">返回首页</ButtonLink>}
    >
      <p>如需办理，请在右上角切换身份，或联系本单位管理员为您开通。</p>
      {children}
    </WholePage>
  )
}

/** A page that broke, or could not be fetched. */
export function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  if (error instanceof CallError && error.code === 'FORBIDDEN') return <NoPermission />
  if (error instanceof CallError && error.code === 'NOT_FOUND') return <NotFound />
  const number = error instanceof CallError ? error.requestId : null
  return (
    <WholePage
      icon="error"
      title="页面没有打开"
      actions={
        <>
          <Button look="primary" icon="refresh" onClick={retry}>
            重试
          </Button>
          <ButtonLink to="/">返回首页</ButtonLink>
        </>
      }
    >
      <p>{textOf(error)}</p>
      {number && <p>{`编号：${number}`}</p>}
    </WholePage>
  )
}

/** A strip above the page while the browser knows itself offline. */
export function OfflineNotice() {
  const [offline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return (
    <div role="status">
      {offline && (
        <p className="offline">
          <Icon name="offline" />
          网络已断开。已填写的内容仍在本页，恢复网络后可以继续提交。
        </p>
      )}
    </div>
  )
}
