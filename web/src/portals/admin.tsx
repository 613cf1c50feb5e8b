import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type Entry, type InsidePortal } from './portal.ts'

const system: readonly Entry[] = [
  {
    text: '参数',
    path: paths.settings(),
    page: lazy(() => import('../administration/settings.tsx')),
  },
  { path: paths.templates(), page: lazy(() => import('../administration/templates.tsx')) },
  {
    text: '字典',
    path: paths.dictionaries(),
    page: lazy(() => import('../administration/dictionaries.tsx')),
  },
  {
    path: paths.dictionary('$name'),
    page: lazy(() => import('../administration/dictionary.tsx')),
  },
  {
    text: '任务',
    path: paths.watchedTasks(),
    page: lazy(() => import('../tasks/watch.tsx')),
  },
  {
    text: '接口',
    path: paths.interfaces(),
    page: lazy(() => import('../administration/interfaces.tsx')),
  },
  {
    text: '运行状态',
    path: paths.houseState(),
    page: lazy(() => import('../administration/house-state.tsx')),
  },
]
const security: readonly Entry[] = [
  {
    text: '角色与账号',
    path: paths.accounts(),
    page: lazy(() => import('../administration/accounts.tsx')),
  },
  { path: paths.account('$id'), page: lazy(() => import('../administration/account.tsx')) },
  {
    text: '登录策略',
    path: paths.loginSettings(),
    page: lazy(() => import('../administration/login-settings.tsx')),
  },
  {
    text: '组织树',
    path: paths.officeTree(),
    page: lazy(() => import('../orgs/offices.tsx')),
  },
]
const audit: readonly Entry[] = [
  {
    text: '审计日志',
    path: paths.audit(),
    page: lazy(() => import('../administration/audit.tsx')),
  },
  {
    text: '完整性校验',
    path: paths.integrity(),
    page: lazy(() => import('../administration/integrity.tsx')),
  },
  {
    text: '敏感信息查看记录',
    path: paths.sensitiveViews(),
    page: lazy(() => import('../administration/sensitive-views.tsx')),
  },
]

/** Three portals, for three people: none can do another's work. */
const administrators = [
  ['systemAdmin', system],
  ['securityAdmin', security],
  ['auditAdmin', audit],
] as const

export const adminPortals: readonly InsidePortal[] = administrators.map(([kind, entries]) => ({
  kind,
  name: portalNames[kind],
  home: paths.portalHome(kind),
  entries: [
    {
      text: '首页',
      path: paths.portalHome(kind),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    ...entries,
    {
      text: '消息',
      unread: true,
      path: paths.messages(kind),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.security(kind), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}))
