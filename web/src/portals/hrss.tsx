import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const hrssPortal: Portal = {
  kind: 'hrss',
  name: '人社管理',
  home: paths.portalHome('hrss'),
  entries: [
    { text: '首页', path: paths.portalHome('hrss'), page: page('insight/home-staff') },
    { text: '学时复核', path: paths.reviews('hrss'), page: page('declarations/reviews') },
    { path: paths.review('hrss', '$id'), page: page('declarations/review') },
    { path: paths.security('hrss'), page: page('accounts/security') },
  ],
}
