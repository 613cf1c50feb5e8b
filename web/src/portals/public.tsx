import { lazy } from '../lazy-page.ts'
import { publicPaths } from '../public-paths.ts'
import type { Portal } from './portal.ts'
import type { publicPages } from './public-pages.ts'

const page = (name: keyof typeof publicPages) =>
  lazy(async () => (await import('./public-pages.ts')).publicPages[name]())

export const publicPortal: Portal = {
  kind: 'public',
  name: '公众服务',
  home: publicPaths.home(),
  entries: [
    {
      text: '首页',
      path: publicPaths.home(),
      page: lazy(() => import('../insight/home-public.tsx')),
    },
    { text: '培训班目录', path: publicPaths.publicClasses(), page: page('publicClasses') },
    { path: publicPaths.publicClass('$id'), page: page('publicClass') },
    { text: '公需课目录', path: publicPaths.topicCatalogue(), page: page('topicCatalogue') },
    { path: publicPaths.catalogue(), page: page('catalogue') },
    { path: publicPaths.catalogueCourse('$id'), page: page('catalogueCourse') },
    { text: '施教机构名录', path: publicPaths.institutions(), page: page('institutions') },
    { text: '学时规则', path: publicPaths.rules(), page: page('rules') },
    { path: publicPaths.rule('$id'), page: page('rule') },
    { text: '证书验证', path: publicPaths.verify(), page: page('verify') },
    { path: '/verify/$code', page: page('verify') },
    { text: '注册', visitors: true, path: publicPaths.register(), page: page('register') },
    { path: publicPaths.invitations(), page: page('invitations') },
    { path: publicPaths.invitations('$ticket'), page: page('invitations') },
    { path: publicPaths.registerUnit(), page: page('registerUnit') },
    { text: '登录', visitors: true, path: publicPaths.login(), page: page('login') },
    { path: publicPaths.sent(), page: page('sent') },
    { path: publicPaths.recover(), page: page('recover') },
    { path: publicPaths.secondFactor(), page: page('secondFactor') },
    { path: publicPaths.password(), page: page('password') },
    { path: publicPaths.accessibility(), page: page('accessibility') },
  ],
}
