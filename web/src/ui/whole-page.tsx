import type { ReactNode } from 'react'
import { CallError } from '../call.ts'
import { Button } from './button.tsx'
import { textOf } from './errors.ts'
import { Icon, type IconName } from './icon.tsx'
import { ButtonLink } from './link.tsx'
import { useTitle } from './page.tsx'

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
