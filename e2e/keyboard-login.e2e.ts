import { expectAccessible } from './axe.ts'
import { expectRefused, logInByKeys, press, textbox, type } from './keys.ts'
import { enterWithFactor } from './managing.ts'
import { inventPerson, makeAccount, newPasswordOf, nextCodeOf, type Person } from './people.ts'
import { expect, type Page, test } from './test.ts'

test('the first login, with its change of password, by keyboard alone', async ({ page }) => {
  const person = inventPerson()
  const { accountName: account, password } = person
  await makeAccount(page.request, person)
  await page.goto('/login')
  await logInByKeys(page, { account, password })
  await expect(page.getByRole('heading', { name: '修改密码', level: 1 })).toBeFocused()
  await type(page, textbox(page, '原密码'), password)
  for (const field of ['新密码', '确认新密码']) await type(page, textbox(page, field), password)
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await expect(textbox(page, '新密码')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, 'forced change of password, refused')
  for (const field of ['新密码', '确认新密码'])
    await type(page, textbox(page, field), newPasswordOf(person))
  await page.keyboard.press('Enter')
  await expect(page.getByText('密码已修改')).toBeVisible()
  await expect(page.getByRole('heading', { name: '人员基本信息维护' })).toBeVisible()
})

const secondStep = (page: Page) => page.getByRole('form', { name: '两步验证' })

async function reachSecondStep(page: Page, { accountName: account, password }: Person) {
  await page.goto('/login')
  await logInByKeys(page, { account, password })
  await expect(secondStep(page).getByRole('heading', { name: '两步验证' })).toBeFocused()
}

test('the second step of a login, and the way back from it, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: owner } = await visit()
  const { person, secret } = await enterWithFactor(owner)
  await reachSecondStep(page, person)
  await expectAccessible(page, 'second step')
  await press(page, secondStep(page).getByRole('button', { name: '返回' }))
  await expect(textbox(page, '用户名')).toBeVisible()
  await reachSecondStep(page, person)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await expectAccessible(page, 'second step, nothing given')
  await type(page, textbox(page, '动态验证码'), nextCodeOf(secret))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/me/)
})

test('a recovery code instead of the second factor, by keyboard alone', async ({ page, visit }) => {
  const { page: owner } = await visit()
  const { person, recoveryCodes } = await enterWithFactor(owner)
  const [first = ''] = recoveryCodes
  await reachSecondStep(page, person)
  await type(page, textbox(page, '动态验证码'), 'ABCDE-00000')
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await type(page, textbox(page, '动态验证码'), first)
  await page.keyboard.press('Enter')
  await expect(page.getByText('已使用一个恢复码，还剩 9 个')).toBeVisible()
})
