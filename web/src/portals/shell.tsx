import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { portalAt, publicPaths } from '../public-paths.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { LiveRegion, SkipLink } from '../ui/live.tsx'
import { Toasts } from '../ui/toast.tsx'
import { usePortal } from './known.ts'
import { Emblem } from './emblem.tsx'
import { Footer } from './footer.tsx'
import { OfflineNotice } from './offline-notice.tsx'
import { SideMenu } from './side-menu.tsx'
import { DisplaySwitches } from './switches.tsx'

// Only the signed in need the one, only phones the other: neither is part of the first load.
const AccountMenu = lazy(() => import('./account-menu.tsx'))
const IdleWarning = lazy(() => import('../accounts/idle-warning.tsx'))
const MenuDrawer = lazy(() => import('./menu-drawer.tsx'))

/** What stands around every page: header, menu of the portal, footer. */
export function Shell({ children }: { children?: ReactNode }) {
  const pathname = useDrawnPath()
  const portal = usePortal(portalAt(pathname))
  const session = useSession()
  const [menuOpen, setMenuOpen] = useState(false)
  const inside = portal.kind !== 'public'
  return (
    <div className={inside ? 'shell shell-portal' : 'shell shell-public'}>
      <SkipLink />
      <header className="header">
        <div className="header-inside">
          <span className="header-menu">
            <Button look="quiet" icon="menu" iconOnly onClick={() => setMenuOpen(true)}>
              打开菜单
            </Button>
          </span>
          <Link to={publicPaths.home()} className="header-name">
            <Emblem />
            <span className="header-words">
              <span>广东省专业技术人员</span>
              <span>继续教育管理系统</span>
            </span>
          </Link>
          {!inside && <SideMenu portal={portal} path={pathname} layout="top" />}
          <div className="header-tools">
            <DisplaySwitches />
            {session?.account ? (
              <Suspense fallback={<span className="account-wait">{session.account.name}</span>}>
                <AccountMenu session={session} portal={portal} path={pathname} />
              </Suspense>
            ) : (
              inside && <ButtonLink to={publicPaths.login(pathname)}>登录</ButtonLink>
            )}
          </div>
        </div>
      </header>
      <OfflineNotice />
      <div className="body">
        {inside && (
          <aside className="aside">
            <SideMenu portal={portal} path={pathname} layout="side" />
          </aside>
        )}
        <main id="main" tabIndex={-1} className="main">
          {children}
        </main>
      </div>
      <Footer site={session?.site} />
      {menuOpen && (
        <Suspense fallback={null}>
          <MenuDrawer portal={portal} path={pathname} close={() => setMenuOpen(false)} />
        </Suspense>
      )}
      {inside && (
        <Suspense fallback={null}>
          <IdleWarning />
        </Suspense>
      )}
      <Toasts />
      <LiveRegion />
    </div>
  )
}

/** The path of the page that is drawn, which follows the address bar once that page is there. */
function useDrawnPath(): string {
  return useRouterState({
    select: ({ matches, location }) => {
      const [, page] = matches
      return page ? page.pathname : location.pathname
    },
  })
}
