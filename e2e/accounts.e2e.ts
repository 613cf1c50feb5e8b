import { expectAccessible } from './axe.ts'
import { logInByHand, solveCaptcha } from './forms.ts'
import { putOnFile, seatAtOffice } from './office.ts'
import { answerQuestions, beginRecovery, chooseAndEnter, giveCode } from './recovering.ts'
import { fillRegistration } from './joining.ts'
import { codeOf, demo, enterAsNew, inventPerson, type Person } from './people.ts'
import { codeSentBy } from './sent.ts'
import { expect, type Page, test } from './test.ts'

async function provePhone(page: Page, person: Person): Promise<void> {
  await page.goto('/me/security')
  await expect(page.getByText('手机号码还没有验证')).toBeVisible()
  await page.getByRole('button', { name: '验证手机号码' }).click()
  const dialog = page.getByRole('dialog', { name: '验证手机号码' })
  const code = await codeSentBy(page.request, person.phone, async () => {
    await dialog.getByRole('button', { name: '获取验证码' }).click()
    await expect(dialog.getByRole('textbox', { name: '验证码' })).toBeVisible()
  })
  await dialog.getByRole('textbox', { name: '验证码' }).fill(code)
  await dialog.getByRole('textbox', { name: '登录密码' }).fill(person.password)
  await dialog.getByRole('button', { name: '确认', exact: true }).click()
  await expect(page.getByText('手机号码已验证').first()).toBeVisible()
}

test('prove the phone, forget the password, find it back by SMS', async ({ page, visit }) => {
  const person = await enterAsNew(page.request)
  await provePhone(page, person)
  const { page: other } = await visit()
  const code = await codeSentBy(other.request, person.phone, () =>
    beginRecovery(other, person.phone),
  )
  await expectAccessible(other, 'recovery, code')
  // A page loaded anew goes on where it was.
  await other.reload()
  await giveCode(other, code)
  await expect(other.getByRole('heading', { name: '回答密保问题' })).toBeVisible()
  await expectAccessible(other, 'recovery, answers')
  await answerQuestions(other)
  await expectAccessible(other, 'recovery, password')
  await chooseAndEnter(other, person)
})

test('who was put on file by an office claims that account when registering', async ({ page }) => {
  const person = inventPerson()
  await putOnFile(person)
  await fillRegistration(page, person)
  await page.getByRole('button', { name: '注册', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '认领已有档案' })
  await expect(dialog).toContainText('已为这个证件号码建立了档案')
  await expectAccessible(page, 'claim')
  const code = await codeSentBy(page.request, person.phone, async () => {
    await solveCaptcha(dialog)
    await dialog.getByRole('button', { name: '获取验证码' }).click()
    await expect(dialog.getByRole('form', { name: '填写验证码并注册' })).toBeVisible()
  })
  const form = dialog.getByRole('form', { name: '填写验证码并注册' })
  await form.getByRole('textbox', { name: '验证码' }).first().fill(code)
  await form.getByRole('textbox', { name: '验证码' }).last().fill('ABCDE')
  await form.getByRole('button', { name: '注册' }).click()
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible()
})

test('a clerk of an authority gives a second factor', async ({ page }) => {
  const login = demo('hrss.county')
  await page.goto('/login')
  const row = page.getByRole('row', { name: login.account })
  await row.getByRole('button', { name: '填入' }).click()
  await solveCaptcha(page)
  await page.getByRole('form', { name: '登录' }).getByRole('button', { name: '登录' }).click()
  const form = page.getByRole('form', { name: '两步验证' })
  await expect(form.getByRole('heading', { name: '两步验证' })).toBeFocused()
  await form.getByRole('textbox', { name: '动态验证码' }).fill('000000')
  await form.getByRole('button', { name: '登录' }).click()
  await expect(form.getByText('验证码不正确或已失效').first()).toBeVisible()
  await expectAccessible(page, 'second step, refused')
  await form.getByRole('button', { name: '填入演示动态验证码' }).click()
  await expect(form.getByRole('textbox', { name: '动态验证码' })).not.toHaveValue('000000')
  await form.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/hrss/)
})

