import { expect, test } from 'vitest'
import { paths, portalAt } from './paths.ts'

test('a URL names its portal by its beginning, whole words only', () => {
  expect(portalAt('/me')).toBe('individual')
  expect(portalAt('/me/declarations/1')).toBe('individual')
  expect(portalAt('/admin/audit/log')).toBe('auditAdmin')
  expect(portalAt('/measures')).toBeNull()
  expect(portalAt('/')).toBeNull()
})

test('what a URL carries is escaped', () => {
  expect(paths.login('/me/declarations?state=draft&name=甲')).toBe(
    '/login?next=%2Fme%2Fdeclarations%3Fstate%3Ddraft%26name%3D%E7%94%B2',
  )
  expect(paths.verify('A/B')).toBe('/verify/A%2FB')
})
