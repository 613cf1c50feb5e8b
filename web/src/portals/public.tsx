import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import type { Portal } from './portal.ts'

export const publicPortal: Portal = {
  kind: 'public',
  name: '公众服务',
  home: paths.home(),
  entries: [
    { text: '首页', path: paths.home(), page: lazy(() => import('../insight/home-public.tsx')) },
    {
      text: '公需课目录',
      path: paths.topicCatalogue(),
      page: lazy(() => import('../training/topic-catalogue.tsx')),
    },
    { path: paths.catalogue(), page: lazy(() => import('../training/catalogue.tsx')) },
    {
      path: paths.catalogueCourse('$id'),
      page: lazy(() => import('../training/catalogue-course.tsx')),
    },
    {
      text: '证书验证',
      path: paths.verify(),
      page: lazy(() => import('../certificates/verify.tsx')),
    },
    { path: '/verify/$code', page: lazy(() => import('../certificates/verify.tsx')) },
    {
      text: '注册',
      visitors: true,
      path: paths.register(),
      page: lazy(() => import('../accounts/register.tsx')),
    },
    { path: paths.invitations(), page: lazy(() => import('../orgs/invitations.tsx')) },
    { path: paths.invitations('$ticket'), page: lazy(() => import('../orgs/invitations.tsx')) },
    { path: paths.registerUnit(), page: lazy(() => import('../orgs/register-unit.tsx')) },
    {
      text: '登录',
      visitors: true,
      path: paths.login(),
      page: lazy(() => import('../accounts/login.tsx')),
    },
    { path: paths.sent(), page: lazy(() => import('../messages/sent.tsx')) },
    { path: paths.recover(), page: lazy(() => import('../accounts/recover.tsx')) },
    { path: paths.secondFactor(), page: lazy(() => import('../accounts/second-factor.tsx')) },
    { path: paths.password(), page: lazy(() => import('../accounts/password.tsx')) },
  ],
}
