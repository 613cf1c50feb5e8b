import { maskEmail } from '@xueshi/contract/accounts/contacts'
import { maskPhone } from '@xueshi/contract/phone'
import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { logInByHand } from './forms.ts'
import { press, skipMenus, tabTo, textbox, type, walkDown } from './keys.ts'
import { codeOf, enterAsConfirmed, enterAsNew, inventPerson } from './people.ts'
import { codeSentBy } from './sent.ts'
import { expect, type Page, test } from './test.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const inDialog = (page: Page, name: string) => page.getByRole('dialog', { name })

/** From the field for the code to the contact that counts; the story has asked for the code. */
async function giveBack(page: Page, code: string, password: string): Promise<void> {
  await type(page, textbox(page, '验证码'), code)
  await type(page, textbox(page, '登录密码'), password)
  await page.keyboard.press('Enter')
}

/** The refusal has the focus; the field is typed anew from there. */
async function mend(page: Page, field: string, words: string): Promise<void> {
  await expect(page.getByRole('alert', { name: /处需要修改/ })).toBeFocused()
  await type(page, textbox(page, field), words)
  await page.keyboard.press('Enter')
}

test('the phone is proven from 首页 and changed, then the e-mail, by keyboard alone', async ({
  page,
  clerk,
}) => {
  const person = await enterAsConfirmed(page.request, clerk)
  await page.goto('/me')
  const todo = page.getByRole('row', { name: /手机号码还没有验证/ })
  await expect(todo).toBeVisible()
  await expectAccessible(page, 'a phone to prove, at home')
  await skipMenus(page)
  await press(page, todo.getByRole('link', { name: '去验证' }))
  await expect(page.getByRole('heading', { name: '账号与安全', level: 1 })).toBeFocused()
  await press(page, button(page, '验证手机号码'))
  const proving = inDialog(page, '验证手机号码')
  await expect(proving).toBeVisible()
  await expectAccessibleInLight(page, 'proving the phone')
  const code = await codeSentBy(page.request, person.phone, async () => {
    await press(page, button(page, '获取验证码'))
    await expect(textbox(page, '验证码')).toBeVisible()
  })
  await giveBack(page, code, person.password)
  await expect(proving).toHaveCount(0)
  await expect(page.getByText('手机号码还没有验证')).toHaveCount(0)

  const { phone, accountName } = inventPerson()
  // Masked, it differs from everybody else's by its domain alone.
  const email = `hello@${accountName.replace('_', '-')}.example.com`
  await press(page, button(page, '更换手机号码'))
  const changing = inDialog(page, '更换手机号码')
  await type(page, textbox(page, '新手机号码'), '12345')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert', { name: /处需要修改/ })).toBeVisible()
  await expectAccessibleInLight(page, 'another phone, refused')
  const next = await codeSentBy(page.request, phone, async () => {
    await mend(page, '新手机号码', phone)
    await expect(textbox(page, '验证码')).toBeVisible()
  })
  await expectAccessibleInLight(page, 'another phone, its code')
  await giveBack(page, next, person.password)
  await expect(changing).toHaveCount(0)
  await expect(page.getByText(maskPhone(phone))).toBeVisible()

  await press(page, button(page, '更换邮箱'))
  const posting = inDialog(page, '更换邮箱')
  const posted = await codeSentBy(page.request, email, async () => {
    await type(page, textbox(page, '新邮箱'), email)
    await page.keyboard.press('Enter')
    await expect(textbox(page, '验证码')).toBeVisible()
  })
  await expectAccessibleInLight(page, 'another e-mail, its code')
  await giveBack(page, posted, 'Wrong12345')
  await expect(page.getByRole('alert', { name: /处需要修改/ })).toBeVisible()
  await expectAccessibleInLight(page, 'another e-mail, a wrong password')
  await mend(page, '登录密码', person.password)
  await expect(posting).toHaveCount(0)
  await expect(page.getByText(maskEmail(email))).toBeVisible()
  await expectAccessible(page, 'security, all proven')
  await page.goto('/me')
  await expect(page.getByText('没有待办事项')).toBeVisible()
})

