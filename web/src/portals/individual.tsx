import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const individualPortal: Portal = {
  kind: 'individual',
  name: '个人业务',
  home: paths.portalHome('individual'),
  entries: [
    {
      text: '首页（我的年度）',
      path: paths.portalHome('individual'),
      page: page('insight/home-individual'),
    },
    { path: paths.year('$year'), page: page('ledger/year') },
    {
      group: '资料维护',
      text: '人员基本信息维护',
      path: paths.profile(),
      page: page('people/profile'),
    },
    {
      group: '个人业务',
      text: '继续教育记录申报',
      path: paths.declarations(),
      page: page('declarations/list'),
    },
    { path: paths.newDeclaration(), page: page('declarations/form') },
    { path: paths.declaration('$id'), page: page('declarations/detail') },
    { path: paths.editDeclaration('$id'), page: page('declarations/form') },
    {
      group: '个人业务',
      text: '继续教育证书打印',
      path: paths.years(),
      page: page('ledger/years'),
    },
    { text: '账号与安全', path: paths.security('individual'), page: page('accounts/security') },
  ],
}
