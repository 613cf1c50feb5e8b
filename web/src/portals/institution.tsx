import { paths } from '../paths.ts'
import { page } from './pages.ts'
import type { Portal } from './portal.ts'

export const institutionPortal: Portal = {
  kind: 'institution',
  name: '施教业务',
  home: paths.portalHome('institution'),
  entries: [
    { text: '首页', path: paths.portalHome('institution'), page: page('insight/home-staff') },
    { path: paths.security('institution'), page: page('accounts/security') },
  ],
}
