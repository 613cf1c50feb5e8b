import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import type { Portal } from './portal.ts'

/** Three portals, for three people: none can do another's work. */
const administrators = [
  ['systemAdmin', '系统管理'],
  ['securityAdmin', '安全管理'],
  ['auditAdmin', '审计管理'],
] as const

export const adminPortals: readonly Portal[] = administrators.map(([kind, name]) => ({
  kind,
  name,
  home: paths.portalHome(kind),
  entries: [
    {
      text: '首页',
      path: paths.portalHome(kind),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    {
      text: '消息',
      path: paths.messages(kind),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.security(kind), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}))
