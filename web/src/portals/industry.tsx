import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const industryPortal: Portal = {
  kind: 'industry',
  name: '行业管理',
  home: paths.portalHome('industry'),
  entries: [
    { text: '首页', path: paths.portalHome('industry'), page: page('insight/home-staff') },
    { text: '学时复核', path: paths.reviews('industry'), page: page('declarations/reviews') },
    { path: paths.review('industry', '$id'), page: page('declarations/review') },
    { path: paths.security('industry'), page: page('accounts/security') },
  ],
}
