import { solveCaptcha } from './forms.ts'
import { expectAccessible } from './axe.ts'
import { demo, inventPerson, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

const phone = { width: 390, height: 844 }
const fill = (page: Page, label: string, value: string) =>
  page.getByRole('textbox', { name: label, exact: true }).fill(value)

test('registration in three steps; what is wrong in the first leads back to it', async ({
  page,
}) => {
  await page.setViewportSize(phone)
  const person = inventPerson()
  await page.goto('/register')
  const next = page.getByRole('button', { name: '下一步' })
  const step = (title: string) => page.getByRole('heading', { name: title, level: 2 })

  await next.click()
  // Nothing was filled in: the step stays, and its fields say so.
  await expect(page.getByText('请填写登录账号')).toBeVisible()
  await expect(page.getByRole('textbox', { name: '姓名', exact: true })).toBeHidden()
  await fill(page, '登录账号', demo('individual').account)
  await fill(page, '密码', person.password)
  await fill(page, '确认密码', person.password)
  await next.click()

  await expect(step('身份信息')).toBeFocused()
  await fill(page, '姓名', person.name)
  await fill(page, '手机号码', person.phone)
  await fill(page, '证件号码', person.documentNumber)
  await fill(page, '邮箱', person.email)
  await next.click()

  await expect(step('密码保护与验证码')).toBeFocused()
  for (const at of [1, 2, 3])
    await page
      .getByRole('group', { name: `问题${at}` })
      .getByRole('textbox')
      .fill(`答案${at}`)
  await solveCaptcha(page)
  await page.getByRole('button', { name: '注册', exact: true }).click()

  const account = page.getByRole('textbox', { name: '登录账号', exact: true })
  await expect(account).toHaveAccessibleDescription(/已注册/)
  const summary = page.getByRole('alert')
  await expect(summary).toBeFocused()
  await summary.getByRole('link', { name: /登录账号/ }).click()
  await expect(account).toBeFocused()

  await account.fill(person.accountName)
  await next.click()
  await expect(step('身份信息')).toBeFocused()
  await page.goBack()
  await expect(account).toHaveValue(person.accountName)
  await next.click()
  await next.click()
  await solveCaptcha(page)
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible()
})

test('a list on a phone: 筛选 folds away and counts, rows are cards', async ({ page }) => {
  await page.setViewportSize(phone)
  await signIn(page.request, demo('individual'))
  await page.goto('/me/declarations?state=all')
  const filters = page.getByRole('button', { name: /^筛选/ })
  // 全部 keeps nothing out.
  await expect(filters).toHaveText('筛选')
  await expect(page.getByRole('textbox', { name: '课程名称' })).toBeHidden()
  await filters.click()
  await page.getByRole('combobox', { name: '课程类型' }).selectOption('专业课')
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page).toHaveURL(/category=professional/)
  await expect(filters).toHaveText('筛选 (1)')
  const card = page.getByRole('table', { name: '继续教育记录' }).getByRole('row').nth(1)
  await expect(card).toBeInViewport()
  const box = await card.boundingBox()
  expect(box?.height ?? 0).toBeGreaterThan(120)
  await expectAccessible(page, 'records on a phone')
})

test('a browser that is too old gets a plain page that says what to use', async ({ page }) => {
  // What Chrome had last of all that early.js asks for.
  await page.addInitScript('delete String.prototype.replaceAll')
  // An old browser reads no modules of ours: their syntax is newer than it.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '请更换浏览器后使用本系统' })).toBeVisible()
  await expect(page.getByText('谷歌浏览器（Chrome）87 及以上')).toBeVisible()
  await expect(page.getByText('12333')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})