test('other secret questions, by keyboard alone', async ({ page }) => {
  const { password } = await enterAsNew(page.request)
  await page.goto('/me/security')
  await skipMenus(page)
  await press(page, button(page, '修改密保问题'))
  const dialog = inDialog(page, '修改密保问题')
  const group = (at: number) => dialog.getByRole('group', { name: `问题${at}` })
  const answer = (at: number) => group(at).getByRole('textbox', { name: '答案' })
  await expectAccessibleInLight(page, 'secret questions')
  await press(page, dialog.getByRole('button', { name: '保存' }))
  await expect(dialog.getByRole('alert')).toBeFocused()
  await expectAccessibleInLight(page, 'secret questions, unanswered')
  await type(page, answer(1), '木棉')
  await walkDown(page, group(2).getByRole('combobox'), '您父亲的姓名是?')
  for (const at of [2, 3]) await type(page, answer(at), `答案${at}`)
  await type(page, textbox(page, '登录密码'), password)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('密保问题已修改')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '您父亲的姓名是?' })).toBeVisible()
})

test('the second factor is switched on, its recovery codes are renewed, and it is switched off, by keyboard alone', async ({
  page,
}) => {
  const { password } = await enterAsNew(page.request)
  await page.goto('/me/security')
  await skipMenus(page)
  await press(page, button(page, '启用两步验证'))
  const setup = inDialog(page, '设置两步验证')
  await type(page, textbox(page, '登录密码'), 'Wrong12345')
  await page.keyboard.press('Enter')
  await expect(setup.getByRole('alert')).toBeFocused()
  await expectAccessibleInLight(page, 'second factor, a wrong password')
  await mend(page, '登录密码', password)
  await expect(setup.getByRole('img', { name: '绑定身份验证器的二维码' })).toBeVisible()
  await type(page, textbox(page, '动态验证码'), '000000')
  await page.keyboard.press('Enter')
  await expect(setup.getByRole('alert')).toBeFocused()
  await expectAccessibleInLight(page, 'second factor, a wrong code')
  const secret = (await setup.locator('.factor-secret').textContent()) ?? ''
  await mend(page, '动态验证码', codeOf(secret))
  const codes = page.getByRole('group', { name: '恢复码' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [first = ''] = await codes.allTextContents()
  await press(page, button(page, '我已保存，完成'))
  await expect(page.getByText('恢复码还剩 10 个')).toBeVisible()

  await press(page, button(page, '重新生成恢复码'))
  const renewing = inDialog(page, '重新生成恢复码')
  await expectAccessibleInLight(page, 'new recovery codes, the password')
  await type(page, textbox(page, '登录密码'), password)
  await page.keyboard.press('Enter')
  await expect(codes).toHaveCount(10)
  expect(await codes.allTextContents()).not.toContain(first)
  await expectAccessibleInLight(page, 'new recovery codes')
  await press(page, button(page, '我已保存，完成'))
  await expect(renewing).toHaveCount(0)

  await press(page, button(page, '停用'))
  await expectAccessibleInLight(page, 'second factor, its removal')
  await type(page, textbox(page, '登录密码'), password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('两步验证已停用')).toBeVisible()
  await expect(button(page, '启用两步验证')).toBeVisible()
})

test('one other login is ended, then all others, by keyboard alone', async ({ page, visit }) => {
  const { accountName, password } = await enterAsNew(page.request)
  const others: Page[] = []
  for (let at = 0; at < 3; at += 1) {
    const { page: other } = await visit()
    await other.goto('/login')
    await logInByHand(other, { account: accountName, password })
    await expect(other).toHaveURL(/\/me/)
    others.push(other)
  }
  await page.goto('/me/security')
  const rows = page.getByRole('table', { name: '登录设备' }).locator('tbody tr')
  await expect(rows).toHaveCount(4)
  await expectAccessibleInLight(page, 'four logins')
  await skipMenus(page)
  await tabTo(page, page.getByRole('button', { name: /^退出 .+ 上的登录$/ }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByText('该设备上的登录已退出')).toBeVisible()
  await expect(rows).toHaveCount(3)
  await press(page, button(page, '退出其他所有登录'))
  await expect(page.getByText('其他设备上的登录已全部退出')).toBeVisible()
  await expect(rows).toHaveCount(1)
  await expectAccessibleInLight(page, 'one login')
  for (const other of others) {
    await other.reload()
    await expect(other).toHaveURL(/\/login/)
  }
})
