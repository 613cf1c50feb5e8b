import { expectAccessible } from './axe.ts'
import { expectRefused, logInByKeys, press, skipMenus, textbox, type } from './keys.ts'
import { button } from './managing.ts'
import { seatAtOffice } from './office.ts'
import { codeOf, enterAsNew } from './people.ts'
import { expect, test } from './test.ts'

const newPassword = 'Longyan8Lizhi'

test('another password, by keyboard alone', async ({ page, visit }) => {
  const { accountName: account, password } = await enterAsNew(page.request)
  await page.goto('/me/security')
  const form = page.getByRole('form', { name: '修改密码' })
  await expect(form).toBeVisible()
  await skipMenus(page)
  await type(page, textbox(form, '原密码'), 'Wrong12345')
  for (const field of ['新密码', '确认新密码']) await type(page, textbox(form, field), newPassword)
  await page.keyboard.press('Enter')
  await expectRefused(form)
  await expectAccessible(page, 'another password, refused')
  await type(page, textbox(form, '原密码'), password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('密码已修改，其他设备上的登录已退出')).toBeVisible()
  await expect(textbox(form, '原密码')).toHaveValue('')

  const { page: elsewhere } = await visit()
  await elsewhere.goto('/login')
  await logInByKeys(elsewhere, { account, password: newPassword })
  await expect(elsewhere).toHaveURL(/\/me/)
})

test('who gets a seat at an office sets up the second step before anything else, by keyboard alone', async ({
  page,
}) => {
  const { accountName, password } = await enterAsNew(page.request)
  await seatAtOffice(accountName, 'hrss.county')
  await page.goto('/hrss')
  await expect(page.getByRole('heading', { name: '设置两步验证', level: 1 })).toBeVisible()
  await expectAccessible(page, 'the second step, demanded')
  await skipMenus(page)
  await type(page, textbox(page, '登录密码'), password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: '绑定身份验证器的二维码' })).toBeVisible()
  await expectAccessible(page, 'the second step, its picture')
  const secret = (await page.locator('.factor-secret').textContent()) ?? ''
  await type(page, textbox(page, '动态验证码'), codeOf(secret))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: '恢复码' }).getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page, 'the second step, recovery codes')
  await press(page, button(page, '我已保存，完成'))
  await expect(page.getByText('两步验证已启用')).toBeVisible()
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeFocused()
})