test('a demo account of an authority that was typed by hand is offered its present code', async ({
  page,
}) => {
  const { account, password } = demo('hrss.city')
  await page.goto('/login')
  await logInByHand(page, { account: account.toUpperCase(), password })
  const form = page.getByRole('form', { name: '两步验证' })
  await form.getByRole('button', { name: '填入演示动态验证码' }).click()
  await expect(form.getByRole('textbox', { name: '动态验证码' })).toHaveValue(/^\d{6}$/)
})

test('whoever gets a seat at an authority sets up a second factor before anything else', async ({
  page,
  visit,
}) => {
  const person = await enterAsNew(page.request)
  await seatAtOffice(person.accountName)
  await page.goto('/hrss')
  await expect(page).toHaveURL('/second-factor')
  await expect(page.getByText('请先启用两步验证，再办理业务')).toBeVisible()
  await page.getByRole('textbox', { name: '登录密码' }).fill(person.password)
  await page.getByRole('button', { name: '下一步' }).click()
  const secret = (await page.locator('.factor-secret').textContent()) ?? ''
  await page.getByRole('textbox', { name: '动态验证码' }).fill(codeOf(secret))
  await page.getByRole('button', { name: '启用' }).click()
  const codes = page.getByRole('group', { name: '恢复码' })
  await expect(codes.getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page, 'recovery codes')
  const [recoveryCode = ''] = await codes.getByRole('listitem').allTextContents()
  await page.getByRole('button', { name: '我已保存，完成' }).click()
  await page.goto('/hrss')
  await expect(page).toHaveURL('/hrss')

  const { page: other } = await visit()
  await other.goto('/login')
  await logInByHand(other, { account: person.accountName, password: person.password })
  const form = other.getByRole('form', { name: '两步验证' })
  await form.getByRole('textbox', { name: '动态验证码' }).fill(recoveryCode)
  await form.getByRole('button', { name: '登录' }).click()
  await expect(other.getByText('已使用一个恢复码，还剩 9 个')).toBeVisible()
})

test('turn the second factor on and see where one is logged in', async ({ page, visit }) => {
  const person = await enterAsNew(page.request)
  await page.goto('/me/security')
  await page.getByRole('button', { name: '启用两步验证' }).click()
  const dialog = page.getByRole('dialog', { name: '设置两步验证' })
  await dialog.getByRole('textbox', { name: '登录密码' }).fill(person.password)
  await dialog.getByRole('button', { name: '下一步' }).click()
  await expect(dialog.getByRole('img', { name: '绑定身份验证器的二维码' })).toBeVisible()
  await expectAccessible(page, 'second factor, scan')
  await page.keyboard.press('Escape')

  const { page: other } = await visit()
  await other.goto('/login')
  await logInByHand(other, { account: person.accountName, password: person.password })
  await expect(other).toHaveURL(/\/me/)
  await page.reload()
  await page.getByRole('button', { name: '退出其他所有登录' }).click()
  await expect(page.getByText('其他设备上的登录已全部退出')).toBeVisible()
  await other.reload()
  await expect(other).toHaveURL(/\/login/)
  await expectAccessible(page, 'security')
})

test('a login about to end says so, and goes on by the keyboard alone', async ({ page }) => {
  await enterAsNew(page.request)
  let isFirst = true
  // The server is asked in earnest, but for the first time it is said to be nearly over.
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const session = (await answer.json()) as { login: { idleLeftSeconds: number } | null }
    if (isFirst && session.login) session.login.idleLeftSeconds = 100
    await route.fulfill({ response: answer, json: session })
  })
  await page.goto('/me/security')
  const dialog = page.getByRole('dialog', { name: '即将自动退出' })
  await expect(dialog).toContainText(/还有 \d+ 秒/)
  await expectAccessible(page, 'idle warning')
  isFirst = false
  await dialog.getByRole('button', { name: '继续使用' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
})

test('recovery begins by the keyboard alone', async ({ page }) => {
  await page.goto('/recover')
  await page.getByRole('textbox', { name: '用户名' }).focus()
  await page.keyboard.type('nobody_here')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /邮件/ })).toBeChecked()
  await expect(page.getByRole('img', { name: '验证码图片' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('ABCDE')
  await page.keyboard.press('Enter')
  // Nobody is called so, and it is not told.
  await expect(page.getByRole('heading', { name: '填写邮件验证码' })).toBeFocused()
})
