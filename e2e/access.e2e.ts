import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { logInByHand } from './forms.ts'
import { demo, enterAsConfirmed, enterAsNew, inventPerson, makeAccount, signIn } from './people.ts'
import { attachPdf, makeDraft, sendRecord } from './records.ts'
import { expect, type Page, test } from './test.ts'

const captchaShown = (page: Page) =>
  expect(page.getByRole('img', { name: '验证码图片' }).first()).toBeVisible()
const titled = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
/** Nothing is being fetched: no skeleton is left. */
const settled = (page: Page) => expect(page.locator('.skeleton:visible')).toHaveCount(0)

test('home, login and what has no page', async ({ page }) => {
  await page.goto('/')
  await captchaShown(page)
  await expectAccessible(page, 'home')
  await page.goto('/login')
  await captchaShown(page)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('处需要修改')
  await expectAccessible(page, 'login with its error summary')
  await page.goto('/accessibility')
  await titled(page, /./)
  await expectAccessible(page, 'accessibility statement')
  await page.goto('/nowhere')
  await titled(page, '没有找到这个页面')
  await expectAccessible(page, 'not found')
})

test('registration', async ({ page }) => {
  await page.goto('/register')
  await captchaShown(page)
  await expectAccessible(page, 'registration')
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('处需要修改')
  await expect(page).toHaveTitle(/^错误：/)
  await expectAccessible(page, 'registration with its error summary')
  await page.getByRole('tab', { name: '单位用户注册' }).click()
  await expectAccessible(page, 'registration of units')
})

test('verification', async ({ page }) => {
  await page.goto('/verify')
  await expectAccessible(page, 'verification')
  await page.goto('/verify/NOSUCHCODE')
  await expect(page.getByRole('heading', { name: '没有查到这份证书' })).toBeVisible()
  await expectAccessible(page, 'verification of nothing')
})

test('forced change of password, profile and security', async ({ page }) => {
  const person = inventPerson()
  await makeAccount(page.request, person)
  await signIn(page.request, { account: person.accountName, password: person.password })
  await page.goto('/me')
  await titled(page, '修改密码')
  await expectAccessible(page, 'forced change of password')
  await enterAsNew(page.request)
  await page.goto('/me')
  await titled(page, '人员基本信息维护')
  await settled(page)
  await expectAccessible(page, 'profile to be filled in')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('处需要修改')
  await expectAccessible(page, 'profile with its error summary')
  const field = page.getByRole('combobox', { name: '工作单位', exact: true })
  await field.pressSequentially('lingnan')
  await expect(page.getByRole('option').first()).toBeVisible()
  // Everything but the field and its list is hidden from screen readers while the list is open, and
  // axe fears that the focus goes there: it does not, for Tab closes the list.
  await expectAccessible(page, 'profile with a list of employers', {
    without: ['aria-hidden-focus'],
  })
  await field.press('Tab')
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await page.getByRole('group', { name: '参加工作时间' }).getByRole('button').click()
  await expect(page.getByRole('grid')).toBeVisible()
  await expectAccessible(page, 'profile with a calendar')
  await page.keyboard.press('Escape')
  await page.goto('/me/security')
  await settled(page)
  await expectAccessible(page, 'security')
})

test('the pages of a person with records', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me')
  await settled(page)
  await expectAccessible(page, 'my year')
  await page.getByRole('button', { name: /林晓雯/ }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible(page, 'account menu')
  await page.goto('/me/profile')
  await settled(page)
  await expectAccessible(page, 'profile in force')
  await page.goto('/me/declarations?state=all')
  await expect(page.getByRole('row').nth(2)).toBeVisible()
  await expectAccessible(page, 'declarations')
  await page.getByRole('row').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '办理经过' })).toBeVisible()
  await expectAccessible(page, 'record')
  await page.getByRole('button', { name: /^查看附件/ }).click()
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
  await expectAccessible(page, 'evidence in its dialog')
  await page.goto('/me/certificates')
  await expect(page.getByRole('row').nth(2)).toBeVisible()
  await expectAccessible(page, 'certificates')
  await page.goto(`/me/years/${studiedYear}`)
  await settled(page)
  await expectAccessible(page, 'one year')
})

