import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const employerPortal: Portal = {
  kind: 'employer',
  name: '单位业务',
  home: paths.portalHome('employer'),
  entries: [
    { text: '首页', path: paths.portalHome('employer'), page: page('insight/home-staff') },
    { text: '人员确认', path: paths.people(), page: page('people/confirm') },
    { text: '学时审核', path: paths.reviews('employer'), page: page('declarations/reviews') },
    { path: paths.review('employer', '$id'), page: page('declarations/review') },
    { path: paths.security('employer'), page: page('accounts/security') },
  ],
}
