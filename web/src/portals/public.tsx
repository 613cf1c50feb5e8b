import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const publicPortal: Portal = {
  kind: 'public',
  name: '公众服务',
  home: paths.home(),
  entries: [
    { text: '首页', path: paths.home(), page: page('insight/home-public') },
    { text: '证书验证', path: paths.verify(), page: page('certificates/verify') },
    { path: '/verify/$code', page: page('certificates/verify') },
    { text: '注册', visitors: true, path: paths.register(), page: page('accounts/register') },
    { text: '登录', visitors: true, path: paths.login(), page: page('accounts/login') },
    { path: paths.password(), page: page('accounts/password') },
  ],
}