test('a record from 添加 to 送审', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations')
  await expect(page.getByText('还没有继续教育记录')).toBeVisible()
  await expectAccessible(page, 'empty list')
  await page.goto('/me/declarations/new')
  await titled(page, '添加继续教育记录')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('处需要修改')
  await expectAccessible(page, 'new record with its error summary')

  const { id } = await makeDraft(page.request)
  await attachPdf(page.request, id, `Access ${id}`)
  await page.goto(`/me/declarations/${id}/edit`)
  await expect(page.getByText('已上传')).toBeVisible()
  await expectAccessible(page, 'draft')
  await page.getByRole('button', { name: '删除附件' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'question in a dialog')
  await page.goto(`/me/declarations/${id}?view=check`)
  await titled(page, '检查并送审')
  await settled(page)
  await expectAccessible(page, 'check before sending')
  await page.getByRole('button', { name: '送审' }).click()
  await titled(page, '送审成功')
  await expectAccessible(page, 'receipt')
})

test('the desk of an employer', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  await sendRecord(context.request)
  await logIn(page)
  await settled(page)
  await expectAccessible(page, 'home of an office')

  await page.goto('/employer/people')
  await page.getByRole('button', { name: /^核对/ }).first().click()
  await expect(page.getByRole('dialog').getByRole('button', { name: '确认' })).toBeVisible()
  await expectAccessible(page, 'drawer')
  await page.goto('/employer/reviews')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page, 'queue')
  await page.goto(`/employer/reviews?person=${encodeURIComponent(person.name)}`)
  await page.getByRole('link', { name: `审核 ${person.name}` }).click()
  await expect(page.getByRole('img', { name: '第 1 页，共 1 页' })).toBeVisible()
  await expectAccessible(page, 'review side by side')
  await page.getByRole('textbox', { name: '认定学时' }).fill('8')
  await page.getByRole('button', { name: '认定', exact: true }).click()
  await expectAccessible(page, 'review with a message at its field')
  await page.getByRole('button', { name: '退回' }).click()
  const dialog = page.getByRole('dialog')
  await expectAccessible(page, 'reason in a dialog')
  await dialog.getByRole('textbox', { name: '退回原因' }).fill('附件不清晰。')
  await dialog.getByRole('button', { name: '退回' }).click()
  await expect(page.getByText('已退回', { exact: true })).toBeVisible()
  // It stays while the focus is on it.
  await page.getByRole('button', { name: '关闭提示' }).first().focus()
  await expectAccessible(page, 'toast')
  await expect(page.getByText('已退回', { exact: true })).toBeVisible()
})

async function logIn(page: Page): Promise<void> {
  await page.goto('/login')
  await logInByHand(page, demo('employer.clerk'))
  await titled(page, '首页')
}

test('the homes of the other offices', async ({ page }) => {
  for (const [role, path] of [
    ['institution', '/institution'],
    ['industry', '/industry/reviews'],
    ['hrss.city', '/hrss/reviews'],
    ['admin.audit', '/admin/audit'],
  ] as const) {
    await signIn(page.request, demo(role))
    await page.goto(path)
    await settled(page)
    await expectAccessible(page, `${role} at ${path}`)
  }
  await page.goto('/me')
  await titled(page, '您没有使用这个页面的权限')
  await expectAccessible(page, 'no permission')
})

test('menu on a phone', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/me')
  await page.getByRole('button', { name: '打开菜单' }).click()
  await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible()
  await expectAccessible(page, 'menu drawer')
})

test('what is chosen for the eyes stays chosen', async ({ page }) => {
  await page.goto('/accessibility')
  await page.getByRole('button', { name: '大字版' }).click()
  await page.getByRole('button', { name: '深色' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: '大字版' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: '深色' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('html')).toHaveAttribute('data-size', 'large')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
