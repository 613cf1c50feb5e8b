import { expect, test } from './test.ts'

test('a page of an older bundle loads itself anew at the next navigation, once for each build', async ({
  page,
}) => {
  let build = 'the-build-after'
  await page.route('**/api/**', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), 'x-xueshi-build': build },
    })
  })
  const loaded: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame())
      loaded.push(new URL(request.url()).pathname)
  })
  const open = async (link: string, form: string) => {
    await page.getByRole('link', { name: link, exact: true }).first().click()
    await expect(page.getByRole('form', { name: form })).toBeVisible()
  }

  await page.goto('/')
  await expect(page.getByRole('form', { name: '登录' })).toBeVisible()
  expect(loaded).toEqual(['/'])
  await open('个人注册', '个人用户注册')
  expect(loaded).toEqual(['/', '/register'])

  // A cache that still holds the old page must not make every click a reload.
  await open('首页', '登录')
  await open('个人注册', '个人用户注册')
  expect(loaded).toEqual(['/', '/register'])

  build = 'the-build-after-that'
  await page.reload()
  await expect(page.getByRole('form', { name: '个人用户注册' })).toBeVisible()
  await open('首页', '登录')
  expect(loaded).toEqual(['/', '/register', '/register', '/'])
})
